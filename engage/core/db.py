"""The database: one base for all tables, one way to write.

Reads may happen anywhere in a query. Writes happen inside `transaction()`, which an
action opens. On SQLite all writers of all processes queue on one file lock: the
busy handler alone makes long tails, and SQLite before 3.51.3 has a fault when a
checkpoint meets a writer (rule 25).
"""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Engine, Index, MetaData, event, text
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.types import TypeDecorator

from engage.core.errors import Busy, Conflict

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


AFTER_COMMIT = "engage.after_commit"
WRITING_BY = "engage.writing_by"
LOCK_FLAGS = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC, with its zone on both databases: SQLite alone would drop it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Write the moment in UTC (rule 32)."""
        del dialect
        return None if value is None else value.astimezone(UTC)

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Read the moment with its zone."""
        del dialect
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """What every table is built on."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UtcDateTime},
    )


def index_of_some(name: str, column: str, *more: str, unique: bool = False) -> Index:
    """Return an index of the rows where a column that is mostly empty is filled.

    The others cost nothing: an entry for each would be written with every row.
    """
    filled = text(f"{column} IS NOT NULL")
    return Index(
        name,
        column,
        *more,
        unique=unique,
        sqlite_where=filled,
        postgresql_where=filled,
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


def session() -> Session:
    """Return the session of the request, command or job at hand."""
    return db.session()


@contextmanager
def transaction(current: Session | None = None) -> Iterator[Session]:
    """Write: all of it or nothing, with the audit entry inside.

    What was read before is read afresh; the commit is durable when this returns.

    Raises:
        Busy: The database is locked, full, read-only or away.
        Conflict: Somebody else changed the same row first, or it exists already.
    """
    current = current or session()
    current.rollback()
    current.expire_all()
    current.info.pop(AFTER_COMMIT, None)
    with writers_turn(current.get_bind().engine):
        try:
            writing = current.connection(execution_options={"engage_write": True})
            current.info[WRITING_BY] = writing
            yield current
            current.commit()
        except StaleDataError as error:
            current.rollback()
            raise Conflict from error
        except OperationalError as error:
            current.rollback()
            raise Busy from error
        except BaseException:
            current.rollback()
            raise
        finally:
            current.info.pop(WRITING_BY, None)
    for call in current.info.pop(AFTER_COMMIT, ()):
        call()


def connection_of(current: Session) -> Connection:
    """Return the connection of the transaction at hand; asking the session is slow.

    A savepoint begins only when the session itself is asked.
    """
    writing: Connection | None = current.info.get(WRITING_BY)
    if writing is None or current.in_nested_transaction():
        return current.connection()
    return writing


def after_commit(current: Session, call: Callable[[], None]) -> None:
    """Have something done once the caller's transaction is durable and over."""
    current.info.setdefault(AFTER_COMMIT, []).append(call)


def is_duplicate(error: IntegrityError, constraint: str) -> bool:
    """Return whether an integrity error is the named UNIQUE constraint.

    SQLite names the columns, PostgreSQL the constraint; `constraint` is the name by
    the convention, `uq_table_column`.
    """
    text = str(error.orig)
    if constraint in text:
        return True
    if "UNIQUE constraint failed:" not in text:
        return False
    columns = text.split("UNIQUE constraint failed:")[1].strip().split(", ")
    table = columns[0].split(".")[0]
    names = "_".join(column.split(".")[1] for column in columns)
    return constraint == f"uq_{table}_{names}"


class _WriterLock:
    """One lock for the writers of a process, and a file lock between processes.

    Reentrant within a thread, so that closing a connection (which may checkpoint)
    can happen inside a write.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.RLock()
        self._depth = 0
        self._file = -1

    @contextmanager
    def held(self) -> Iterator[None]:
        with self._threads:
            self._enter()
            try:
                yield
            finally:
                self._leave()

    def _enter(self) -> None:
        if self._depth == 0:
            try:
                self._file = os.open(self._path, LOCK_FLAGS, 0o666)
            except OSError as error:
                raise Busy from error
            fcntl.flock(self._file, fcntl.LOCK_EX)
        self._depth += 1

    def _leave(self) -> None:
        self._depth -= 1
        if self._depth == 0:
            os.close(self._file)  # which gives the lock back


_locks: dict[str, _WriterLock] = {}
_locks_guard = threading.Lock()


def _lock_of(database: str) -> _WriterLock:
    with _locks_guard:
        if database not in _locks:
            _locks[database] = _WriterLock(Path(database + ".lock"))
        return _locks[database]


@contextmanager
def writers_turn(engine: Engine | None = None) -> Iterator[None]:
    """Wait for this process's turn to write; PostgreSQL needs no turns."""
    url = (engine or db.engine).url
    if url.get_backend_name() != "sqlite" or not url.database:
        yield
        return
    with _lock_of(url.database).held():
        yield


def engine_options(database_url: str) -> dict[str, Any]:
    """Return what SQLAlchemy needs for this database; part of the app's settings."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        connect_args = {"timeout": 10, "factory": _QuietlyClosing}
        return {"connect_args": connect_args, "hide_parameters": True}
    options = "-c statement_timeout=60000 -c lock_timeout=10000 -c timezone=UTC"
    return {
        "connect_args": {"options": options},
        "pool_pre_ping": True,
        "hide_parameters": True,
    }


class _QuietlyClosing(sqlite3.Connection):
    """The last connection to close checkpoints: it does so in a writer's turn."""

    database = ""

    def close(self) -> None:
        if not self.database:
            super().close()
            return
        with _lock_of(self.database).held():
            super().close()


def prepare_engine(engine: Engine) -> None:
    """Set what every connection needs (rule 25); called once for an app's engine."""
    if engine.url.get_backend_name() != "sqlite":
        return
    database = engine.url.database or ""

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.database = database
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=10000",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        if connection.get_execution_options().get("engage_write"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            # A read waits for nothing: no error of it needs to be told.
            connection.connection.cursor().execute("BEGIN")
