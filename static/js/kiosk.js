/* A shared screen: one person after another. Answers are sent without a new page, so that
   no history holds them; without a connection they wait in this page's memory alone. */

const [WARN, CLEAR, RECEIPT, RENEW, RETRY] = [90, 120, 60, 1800, 3];
let still = 0;
let isTouched = false;
let isWaiting = false;
let round = 0;

const state = () => document.getElementById("kiosk")?.dataset ?? {};
const clear = () => location.replace(location.href);

function tell(text = "") {
  const note = document.getElementById("kiosk-note");
  if (!note || note.textContent === text) return;
  note.textContent = text;
  note.hidden = !text;
  if (text) note.scrollIntoView({ block: "center" });
}

async function send(address, body) {
  try {
    const reply = await fetch(address, { method: "POST", body, cache: "no-store" });
    if (reply.status >= 502 && reply.status <= 504) throw new Error(String(reply.status));
    const text = await reply.text();
    isWaiting = false;
    show(new DOMParser().parseFromString(text, "text/html"));
  } catch {
    isWaiting = true;
    document.getElementById("answers").inert = true;
    tell(state().lost);
    setTimeout(() => send(address, body), RETRY * 1000);
  }
}

function show(page) {
  document.documentElement.lang = page.documentElement.lang;
  document.title = page.title;
  document.body.replaceWith(page.body);
  round += 1;
  for (const script of page.querySelectorAll("head script[src]:not([data-once])")) {
    const again = document.createElement("script");
    again.type = "module";
    again.src = `${script.getAttribute("src")}&round=${round}`;
    document.head.append(again);
  }
  still = 0;
  scrollTo(0, 0);
  (document.getElementById("error-summary") ?? document.getElementById("main")).focus();
}

document.addEventListener("submit", (event) => {
  event.preventDefault();
  if (isWaiting) return;
  isWaiting = true;
  const { target, submitter } = event;
  const address = submitter?.getAttribute("formaction") ?? target.action;
  send(address, new URLSearchParams(new FormData(target, submitter)));
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-done]")) return;
  event.preventDefault();
  clear();
});

for (const sign of ["input", "keydown", "pointerdown"]) {
  document.addEventListener(sign, () => {
    still = 0;
    isTouched = true;
    if (!isWaiting) tell();
  });
}

setInterval(() => {
  if (isWaiting) return;
  still += 1;
  const isForm = state().state === "form";
  if (still >= (isForm ? (isTouched ? CLEAR : RENEW) : RECEIPT)) clear();
  else if (isForm && isTouched && still === WARN) tell(state().idle);
}, 1000);

addEventListener("pageshow", (event) => event.persisted && clear());
addEventListener("beforeunload", (event) => isWaiting && event.preventDefault());
