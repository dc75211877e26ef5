/* Follow long work: ask again every two seconds, cheaply (ETag), and go on when it is done. */

const over = ["done", "failed", "cancelled"];

for (const box of document.querySelectorAll("[data-job]")) {
  const bar = box.querySelector("progress");
  const status = box.querySelector("[role=status]");
  let etag = "";
  let pause = 2000;

  const show = (job) => {
    bar.value = job.progress;
    if (job.state === "done") {
      status.textContent = box.dataset.doneText;
      location.assign(box.dataset.done);
    } else if (over.includes(job.state) && "alsoFailed" in box.dataset) {
      location.assign(box.dataset.done);
    } else if (over.includes(job.state)) {
      status.textContent = `${box.dataset.failedText} ${job.error}`;
    } else if (job.detail && job.detail !== status.textContent) {
      status.textContent = job.detail;
    }
    return over.includes(job.state);
  };

  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.job, { headers: { "X-Engage-Polling": "1", ...(etag && { "If-None-Match": etag }) }, cache: "no-store" });
      if (answer.status === 200) {
        etag = answer.headers.get("ETag") ?? "";
        if (show(await answer.json())) return;
      } else if (answer.status !== 304) {
        throw new Error(String(answer.status));
      }
      pause = 2000;
    } catch {
      status.textContent = box.dataset.lostText;
      pause = Math.min(pause * 2, 30000);
    }
    setTimeout(ask, pause);
  };
  setTimeout(ask, pause);
}
