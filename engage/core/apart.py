"""Make many rows ready apart, so that other writers wait only while they are put in.

SQLite has one writer at a time. Rows that are made within a transaction keep everybody
waiting for as long as making them takes; made in tables of a connection's own they
keep nobody waiting, and are then copied in one go. PostgreSQL lets others write
meanwhile: there they are made in the transaction itself.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Table
from sqlalchemy.orm import Session

from engage.core.db import connection_of, db, session

# In kB: copying into indexes larger than the usual 2 MB takes half as long again.
CACHE = 64 * 1024
Known = Mapping[str, Any]
Make = Callable[[Session, Known], None]


@dataclass(frozen=True)
class Apart:
    """Rows to be put in their place within a transaction of `session`.

    `put` takes the values of columns that are known only then, by name.
    """

    session: Session
    put: Callable[[Known], None]


@contextmanager
def made_apart(tables: Sequence[Table], make: Make) -> Iterator[Apart]:
    """Give the rows that `make` adds to some tables, those they lean on first.

    The ids and the known values that `make` sees may be others than those put in.
    """
    if db.engine.dialect.name != "sqlite":
        current = session()
        yield Apart(current, lambda known: make(current, known))
        return
    with db.engine.connect() as connection:
        try:
            _prepare(connection, tables)
            with Session(connection, expire_on_commit=False) as own:
                with own.begin():
                    make(own, {})
                yield Apart(own, lambda known: _put(own, tables, known))
        finally:
            # Nobody else gets it: it is closed, and its own tables go with it.
            connection.invalidate()
            # What was read before is read afresh, as after every transaction.
            session().rollback()


def _prepare(connection: Connection, tables: Sequence[Table]) -> None:
    """Make empty tables of the same names, which come before the real ones."""
    connection.exec_driver_sql(f"PRAGMA main.cache_size = -{CACHE}")
    for table in tables:
        columns = ", ".join(
            f'"{column.name}"' + (" INTEGER PRIMARY KEY" if _is_id(column) else "")
            for column in table.columns
        )
        connection.exec_driver_sql(f'CREATE TEMP TABLE "{table.name}" ({columns})')
    connection.commit()


def _put(own: Session, tables: Sequence[Table], known: Known) -> None:
    """Copy the rows; every name in the statements is one of the tables' own."""
    connection = connection_of(own)
    newest = {
        table.name: connection.exec_driver_sql(
            f'SELECT coalesce(max(id), 0) FROM main."{table.name}"'  # noqa: S608
        ).scalar_one()
        for table in tables
        if "id" in table.columns
    }
    for table in tables:
        values = {name: known[name] for name in table.columns.keys() & known.keys()}
        targets = ", ".join(f'"{column.name}"' for column in table.columns)
        sources = ", ".join(_source(item, newest, values) for item in table.columns)
        connection.exec_driver_sql(
            f'INSERT INTO main."{table.name}" ({targets}) '  # noqa: S608
            f'SELECT {sources} FROM temp."{table.name}" ORDER BY rowid',
            values,
        )


def _source(column: Column[Any], newest: Mapping[str, int], values: Known) -> str:
    """Return what is copied into a column; ids go on from the newest in place."""
    if column.name in values:
        return f":{column.name}"
    if _is_id(column):
        return f'"{column.name}" + {newest[column.table.name]}'
    for key in column.foreign_keys:
        table, _dot, name = key.target_fullname.partition(".")
        if table in newest and name == "id":
            return f'"{column.name}" + {newest[table]}'
    return f'"{column.name}"'


def _is_id(column: Column[Any]) -> bool:
    return column.primary_key and column.name == "id"
