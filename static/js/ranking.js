/* Rankings by buttons: up and down swap two neighbours, and a choice taken elsewhere moves here. */

const say = (pattern, values) => pattern.replace(/{(\w+)}/g, (_, name) => values[name]);
const arrows = { up: "M12 20V5M5.5 11.5 12 5l6.5 6.5", down: "M12 4v15M5.5 12.5 12 19l6.5-6.5" };
const svg = "http://www.w3.org/2000/svg";

function arrow(way) {
  const drawing = document.createElementNS(svg, "svg");
  const line = document.createElementNS(svg, "path");
  const look = { viewBox: "0 0 24 24", width: 20, height: 20, fill: "none", stroke: "currentColor", "stroke-width": 2, "aria-hidden": "true" };
  for (const [name, value] of Object.entries(look)) drawing.setAttribute(name, value);
  line.setAttribute("d", arrows[way]);
  drawing.append(line);
  return drawing;
}

for (const box of document.querySelectorAll("[data-ranking]")) {
  const selects = [...box.querySelectorAll("select")];
  const status = box.querySelector("[role=status]");
  const before = selects.map((select) => select.value);

  const tell = (place) => {
    const choice = selects[place].selectedOptions[0].text;
    if (selects[place].value) status.textContent = say(box.dataset.moved, { choice, number: place + 1 });
  };
  const settle = () => {
    selects.forEach((select, place) => {
      before[place] = select.value;
      for (const button of select.closest(".rank").querySelectorAll("button")) {
        const edge = button.dataset.way === "up" ? 0 : selects.length - 1;
        button.setAttribute("aria-disabled", String(!select.value || place === edge));
      }
    });
  };
  const move = (place, way) => {
    const target = place + (way === "up" ? -1 : 1);
    if (!selects[target] || !selects[place].value) return;
    const hidden = selects[target].closest("details");
    if (hidden) hidden.open = true;
    [selects[place].value, selects[target].value] = [selects[target].value, selects[place].value];
    settle();
    tell(target);
    selects[target].closest(".rank").querySelector(`[data-way=${way}]`).focus();
  };

  selects.forEach((select, place) => {
    const row = document.createElement("span");
    row.className = "rank-moves";
    for (const way of ["up", "down"]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button quiet";
      button.dataset.way = way;
      button.setAttribute("aria-label", say(box.dataset[way], { choice: select.labels[0].textContent }));
      button.append(arrow(way));
      button.addEventListener("click", () => move(place, way));
      row.append(button);
    }
    select.closest(".rank").append(row);
    select.addEventListener("change", () => {
      const twin = selects.findIndex((other, i) => i !== place && select.value && other.value === select.value);
      if (twin >= 0) selects[twin].value = before[place];
      settle();
      tell(place);
    });
  });
  settle();
}
