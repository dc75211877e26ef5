/* Forms, a little kinder. Everything here works without it too. */

const say = (pattern, values) => pattern.replace(/{(\w+)}/g, (_, name) => values[name]);
const number = new Intl.NumberFormat(`${document.documentElement.lang}-CA`);

/* An error summary takes focus, also where autofocus is ignored. */
document.getElementById("error-summary")?.focus();

/* Characters left, counted as the server counts: code points, one per line break. */
function countCharacters(box) {
  const line = document.getElementById(`${box.id}-count`);
  const limit = Number(box.dataset.limit);
  const quiet = line.textContent;
  let timer;
  const count = () => {
    const left = limit - [...box.value.normalize("NFC").trim()].length;
    line.classList.toggle("over", left < 0);
    if (left < 0) line.textContent = say(line.dataset.over, { n: number.format(-left) });
    else if (left <= limit / 5) line.textContent = say(line.dataset.left, { n: number.format(left) });
    else line.textContent = quiet;
  };
  line.setAttribute("role", "status");
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(count, 400);
  });
  if (box.value) count();
}

/* "3 of 10 answered": a question is an element marked data-question. */
const isAnswered = (question) =>
  [...question.querySelectorAll("input, select, textarea")].some((control) => {
    if (control.type === "radio" || control.type === "checkbox") return control.checked;
    return control.name && control.type !== "hidden" && control.value.trim() !== "";
  });
function countAnswered(bar) {
  const form = document.getElementById(bar.dataset.answered);
  const show = () => {
    const questions = [...form.querySelectorAll("[data-question]")];
    const n = questions.filter(isAnswered).length;
    bar.querySelector("span").textContent = say(bar.dataset.text, { n, total: questions.length });
    bar.querySelector("progress").max = questions.length;
    bar.querySelector("progress").value = n;
    bar.hidden = questions.length === 0;
  };
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  show();
}

/* Points: how many are left to give. */
function countPoints(box) {
  const total = Number(box.dataset.points);
  const show = () => {
    const given = [...box.querySelectorAll("input")].map((i) => Number.parseInt(i.value, 10) || 0);
    const left = total - given.reduce((sum, n) => sum + n, 0);
    const line = box.querySelector(".counter");
    line.textContent = say(box.dataset.left, { left, total });
    line.classList.toggle("over", left < 0);
  };
  box.addEventListener("input", show);
  show();
}

/* A long list can be searched; what is chosen always stays in sight. */
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function searchIn(list) {
  const options = [...list.children].map((option) => [option, folded(option.textContent)]);
  const box = document.createElement("input");
  const label = document.createElement("label");
  const status = document.createElement("p");
  Object.assign(box, { type: "search", className: "input", id: `${list.querySelector("input").id}-find`, autocomplete: "off" });
  Object.assign(label, { className: "hint", htmlFor: box.id, textContent: list.dataset.find });
  status.className = "hint";
  status.setAttribute("role", "status");
  const show = () => {
    const sought = folded(box.value.trim());
    let n = 0;
    for (const [option, text] of options) {
      option.hidden = !text.includes(sought) && !option.querySelector("input").checked;
      n += !option.hidden;
    }
    status.textContent = sought && say(list.dataset.found, { n: number.format(n), total: number.format(options.length) });
  };
  let timer;
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 250);
  });
  box.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  list.before(label, box, status);
}

/* What takes the place of something else says so: "engage:fresh". Each box is enhanced once. */
const behaviours = { "textarea[data-limit]": countCharacters, "[data-answered]": countAnswered, "[data-points]": countPoints, ".choices[data-find]": searchIn };

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

/* Forms filled many times in a row: Ctrl and Enter sends them from the text. */
for (const form of document.querySelectorAll("form[data-quick]")) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
    event.preventDefault();
    form.requestSubmit();
  });
}
