// A desk: one key per decision, the next text without a new page.
// Without this script the same forms and links work as they are.

const KEYS_OFF = "engage.desk.keys-off";
let desk = document.getElementById("desk");
let isBusy = false;

async function go(address, options = {}) {
  if (isBusy) return;
  isBusy = true;
  desk.setAttribute("aria-busy", "true");
  const answer = await ask(address, options);
  isBusy = false;
  desk.removeAttribute("aria-busy");
  if (!answer) {
    say(desk.dataset.lost);
    return;
  }
  const page = new DOMParser().parseFromString(answer.text, "text/html");
  const next = page.getElementById("desk");
  if (next) show(next, answer.reply);
  else if (answer.reply.ok) location.assign(answer.reply.url);
  else location.reload();
}

// Only a connection that fails is a lost one: no fault of this script may pass for it.
async function ask(address, options) {
  try {
    const reply = await fetch(address, options);
    return { reply, text: await reply.text() };
  } catch {
    return null;
  }
}

// What was said when the page came no longer holds once the desk has moved on.
function show(next, reply) {
  document.querySelectorAll("#main > .notice").forEach((old) => old.remove());
  desk.replaceWith(next);
  desk = next;
  tell();
  if (reply.ok) history.replaceState(null, "", reply.url);
  offerKeys();
  (desk.querySelector("[data-focus]") ?? document.getElementById("main")).focus();
}

// What was decided and how many wait is read aloud; the focus goes to the next text.
function tell() {
  const told = desk.querySelectorAll("[data-said], [data-left]");
  const parts = [...told].map((part) => part.textContent.trim());
  document.getElementById("said").textContent = parts.join(". ");
}

function say(text) {
  const line = document.createElement("p");
  line.className = "notice tone-attention";
  line.setAttribute("role", "alert");
  line.textContent = text;
  desk.prepend(line);
}

function offerKeys() {
  const choice = desk.querySelector("[data-keys-choice]");
  if (!choice) return;
  choice.hidden = false;
  choice.querySelector("input").checked = !localStorage.getItem(KEYS_OFF);
}

function press(key) {
  const reasons = desk.querySelector("[data-reasons]");
  const target = desk.querySelector(`[data-key="${key}"]`);
  if (!target || (/\d/.test(key) && !reasons?.open)) return false;
  target.click();
  const opened = target.closest("details[open]");
  if (opened) opened.querySelector("button, textarea").focus();
  return true;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!desk.contains(form) || form.method !== "post") return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  go(form.action, { method: "POST", body });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("#desk a[data-swap]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.href);
});

document.addEventListener("change", (event) => {
  if (event.target.id !== "keys") return;
  if (event.target.checked) localStorage.removeItem(KEYS_OFF);
  else localStorage.setItem(KEYS_OFF, "yes");
});

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (localStorage.getItem(KEYS_OFF) || !/^[adersu1-9]$/i.test(event.key)) return;
  if (press(event.key.toLowerCase())) event.preventDefault();
});

offerKeys();
