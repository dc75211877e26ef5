"""Whether an installation is fit to serve."""

import os
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from engage.core import clock
from engage.core.config import SAMPLE_KEYS, SHORTEST_KEY, Settings
from engage.core.db import session, transaction
from engage.core.errors import Busy, Misconfigured
from engage.core.jobs import Job
from engage.core.mail import count_failed_letters
from engage.operations.ledger import ledger_places
from engage.operations.schema import require_revision

LEAST_FREE = 1024**3
# A worker looks for waiting jobs every minute.
MOST_WAITING = timedelta(minutes=3)


def problems() -> list[str]:
    """Return what keeps this installation from serving, in plain sentences."""
    try:
        require_revision()
        _try_writing()
    except Misconfigured as error:
        session().rollback()
        return [error.message]
    except (Busy, SQLAlchemyError):
        session().rollback()
        return ["The database cannot be written: it is busy, full, read-only or away."]
    return []


def environment_problems() -> list[str]:
    """Return what else keeps it from working: its folder and its queue."""
    found = []
    if not _is_writable(_settings().data_dir):
        found.append("The data folder cannot be written.")
    if queue_length() is None:
        found.append("The queue does not answer: background work waits.")
    return found


def warnings() -> list[str]:
    """Return what an operator should look at soon, in plain sentences."""
    settings = _settings()
    return [
        *_space_warnings(settings.data_dir),
        *_key_warnings(settings.secret_key),
        *_mail_warnings(settings.mail_url),
        *_letter_warnings(settings),
        *_ledger_warnings(settings.data_dir),
        *_worker_warnings(),
    ]


def queue_length() -> int | None:
    """Return how many messages wait for a worker, None where the queue is away."""
    try:
        return int(current_app.extensions["engage.queue"].pending_count())
    except Exception:  # noqa: BLE001 - each kind of queue fails in its own way
        return None


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _try_writing() -> None:
    """Take the writers' turn and touch a row's page without changing anything."""
    with transaction() as current:
        current.execute(text("UPDATE alembic_version SET version_num = version_num"))


def _is_writable(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
    except OSError:
        return False
    return True


def _space_warnings(data_dir: Path) -> list[str]:
    free = shutil.disk_usage(data_dir).free
    if free >= LEAST_FREE:
        return []
    return [f"Only {free // 1024**2} MB are free where the data folder is."]


def _key_warnings(key: str) -> list[str]:
    is_weak = len(key) < SHORTEST_KEY or key.lower() in SAMPLE_KEYS
    if is_weak or len(set(key)) < 8:
        return ["The secret key is weak: production would refuse it."]
    return []


def _mail_warnings(mail_url: str) -> list[str]:
    if not mail_url:
        return ["No mail is sent: ENGAGE_MAIL_URL is not set."]
    if mail_url.startswith("file://"):
        folder = Path(mail_url.removeprefix("file://"))
        nearest = next(path for path in (folder, *folder.parents) if path.exists())
        is_fit = os.access(nearest, os.W_OK)
        return [] if is_fit else ["The folder of ENGAGE_MAIL_URL cannot be written."]
    return []


def _letter_warnings(settings: Settings) -> list[str]:
    found = []
    if settings.sends_mail and not settings.postal_address:
        found.append("Nobody can subscribe: ENGAGE_POSTAL_ADDRESS is not set.")
    try:
        lost = count_failed_letters()
    except SQLAlchemyError:
        session().rollback()
        return found
    if lost:
        found.append(f"Letters that could not be sent in the last 60 days: {lost}.")
    return found


def _ledger_warnings(data_dir: Path) -> list[str]:
    beside, inside = ledger_places(data_dir)
    fits = os.access(beside if beside.exists() else beside.parent, os.W_OK)
    if fits and not beside.is_dir() and not inside.exists():
        return []
    return [f"Withdrawals are noted in {inside}: copy it to where the backups are."]


def _worker_warnings() -> list[str]:
    """Say whether jobs wait that a worker would have begun."""
    before = clock.now() - MOST_WAITING
    quiet = (Job.state.in_(("queued", "running"))) & (Job.heartbeat_at < before)
    try:
        waiting = session().scalar(select(func.count()).select_from(Job).where(quiet))
    except SQLAlchemyError:
        session().rollback()
        return []
    if not waiting:
        return []
    return [f"Jobs that wait for a worker: {waiting}. Run: engage worker"]
