// Keeps the wall up to date: asks every few seconds, replaces only what has changed.
const now = document.getElementById("wall-now");
const pause = document.getElementById("pause");
let mark = "";
let isPaused = false;

async function ask() {
  if (isPaused || document.hidden) return;
  try {
    const headers = { "X-Engage-Polling": "yes" };
    if (mark) headers["If-None-Match"] = mark;
    const answer = await fetch(now.dataset.from, { headers, cache: "no-store" });
    if (answer.status !== 200) return;
    mark = answer.headers.get("ETag") || "";
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!isPaused) now.replaceChildren(...page.body.childNodes);
  } catch {
    // The connection is away: what stands on the wall stays, the next turn asks again.
  }
}

function toggle() {
  isPaused = !isPaused;
  pause.querySelector("span").textContent = isPaused ? pause.dataset.go : pause.dataset.pause;
  if (!isPaused) ask();
}

pause.hidden = false;
pause.addEventListener("click", toggle);
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "p" && !event.ctrlKey && !event.metaKey && !event.altKey) toggle();
});
setInterval(ask, Number(now.dataset.seconds) * 1000);
