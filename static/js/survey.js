/* The survey page, a little kinder. Everything here works without it too. */

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

function rankByButtons(box) {
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

/* Where a place lies, while the form is filled in. */
function lookUp(box) {
  const line = document.getElementById(`${box.id}-found`);
  box.addEventListener("change", async () => {
    line.textContent = "";
    if (!box.value.trim()) return;
    try {
      const reply = await fetch(`${box.dataset.place}?q=${encodeURIComponent(box.value)}`);
      if (reply.ok) line.textContent = await reply.text();
    } catch {
      /* It is looked up when the answers are sent. */
    }
  });
}

/* Questions that an answer opens or closes: the same page as without a script, of which they
   are taken. What was typed in a question that closes comes back with it. */
const kept = new Map();
let turns = 0;

function follow(questions) {
  const { form } = questions.querySelector("input, select, textarea");
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  questions.after(status);
  form.addEventListener("change", async (event) => {
    if (!event.target.closest("[data-branches]")) return;
    turns += 1;
    const turn = turns;
    const body = new URLSearchParams(new FormData(form));
    body.set("switch", "branching");
    try {
      const reply = await fetch(form.action, { method: "POST", body, cache: "no-store" });
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const fresh = page.getElementById(form.id);
      if (!fresh || turn !== turns || !questions.isConnected || questions.closest("[inert]")) return;
      status.textContent = arrange(form, questions, fresh) ? questions.dataset.opened : "";
    } catch {
      /* They come when the answers are sent. */
    }
  });
}

/* Put the questions as the server has them; those that stay are not touched. */
function arrange(form, questions, fresh) {
  let place = questions.firstElementChild;
  let hasNew = false;
  for (const child of [...fresh.querySelector(".questions").children]) {
    const mine = document.getElementById(child.id);
    while (mine && place !== mine) {
      const next = place.nextElementSibling;
      kept.set(place.id, place);
      place.remove();
      place = next;
    }
    const shown = mine ?? kept.get(child.id) ?? child;
    if (mine) place = mine.nextElementSibling;
    else place.before(shown);
    hasNew ||= !mine;
    const number = shown.querySelector(".question-number");
    if (number) number.firstChild.data = child.querySelector(".question-number").firstChild.data;
  }
  const { shown } = form.elements;
  const before = shown.value.split(" ");
  /* Areas of a place ("town.area") are not among what was taken. */
  const now = fresh.elements.shown.value.split(" ").filter((name) => !name.includes(".") || before.includes(name));
  shown.value = now.join(" ");
  document.dispatchEvent(new Event("engage:fresh"));
  form.dispatchEvent(new Event("input"));
  return hasNew;
}

const behaviours = { "[data-ranking]": rankByButtons, "[data-place]": lookUp, "[data-opened]": follow };

function enhance() {
  for (const [which, behave] of Object.entries(behaviours)) {
    for (const box of document.querySelectorAll(`${which}:not([data-ready])`)) {
      box.dataset.ready = "yes";
      behave(box);
    }
  }
}
enhance();
document.addEventListener("engage:fresh", enhance);

/* What follows is for a page of one's own; a kiosk has ways of its own. */
if (document.getElementById("lost")) keepAndSend();

function keepAndSend() {
  const [SOON, LATEST] = [4, 60];
  const answers = () => document.getElementById("answers");
  const freeze = (isFrozen) => (answers().querySelector(".questions").inert = isFrozen);

  /* A lost connection: the filled form waits in this page's memory, is sent once when the
     connection is back (its submission key makes a second try the same one), and nothing of
     it is stored. */
  let waiting = null;
  let pause = SOON;
  let timer;

  function tell(words) {
    const lost = document.getElementById("lost");
    lost.textContent = words;
    lost.hidden = false;
    lost.focus();
  }

  function wait() {
    freeze(true);
    if (document.getElementById("lost").hidden) tell(answers().dataset.lost);
    timer = setTimeout(send, pause * 1000);
    pause = Math.min(pause * 2, LATEST);
  }

  async function send() {
    clearTimeout(timer);
    if (!waiting) return;
    const form = answers();
    let reply, page;
    try {
      reply = await fetch(form.action, { method: "POST", body: waiting, redirect: "manual", cache: "no-store" });
      if (reply.status === 502 || reply.status === 504) throw new Error(String(reply.status));
      page = new DOMParser().parseFromString(await reply.text(), "text/html");
    } catch {
      wait();
      return;
    }
    waiting = null;
    freeze(false);
    if (reply.type === "opaqueredirect") location.assign(form.dataset.receipt);
    else show(page, form);
  }

  /* The server has something to say: its page takes the place of this one. */
  function show(page, form) {
    const main = page.querySelector("main#main");
    if (!main) {
      form.submit();
      return;
    }
    document.title = page.title;
    document.getElementById("main").replaceWith(main);
    document.dispatchEvent(new Event("engage:fresh"));
    scrollTo(0, 0);
    (document.getElementById("error-summary") ?? main).focus();
  }

  document.addEventListener("submit", (event) => {
    const { submitter, target } = event;
    if (target.id !== "answers") return;
    if (submitter?.name === "similar") {
      event.preventDefault();
      showSimilar(submitter);
    } else if (submitter?.name) {
      if (navigator.onLine && !waiting) return;
      event.preventDefault();
      tell(target.dataset.away);
    } else {
      event.preventDefault();
      if (waiting) return;
      waiting = new URLSearchParams(new FormData(target));
      pause = SOON;
      send();
    }
  });
  addEventListener("online", () => {
    if (waiting) send();
    else document.getElementById("lost")?.setAttribute("hidden", "");
  });
  addEventListener("beforeunload", (event) => waiting && event.preventDefault());
  addEventListener("pageshow", (event) => {
    if (!event.persisted || !answers()) return;
    waiting = null;
    freeze(false);
    document.getElementById("lost").hidden = true;
  });

  /* What others said: the same page as without a script, of which the voices are taken. */
  async function showSimilar(button) {
    const place = document.getElementById(`similar-${button.value}`);
    const form = answers();
    const body = new URLSearchParams(new FormData(form, button));
    try {
      const reply = await fetch(form.action, { method: "POST", body, cache: "no-store" });
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      place.replaceChildren(...page.getElementById(place.id).childNodes);
    } catch {
      place.textContent = form.dataset.away;
    }
  }
}
