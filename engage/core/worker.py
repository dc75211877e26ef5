"""Running background work: claim a job, keep its heartbeat, say how it ended."""

import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Engine, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from engage.core import clock, errors
from engage.core.db import session, transaction
from engage.core.i18n import lazy_gettext as _l
from engage.core.jobs import STALE_AFTER, Job, end_job, waiting_jobs

BEAT_SECONDS = 15.0
MOST_ATTEMPTS = 3
LOST = _l("The worker ended three times during this work.")
UNKNOWN = _l("This version does not know this kind of work.")

log = structlog.get_logger("engage.jobs")

Listener = Callable[[float, str], None]
"""Told the share done (0 to 1) and what is being done."""


class Cancelled(Exception):
    """Raised inside a job whose end was asked for."""


class TakenOver(Exception):
    """Raised inside a job that went quiet and was given to another worker."""


@dataclass
class Progress:
    """What a running job uses to say how far it is."""

    job_id: int
    attempt: int
    listener: Listener | None = None

    def __call__(self, share: float, detail: str) -> None:
        """Note the progress (0 to 1) and what is being done.

        Raises:
            Cancelled: Somebody asked for the end of this job.
            TakenOver: Another worker has this job now.
        """
        with transaction() as current:
            job = _own(current, self.job_id, self.attempt)
            job.progress, job.detail = share, detail
            job.heartbeat_at = clock.now()
            is_cancelled = job.is_cancel_requested
        if self.listener is not None:
            self.listener(share, detail)
        if is_cancelled:
            raise Cancelled

    def is_cancelled(self) -> bool:
        """Return whether somebody asked for the end of this job."""
        wanted = select(Job.is_cancel_requested).where(Job.id == self.job_id)
        is_asked = bool(session().scalar(wanted))
        session().rollback()
        return is_asked

    def is_over_after(self, error: Exception) -> bool:
        """Return whether a job that ends with this error is not tried again."""
        if isinstance(error, TakenOver):
            return False
        is_meant = isinstance(error, Cancelled | errors.EngageError)
        is_retried = isinstance(error, errors.Busy) or not is_meant
        return self.attempt >= MOST_ATTEMPTS or not is_retried


Handler = Callable[[Mapping[str, Any], int | None, Progress], None]
_handlers: dict[str, Handler] = {}


def handle(kind: str, handler: Handler) -> None:
    """Name the door for one kind of job: it gets payload, actor id and progress."""
    _handlers[kind] = handler


def run_waiting_jobs() -> int:
    """Run all jobs that wait, those they add too; return how many runs there were."""
    runs = 0
    while waiting := waiting_jobs():
        for job_id in waiting:
            run_job(job_id)
            runs += 1
    return runs


def run_job(job_id: int, listener: Listener | None = None) -> str:
    """Run one job now if it is waiting or was left behind; return its state."""
    attempt = _claim(job_id)
    if attempt is None:
        state = session().scalar(select(Job.state).where(Job.id == job_id))
        return state or "gone"
    try:
        with _beating(job_id, attempt):
            state, error = _outcome(Progress(job_id, attempt, listener))
        return _settle(job_id, attempt, state, error)
    except TakenOver:
        return "running"


def _outcome(progress: Progress) -> tuple[str, str]:
    """Do the work of a job; return how it ended, `broken` where that was not meant."""
    job = session().get_one(Job, progress.job_id)
    kind, payload, actor_id = job.kind, dict(job.payload), job.actor_id
    outcome = "done", ""
    try:
        _handlers.get(kind, _unknown)(payload, actor_id, progress)
    except TakenOver:
        raise
    except Cancelled:
        outcome = "cancelled", ""
    except errors.Busy as error:
        outcome = "broken", _why(error)
    except errors.EngageError as error:
        outcome = "failed", error.message or error.code
    except Exception as error:  # noqa: BLE001 - whatever it was, the row must say so
        outcome = "broken", _why(error)
    return outcome


def _unknown(
    _payload: Mapping[str, Any], _actor_id: int | None, _progress: Progress
) -> None:
    raise errors.EngageError(str(UNKNOWN))


def _claim(job_id: int) -> int | None:
    """Take a job for this process; return the number of the attempt, or None."""
    quiet = clock.now() - STALE_AFTER
    with transaction() as current:
        job = current.get(Job, job_id, with_for_update=True)
        if job is None or job.is_over:
            return None
        if job.state == "running" and job.heartbeat_at >= quiet:
            return None
        if job.attempts >= MOST_ATTEMPTS:
            end_job(job, "failed", job.error or str(LOST))
            return None
        job.state, job.heartbeat_at = "running", clock.now()
        job.attempts += 1
        return job.attempts


def _own(current: Session, job_id: int, attempt: int) -> Job:
    job = current.get_one(Job, job_id, with_for_update=True)
    if job.attempts != attempt or job.is_over:
        raise TakenOver
    return job


def _settle(job_id: int, attempt: int, state: str, error: str) -> str:
    """Note how a job ended; one that broke is queued again, three times in all."""
    if state == "broken":
        log.error("job", job_id=job_id, attempt=attempt, why=error)
        state = "failed" if attempt >= MOST_ATTEMPTS else "queued"
    with transaction() as current:
        job = _own(current, job_id, attempt)
        if state == "queued":
            job.state, job.error = state, error
        else:
            end_job(job, state, error)
        if state == "done":
            job.progress = 1.0
    return state


def _why(error: Exception) -> str:
    """Name the fault and its place: messages of errors may quote people (rule 33)."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [at for at in frames if "site-packages" not in at.filename]
    places = [f" in {Path(at.filename).name}, line {at.lineno}" for at in ours]
    return type(error).__name__ + "".join(places[-1:])


@contextmanager
def _beating(job_id: int, attempt: int) -> Iterator[None]:
    """Keep a job's heartbeat going while one long step runs."""
    engine = session().get_bind().engine
    is_over = threading.Event()

    def beat() -> None:
        while not is_over.wait(BEAT_SECONDS):
            with suppress(errors.EngageError, SQLAlchemyError):
                _beat(engine, job_id, attempt)

    thread = threading.Thread(target=beat, name=f"heartbeat-{job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _beat(engine: Engine, job_id: int, attempt: int) -> None:
    alive = update(Job).where(
        Job.id == job_id, Job.attempts == attempt, Job.state == "running"
    )
    with Session(engine) as own, transaction(own) as current:
        current.execute(alive.values(heartbeat_at=clock.now()))
