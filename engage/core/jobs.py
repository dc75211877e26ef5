"""Background work. The row in our database is the truth; the queue only wakes workers.

A queue delivers at most once: a killed worker loses its message. So each job's row
keeps its state, heartbeat and attempts, and rows that went quiet are queued again at
the start of a worker and every minute (rule 26).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Float, String, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from engage.core import clock, errors
from engage.core.actors import Actor
from engage.core.db import Base, session, transaction
from engage.core.tokens import new_public_id

STALE_AFTER = timedelta(seconds=90)
MOST_ATTEMPTS = 3


class Job(Base):
    """One piece of background work and how far it is."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(
        String(20), unique=True, default=new_public_id
    )
    kind: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    actor_id: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(12), default="queued", index=True)
    progress: Mapped[float] = mapped_column(Float, default=0.0)
    detail: Mapped[str] = mapped_column(String(200), default="")
    error: Mapped[str] = mapped_column(String(500), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    is_cancel_requested: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    heartbeat_at: Mapped[datetime]

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {"done", "failed", "cancelled"}


class Cancelled(Exception):  # noqa: N818 - not an error: somebody asked for it
    """Raised inside a job whose end was asked for."""


@dataclass
class Progress:
    """What a running job uses to say how far it is."""

    job_id: int
    listener: Callable[[float, str], None] | None = None

    def __call__(self, share: float, detail: str) -> None:
        """Note the progress (0 to 1) and what is being done.

        Raises:
            Cancelled: Somebody asked for the end of this job.
        """
        with transaction() as current:
            job = current.get_one(Job, self.job_id)
            job.progress, job.detail = share, detail
            job.heartbeat_at = clock.now()
            is_cancelled = job.is_cancel_requested
        if self.listener is not None:
            self.listener(share, detail)
        if is_cancelled:
            raise Cancelled


Handler = Callable[[Mapping[str, Any], int | None, Progress], None]
_handlers: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register a door for one kind of job: it gets payload, actor id and progress."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def add_job(current: Session, kind: str, payload: dict[str, Any], *, by: Actor) -> Job:
    """Add a job inside the caller's transaction; `wake_worker` after the commit."""
    moment = clock.now()
    job = Job(
        kind=kind,
        payload=payload,
        actor_id=by.user_id,
        created_at=moment,
        heartbeat_at=moment,
    )
    current.add(job)
    current.flush()
    return job


def get_job(public_id: str) -> Job:
    """Return a job by its public id.

    Raises:
        NotFound: There is no such job.
    """
    job = session().scalar(select(Job).where(Job.public_id == public_id))
    if job is None:
        raise errors.NotFound
    return job


def cancel_job(job: Job) -> None:
    """Ask a job to end at its next step; one that has not begun ends now."""
    with transaction() as current:
        fresh = current.get_one(Job, job.id)
        fresh.is_cancel_requested = True
        if fresh.state == "queued":
            fresh.state = "cancelled"


def run_job(job_id: int, listener: Callable[[float, str], None] | None = None) -> str:
    """Run one job now if it is waiting or was left behind; return its state."""
    if not _claim(job_id):
        return session().scalar(select(Job.state).where(Job.id == job_id)) or "gone"
    job = session().get_one(Job, job_id)
    kind, payload, actor_id = job.kind, dict(job.payload), job.actor_id
    try:
        _handlers[kind](payload, actor_id, Progress(job_id, listener))
    except Cancelled:
        return _finish(job_id, "cancelled")
    except errors.EngageError as error:
        return _finish(job_id, "failed", error.message or error.code)
    except Exception as error:
        _retry_or_fail(job_id, error)
        raise
    return _finish(job_id, "done")


def stale_jobs() -> list[int]:
    """Return the ids of jobs that wait for a worker or lost theirs."""
    quiet = clock.now() - STALE_AFTER
    return list(
        session().scalars(
            select(Job.id)
            .where(
                or_(
                    Job.state == "queued",
                    (Job.state == "running") & (Job.heartbeat_at < quiet),
                )
            )
            .order_by(Job.id)
        )
    )


def _claim(job_id: int) -> bool:
    """Take a job for this process, if nobody else has it."""
    quiet = clock.now() - STALE_AFTER
    with transaction() as current:
        job = current.get(Job, job_id)
        if job is None or job.is_over:
            return False
        if job.state == "running" and job.heartbeat_at >= quiet:
            return False
        if job.attempts >= MOST_ATTEMPTS:
            job.state = "failed"
            job.error = job.error or "The worker ended three times during this job."
            return False
        taken = current.execute(
            update(Job)
            .where(Job.id == job_id, Job.attempts == job.attempts)
            .values(
                state="running", attempts=job.attempts + 1, heartbeat_at=clock.now()
            )
        )
        return bool(taken.rowcount)  # type: ignore[attr-defined]


def _finish(job_id: int, state: str, error: str = "") -> str:
    with transaction() as current:
        job = current.get_one(Job, job_id)
        job.state, job.error = state, error[:500]
        job.heartbeat_at = clock.now()
        if state == "done":
            job.progress = 1.0
    return state


def _retry_or_fail(job_id: int, error: Exception) -> None:
    with transaction() as current:
        job = current.get_one(Job, job_id)
        job.error = f"{type(error).__name__}: {error}"[:500]
        job.state = "failed" if job.attempts >= MOST_ATTEMPTS else "queued"
