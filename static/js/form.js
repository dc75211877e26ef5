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
  const questions = [...form.querySelectorAll("[data-question]")];
  const show = () => {
    const n = questions.filter(isAnswered).length;
    bar.querySelector("span").textContent = say(bar.dataset.text, { n, total: questions.length });
    bar.querySelector("progress").max = questions.length;
    bar.querySelector("progress").value = n;
  };
  bar.hidden = questions.length === 0;
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

/* A form that takes the place of another says so: "engage:fresh". */
const behaviours = { "textarea[data-limit]": countCharacters, "[data-answered]": countAnswered, "[data-points]": countPoints };

function enhance() {
  for (const [which, behave] of Object.entries(behaviours)) document.querySelectorAll(which).forEach(behave);
}
enhance();
document.addEventListener("engage:fresh", enhance);
