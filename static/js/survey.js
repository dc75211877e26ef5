/* The survey page, a little kinder. Everything here works without it too. */

const form = document.getElementById("answers");
const lost = document.getElementById("lost");
const [SOON, LATEST] = [4, 60];

/* A lost connection: the filled form waits in this page's memory, is sent once when the
   connection is back (its submission key makes a second try the same one), and nothing of
   it is stored. */
let waiting = null;
let pause = SOON;
let timer;

function wait() {
  form.inert = true;
  if (lost.hidden) {
    lost.textContent = form.dataset.lost;
    lost.hidden = false;
    lost.focus();
  }
  timer = setTimeout(send, pause * 1000);
  pause = Math.min(pause * 2, LATEST);
}

async function send() {
  clearTimeout(timer);
  if (!waiting) return;
  let reply;
  try {
    reply = await fetch(form.action, { method: "POST", body: waiting, redirect: "manual", cache: "no-store" });
    if (reply.status === 502 || reply.status === 504) throw new Error(String(reply.status));
  } catch {
    wait();
    return;
  }
  waiting = null;
  form.inert = false;
  /* It was taken, or the server has something to say: then the page itself asks again. */
  if (reply.type === "opaqueredirect") location.assign(form.dataset.receipt);
  else form.submit();
}

form.addEventListener("submit", (event) => {
  const { submitter } = event;
  if (submitter?.name === "similar") {
    event.preventDefault();
    showSimilar(submitter);
  } else if (submitter?.name) {
    if (navigator.onLine) return;
    event.preventDefault();
    lost.textContent = form.dataset.away;
    lost.hidden = false;
    lost.focus();
  } else {
    event.preventDefault();
    if (waiting) return;
    waiting = new URLSearchParams(new FormData(form));
    pause = SOON;
    send();
  }
});
addEventListener("online", () => {
  if (waiting) send();
  else lost.hidden = true;
});
addEventListener("beforeunload", (event) => waiting && event.preventDefault());
addEventListener("pageshow", (event) => {
  if (event.persisted) [waiting, form.inert, lost.hidden] = [null, false, true];
});

/* What others said: the same page as without a script, of which the voices are taken. */
async function showSimilar(button) {
  const place = document.getElementById(`similar-${button.value}`);
  const body = new URLSearchParams(new FormData(form, button));
  try {
    const reply = await fetch(form.action, { method: "POST", body, cache: "no-store" });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    place.replaceChildren(...page.getElementById(place.id).childNodes);
  } catch {
    place.textContent = form.dataset.away;
  }
}

/* Where a place lies, while the form is filled in. */
for (const box of form.querySelectorAll("[data-place]")) {
  const line = document.getElementById(`${box.id}-found`);
  box.addEventListener("change", async () => {
    line.textContent = "";
    if (!box.value.trim()) return;
    try {
      const reply = await fetch(`${form.dataset.find}?q=${encodeURIComponent(box.value)}`);
      if (reply.ok) line.textContent = await reply.text();
    } catch {
      /* It is looked up when the answers are sent. */
    }
  });
}
