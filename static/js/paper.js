/* Paper forms by keyboard: a digit marks an answer, Enter goes on, Ctrl and Enter keeps
   the form. Without this script the form works with Tab, arrows and the space bar. */

const form = document.getElementById("paper");
const inputs = () =>
  [...form.querySelectorAll("input, select, textarea, button")].filter(
    (item) => item.type !== "hidden" && !item.disabled && item.checkVisibility(),
  );
const isMark = (item) => item.type === "radio" || item.type === "checkbox";
const alike = (item) => inputs().filter((one) => one.name === item.name && isMark(one));

/* From a ranking to the next question, from a line or an answer to the next one. */
function goOn(item) {
  const all = inputs();
  const here = item.closest("fieldset");
  const isElsewhere = (one) =>
    item.tagName === "SELECT" && here
      ? one.closest("fieldset") !== here
      : one.name !== item.name || !isMark(one);
  const next = all.slice(all.indexOf(item) + 1).find(isElsewhere);
  const group = next && isMark(next) ? alike(next) : [];
  (group.find((one) => one.checked) ?? next)?.focus();
}

const isScale = (group) => group.every((one) => /^-?\d+$|^unknown$/.test(one.value));

/* A scale's step is its own number; other answers are counted from the top. */
function meant(group, digit) {
  if (isScale(group)) return group.find((one) => one.value === digit);
  return group[Number(digit) - 1];
}

form?.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (event.altKey || event.metaKey) return;
  if (key === "Enter" && event.ctrlKey) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.ctrlKey) {
    return;
  } else if (isMark(target) && /^\d$/.test(key)) {
    const found = meant(alike(target), key);
    if (!found) return;
    event.preventDefault();
    found.checked = found.type === "radio" || !found.checked;
    found.dispatchEvent(new Event("change", { bubbles: true }));
    found.focus();
    if (found.type === "radio") goOn(found);
  } else if (key === "Enter" && target.type !== "textarea" && target.type !== "submit") {
    event.preventDefault();
    goOn(target);
  }
});

/* The number of each answer stands behind it; a scale's steps are numbers already. */
for (const list of form?.querySelectorAll(".choices") ?? []) {
  const marks = [...list.querySelectorAll("input")].filter(isMark);
  if (!marks.length || isScale(alike(marks[0]))) continue;
  marks.slice(0, 9).forEach((one, at) => {
    const number = document.createElement("kbd");
    number.setAttribute("aria-hidden", "true");
    number.textContent = String(at + 1);
    one.closest("label").querySelector("span").append(" ", number);
  });
}
document.getElementById("paper-keys")?.removeAttribute("hidden");
const told = form?.querySelector(".scroller");
if (told) told.focus();
else if (form && !form.querySelector("#error-summary") && !form.contains(document.activeElement)) {
  form.querySelector(".question input, .question select, .question textarea")?.focus();
}
