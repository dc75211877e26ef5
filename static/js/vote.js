// One comment at a time: one key or one touch per vote, without a new page.
// Without this script the same form works as it is.

const KEYS_OFF = "engage.vote.keys-off";
let vote = document.getElementById("vote");
let isBusy = false;

async function send(form, button) {
  if (isBusy) return;
  isBusy = true;
  vote.setAttribute("aria-busy", "true");
  try {
    const body = new URLSearchParams(new FormData(form, button));
    const reply = await fetch(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const next = page.getElementById("vote");
    if (reply.ok && next) show(next, reply.url);
    else location.reload();
  } catch {
    say(vote.dataset.lost);
  } finally {
    isBusy = false;
    vote.removeAttribute("aria-busy");
  }
}

function show(next, address) {
  vote.replaceWith(next);
  vote = next;
  history.replaceState(null, "", address);
  offerKeys();
  vote.querySelector("[data-focus]")?.focus();
}

function say(text) {
  vote.querySelector("[role=alert]")?.remove();
  const line = document.createElement("p");
  line.className = "notice tone-attention";
  line.setAttribute("role", "alert");
  line.textContent = text;
  vote.prepend(line);
}

function offerKeys() {
  const choice = vote.querySelector("[data-keys-choice]");
  if (!choice) return;
  choice.hidden = false;
  choice.querySelector("input").checked = !localStorage.getItem(KEYS_OFF);
}

document.addEventListener("submit", (event) => {
  if (!vote.contains(event.target)) return;
  event.preventDefault();
  send(event.target, event.submitter);
});

document.addEventListener("change", (event) => {
  if (event.target.id !== "keys") return;
  if (event.target.checked) localStorage.removeItem(KEYS_OFF);
  else localStorage.setItem(KEYS_OFF, "yes");
});

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("textarea, select, input:not([type=checkbox])");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (localStorage.getItem(KEYS_OFF) || !/^[1-3]$/.test(event.key)) return;
  const button = vote.querySelector(`[data-key="${event.key}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

offerKeys();
