"""Add many rows at once, as fast as each database takes them.

A driver that sends row by row spends its time in Python and on the way. PostgreSQL
takes a stream of rows (COPY) instead; SQLite is quick row by row, and its statement is
written once: reading it anew costs more than running it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import JSON, Connection, Insert, Table, insert
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import ScalarElementColumnDefault as Usual

from engage.core.db import connection_of

# A few rows are not worth the detour.
FEW = 20


def insert_rows(
    current: Session, table: Table, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Add rows to a table; all of them name the same columns."""
    if not rows:
        return
    connection = connection_of(current)
    if connection.dialect.name == "sqlite":
        current.flush()
        add = _plain_insert(table, tuple(rows[0]), connection.dialect)
        values = add.values_of(rows)
        with FaultsOf(connection.dialect, add.statement):
            if len(rows) > FEW:
                driver(connection).executemany(add.statement, values)
            else:
                # At each step another thread of the process may take over: one is best.
                together = ", ".join([add.statement, *[add.marks] * (len(rows) - 1)])
                driver(connection).execute(together, [*chain.from_iterable(values)])
        return
    if len(rows) <= FEW:
        connection.execute(_insert(table), list(rows))
        return
    current.flush()
    _stream(connection, table, rows)


def insert_row(current: Session, table: Table, row: Mapping[str, Any]) -> int:
    """Add one row to a table, and return its id."""
    connection = connection_of(current)
    if connection.dialect.name != "sqlite":
        added = connection.execute(_insert(table), row).inserted_primary_key
        return int(added[0]) if added else 0
    current.flush()
    add = _plain_insert(table, tuple(row), connection.dialect)
    (values,) = add.values_of([row])
    with FaultsOf(connection.dialect, add.statement):
        return int(driver(connection).execute(add.statement, values).lastrowid)


@dataclass(frozen=True)
class _PlainInsert:
    """A statement for rows of the same columns, and how their values are written."""

    statement: str
    marks: str
    writers: Mapping[str, Callable[[Any], Any]]
    usual: tuple[Any, ...]

    def values_of(self, rows: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
        """Return the values of the rows in the order of the columns."""
        writers = self.writers.items()
        return [
            (*[write(row[name]) for name, write in writers], *self.usual)
            for row in rows
        ]


@cache
def _plain_insert(
    table: Table, names: tuple[str, ...], dialect: Dialect
) -> _PlainInsert:
    """Return the statement for SQLite; every name in it is one of the table's own."""
    usual = _defaults(table, dict.fromkeys(names))
    writers = {
        name: table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        or _as_it_is
        for name in (*names, *usual)
    }
    fixed = tuple(writers.pop(name)(value) for name, value in usual.items())
    columns = ", ".join(f'"{table.c[name].name}"' for name in (*writers, *usual))
    marks = f"({', '.join('?' * (len(writers) + len(usual)))})"
    statement = f'INSERT INTO "{table.name}" ({columns}) VALUES {marks}'  # noqa: S608
    return _PlainInsert(statement, marks, writers, fixed)


@cache
def _insert(table: Table) -> Insert:
    """Return the plain statement: building one costs more than running it."""
    return insert(table)


def _stream(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Send rows by COPY; every name in the statement is a name of the table's own."""
    usual = _defaults(table, rows[0])
    columns = ", ".join(f'"{table.c[name].name}"' for name in [*rows[0], *usual])
    statement = f'COPY "{table.name}" ({columns}) FROM STDIN'
    writers = [(name, _writer(table, name, connection.dialect)) for name in rows[0]]
    dialect = connection.dialect
    fixed = [_writer(table, name, dialect)(value) for name, value in usual.items()]
    with (
        FaultsOf(connection.dialect, statement),
        driver(connection).cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        for row in rows:
            copy.write_row([write(row[name]) for name, write in writers] + fixed)


def driver(connection: Connection) -> Any:
    """Return the driver's own connection: a ready statement needs no more."""
    return connection.connection.driver_connection


class FaultsOf:
    """Raises the driver's faults as those of any other statement."""

    def __init__(self, dialect: Dialect, statement: str) -> None:
        self._dialect, self._statement = dialect, statement

    def __enter__(self) -> None:
        """Begin to listen for faults."""

    def __exit__(self, _kind: object, error: BaseException | None, _at: object) -> None:
        """Translate a fault of the driver."""
        base = self._dialect.loaded_dbapi.Error
        if isinstance(error, base):
            raise DBAPIError.instance(
                self._statement, None, error, base, dialect=self._dialect
            ) from error


def _defaults(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stands in the columns that the rows leave to the model."""
    return {
        column.key: column.default.arg
        for column in table.c
        if column.key not in row and isinstance(column.default, Usual)
    }


def _writer(table: Table, name: str, dialect: Dialect) -> Callable[[Any], Any]:
    """Return how a value of a column is written."""
    kind = table.c[name].type
    if isinstance(kind, JSON):
        return json.dumps
    return kind.bind_processor(dialect) or _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
