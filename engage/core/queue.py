"""The queue that wakes workers: SQLite by default, Redis or PostgreSQL by setting."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import structlog
from huey import PostgresHuey, RedisHuey, SqliteHuey, crontab
from huey.api import Huey
from huey.registry import Message
from huey.serializer import Serializer

from engage.core.config import Settings
from engage.core.errors import Misconfigured
from engage.core.jobs import waiting_jobs
from engage.core.rounds import run_rounds
from engage.core.worker import run_job

MOMENTS = ("eta", "expires_resolved")

log = structlog.get_logger("engage.jobs")


class JsonSerializer(Serializer):  # type: ignore[misc]
    """Messages hold job ids in JSON: nothing from outside is unpickled (rule 14)."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps(list(data), default=_plain).encode()

    def _deserialize(self, data: bytes) -> Message:
        message = Message(*json.loads(data))
        moments = {name: _moment(getattr(message, name)) for name in MOMENTS}
        return message._replace(**moments)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def make_queue(settings: Settings) -> Huey:
    """Return the queue named by the settings.

    Raises:
        Misconfigured: It cannot be reached, or what it needs is not installed.
    """
    url = settings.queue_url.replace("postgresql+psycopg://", "postgresql://")
    kept = {"results": False, "serializer": JsonSerializer()}
    try:
        if url.startswith(("redis://", "rediss://")):
            return RedisHuey("engage", url=url, **kept)
        if url.startswith("postgresql://"):
            return PostgresHuey("engage", dsn=url, **kept)
    except Exception as error:
        told = f"ENGAGE_QUEUE_URL cannot be used ({type(error).__name__})."
        raise Misconfigured(told) from error
    path = url.removeprefix("sqlite:///") or str(settings.data_dir / "queue.sqlite")
    try:
        return SqliteHuey("engage", filename=path, **kept)
    except sqlite3.Error as error:
        told = f"The queue {path} cannot be written: {error}."
        raise Misconfigured(told) from error


def serve_jobs(
    queue: Huey, context: Callable[[], AbstractContextManager[Any]]
) -> Callable[[int], None]:
    """Tell a queue what its workers do; return what wakes one for a job.

    `context` is what a job runs in: the application with its own database session.
    """

    @queue.task()  # type: ignore[untyped-decorator]
    def run_one(job_id: int) -> None:
        with context():
            run_job(job_id)

    def wake(job_id: int) -> None:
        try:
            run_one(job_id)
        except Exception as error:  # noqa: BLE001 - the row is there: a minute later
            log.warning("queue", kind=type(error).__name__, job_id=job_id)

    def take_up_again() -> None:
        with context():
            run_rounds()
            for job_id in waiting_jobs():
                wake(job_id)

    queue.on_startup(name="take_up_again")(take_up_again)
    queue.periodic_task(crontab(), expires=50)(take_up_again)
    return wake
