"""Background work. The row in our database is the truth; the queue only wakes workers.

A queue delivers at most once: a killed worker loses its message. So each job's row
keeps its state, attempts and a heartbeat, and rows that wait or went quiet are queued
again at the start of a worker and every minute (rule 26). A worker that lost its job
to another one notices at its next step, by the number of its attempt.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import JSON, Engine, Float, String, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from engage.core import clock, errors
from engage.core.actors import Actor
from engage.core.db import Base, after_commit, session, transaction
from engage.core.tokens import new_public_id

STALE_AFTER = timedelta(seconds=60)
OVER = ("done", "failed", "cancelled")


class Job(Base):
    """One piece of background work and how far it is.

    `actor_id` is None for work of the system itself. `key` is unique among jobs that
    are not over: there is at most one job of a key at a time. `detail` and `error` are
    English sentences that pages show in their own language.
    """

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(
        String(20), unique=True, default=new_public_id
    )
    kind: Mapped[str] = mapped_column(String(60))
    key: Mapped[str | None] = mapped_column(String(100), unique=True)
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
        return self.state in OVER


_wakers: WeakKeyDictionary[Engine, Callable[[int], None]] = WeakKeyDictionary()


def wake_with(engine: Engine, wake: Callable[[int], None]) -> None:
    """Say how the workers of a database are told of a new job."""
    _wakers[engine] = wake


def add_job(
    current: Session,
    kind: str,
    payload: dict[str, Any],
    *,
    by: Actor,
    key: str | None = None,
) -> Job:
    """Add a job inside the caller's transaction; a worker is woken after the commit.

    Where a job of the same key is not over yet, that one is returned.

    Raises:
        NotSignedIn: Nobody known asks for it.
    """
    if not (by.is_signed_in or by.is_system):
        raise errors.NotSignedIn
    moment = clock.now()
    job = Job(
        kind=kind,
        key=key,
        payload=payload,
        actor_id=by.user_id,
        created_at=moment,
        heartbeat_at=moment,
    )
    try:
        with current.begin_nested():
            current.add(job)
    except IntegrityError:
        return current.scalars(select(Job).where(Job.key == key)).one()
    wake = _wakers.get(current.get_bind().engine)
    if wake is not None:
        after_commit(current, lambda: wake(job.id))
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


def get_job_by_id(job_id: int) -> Job:
    """Return a job by its number inside the database."""
    return session().get_one(Job, job_id)


def find_job_by_key(key: str) -> Job | None:
    """Return the job of a key that is not over, or None."""
    return session().scalar(select(Job).where(Job.key == key))


def cancel_job(job: Job) -> None:
    """Ask a job to end at its next step; one that has not begun ends now."""
    with transaction() as current:
        fresh = current.get_one(Job, job.id)
        fresh.is_cancel_requested = True
        if fresh.state == "queued":
            end_job(fresh, "cancelled")


def waiting_jobs() -> list[int]:
    """Return the ids of jobs that wait for a worker or lost theirs, oldest first."""
    quiet = clock.now() - STALE_AFTER
    is_left = (Job.state == "running") & (Job.heartbeat_at < quiet)
    selected = select(Job.id).where(or_(Job.state == "queued", is_left))
    return list(session().scalars(selected.order_by(Job.id)))


def end_job(job: Job, state: str, error: str = "") -> None:
    """Note how a job ended; its key is free again."""
    job.state, job.error, job.key = state, error[:500], None
    job.heartbeat_at = clock.now()
