"""Add many rows at once, as fast as each database takes them.

A driver that sends row by row spends its time in Python. PostgreSQL takes a whole
portion as one JSON text instead; SQLite is quick row by row, and its statement is
written once: reading it anew costs more than running it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import JSON, Insert, Table, insert, text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import ScalarElementColumnDefault as Usual

AT_ONCE = 2000
# A few rows are not worth the detour.
FEW = 20


def insert_rows(
    current: Session, table: Table, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Add rows to a table; all of them name the same columns."""
    if not rows:
        return
    connection = current.connection()
    if connection.dialect.name == "sqlite":
        current.flush()
        add = _plain_insert(table, tuple(rows[0]), connection.dialect)
        connection.exec_driver_sql(add.statement, add.values_of(rows))
        return
    if len(rows) <= FEW:
        connection.execute(_insert(table), list(rows))
        return
    current.flush()
    usual = _defaults(table, rows[0])
    names = [*rows[0], *usual]
    writers = {name: _writer(table, name, connection.dialect) for name in names}
    statement = _statement(table, names)
    for start in range(0, len(rows), AT_ONCE):
        portion = [
            {name: writers[name](value) for name, value in {**row, **usual}.items()}
            for row in rows[start : start + AT_ONCE]
        ]
        written = json.dumps(portion, ensure_ascii=False, default=str)
        connection.execute(statement, {"rows": written})


@dataclass(frozen=True)
class _PlainInsert:
    """A statement for rows of the same columns, and how their values are written."""

    statement: str
    writers: Mapping[str, Callable[[Any], Any]]
    usual: tuple[Any, ...]

    def values_of(self, rows: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
        """Return the values of the rows in the order of the columns."""
        writers = self.writers.items()
        return [
            (*(write(row[name]) for name, write in writers), *self.usual)
            for row in rows
        ]


@cache
def _plain_insert(
    table: Table, names: tuple[str, ...], dialect: Dialect
) -> _PlainInsert:
    """Return the statement for SQLite; every name in it is one of the table's own."""
    writers = {
        name: table.c[name].type.bind_processor(dialect) or _as_it_is for name in names
    }
    usual = {
        name: (table.c[name].type.bind_processor(dialect) or _as_it_is)(value)
        for name, value in _defaults(table, dict.fromkeys(names)).items()
    }
    columns = [f'"{table.c[name].name}"' for name in (*writers, *usual)]
    marks = ", ".join("?" * len(columns))
    statement = f'INSERT INTO "{table.name}" ({", ".join(columns)}) VALUES ({marks})'  # noqa: S608
    return _PlainInsert(statement, writers, tuple(usual.values()))


@cache
def _insert(table: Table) -> Insert:
    """Return the plain statement: building one costs more than running it."""
    return insert(table)


def _statement(table: Table, names: Sequence[str]) -> Any:
    """Return the statement; every name in it is a name of the table's own."""
    columns = ", ".join(f'"{table.c[name].name}"' for name in names)
    return text(
        f'INSERT INTO "{table.name}" ({columns}) SELECT {columns} '  # noqa: S608
        f'FROM json_populate_recordset(NULL::"{table.name}", CAST(:rows AS json))'
    )


def _defaults(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stands in the columns that the rows leave to the model."""
    return {
        column.key: column.default.arg
        for column in table.c
        if column.key not in row and isinstance(column.default, Usual)
    }


def _writer(table: Table, name: str, dialect: Dialect) -> Callable[[Any], Any]:
    """Return how a value of a column is written into the JSON text."""
    kind = table.c[name].type
    if isinstance(kind, JSON):
        return _as_it_is
    return kind.bind_processor(dialect) or _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
