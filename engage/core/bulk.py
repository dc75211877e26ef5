"""Add many rows at once, as fast as each database takes them.

A driver that sends row by row spends its time in Python. PostgreSQL takes a whole
portion as one JSON text instead; SQLite is quick row by row.
"""

import json
from collections.abc import Callable, Mapping, Sequence
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
    connection = current.connection()
    if connection.dialect.name != "postgresql" or len(rows) <= FEW:
        if rows:
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
