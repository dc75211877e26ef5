"""The audit log: append-only, each entry chained to the one before (rule 33)."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Any, cast

from sqlalchemy import JSON, String, Table, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engage.core import clock
from engage.core.actors import Actor
from engage.core.bulk import insert_row
from engage.core.db import Base, connection_of, session
from engage.core.ready import Ready

START = "0" * 64
ADVISORY_LOCK = 0x656E67616765


class AuditEntry(Base):
    """Who did what to which thing, and how it ended.

    It is read by its order alone: an index more would be written at every act.
    """

    __tablename__ = "audit_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(String(40))
    actor_kind: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(80))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(60))
    detail: Mapped[dict[str, object]] = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


_TABLE = cast("Table", AuditEntry.__table__)
# Built once: each act of writing needs it.
_NEWEST = Ready(select(_TABLE.c.hash).order_by(AuditEntry.id.desc()).limit(1))
_LOCK = text("SELECT pg_advisory_xact_lock(:n)").bindparams(n=ADVISORY_LOCK)
HASHED = (
    "previous",
    "at",
    "actor_kind",
    "actor_id",
    "action",
    "subject_kind",
    "subject_id",
    "detail",
)


def record(
    current: Session, action: str, *, by: Actor, subject: tuple[str, object] = ("", "")
) -> None:
    """Add one entry inside the caller's transaction.

    Acts of anonymous people keep the day only, and no subject (rule 16).
    """
    record_detailed(current, action, by=by, subject=subject, detail={})


def record_detailed(
    current: Session,
    action: str,
    *,
    by: Actor,
    subject: tuple[str, object] = ("", ""),
    detail: dict[str, object],
) -> None:
    """Add one entry with facts; never answers, codes, tokens or passwords."""
    is_anonymous = by.kind == "anonymous"
    moment = clock.now()
    if is_anonymous:
        moment = datetime.combine(moment.date(), time(), tzinfo=moment.tzinfo)
    connection = connection_of(current)
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK)
    current.flush()
    (previous,) = _NEWEST.row(current) or (START,)
    entry: dict[str, Any] = {
        "at": moment.isoformat(),
        "actor_kind": by.kind,
        "actor_id": by.user_id,
        "action": action,
        "subject_kind": subject[0],
        "subject_id": "" if is_anonymous else str(subject[1]),
        "detail": {} if is_anonymous else detail,
        "previous": previous,
    }
    insert_row(current, _TABLE, entry | {"hash": _hash_of(entry)})


def entry_hash(entry: AuditEntry) -> str:
    """Return the SHA-256 over an entry's facts and the hash of the one before."""
    return _hash_of({name: getattr(entry, name) for name in HASHED})


def _hash_of(entry: Mapping[str, Any]) -> str:
    facts = [entry[name] for name in HASHED]
    written = json.dumps(facts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def find_broken_entries() -> Iterator[int]:
    """Yield the ids of entries that do not follow from the one before."""
    previous = START
    entries = session().scalars(
        select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=500)
    )
    for entry in entries:
        if entry.previous != previous or entry.hash != entry_hash(entry):
            yield entry.id
        previous = entry.hash


def count_entries() -> int:
    """Return how many entries there are."""
    return session().scalar(select(func.count()).select_from(AuditEntry)) or 0
