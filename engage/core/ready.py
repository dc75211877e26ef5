"""Statements that many visits need, made ready once.

The library weighs a statement anew each time it runs: on SQLite that costs several
times what the answer takes. Here its text and how values are written and read are
worked out once; other databases are asked as usual.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Delete, Engine, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from engage.core.bulk import FaultsOf, driver
from engage.core.db import connection_of, db, session

Row = tuple[Any, ...]
Convert = Callable[[Any], Any]


class Ready:
    """A statement that never changes; its parameters are given by name."""

    def __init__(self, statement: Select[*tuple[Any, ...]] | Delete) -> None:
        self._statement = statement
        self._plain: _Plain | None = None

    def rows(self, current: Session | None = None, **values: Any) -> list[Row]:
        """Run it and return all rows it finds: in a transaction, or by itself.

        It is part of the transaction of the session that is given, or else of the one
        at hand if some is under way. A session that only reads one thing costs more
        than the reading, so on SQLite none is opened for it.
        """
        if current is None and not _is_under_way():
            engine = db.engine
            if engine.dialect.name == "sqlite":
                return self._apart(engine, values)
        connection = connection_of(current or session())
        if connection.dialect.name != "sqlite":
            found = connection.execute(self._statement, values)
            return [tuple(row) for row in found] if found.returns_rows else []
        return self._run(driver(connection), connection.dialect, values)

    def row(self, current: Session | None = None, **values: Any) -> Row | None:
        """Run it, and return the first row it finds, or None."""
        rows = self.rows(current, **values)
        return rows[0] if rows else None

    def _apart(self, engine: Engine, values: Mapping[str, Any]) -> list[Row]:
        with FaultsOf(engine.dialect, ""):
            borrowed = engine.raw_connection()
        try:
            return self._run(borrowed.driver_connection, engine.dialect, values)
        finally:
            borrowed.close()

    def _run(
        self, connection: Any, dialect: Dialect, values: Mapping[str, Any]
    ) -> list[Row]:
        if self._plain is None:
            self._plain = _Plain(self._statement, dialect)
        plain = self._plain
        with FaultsOf(dialect, plain.text):
            cursor = connection.execute(plain.text, plain.written(values))
            return plain.read(cursor.fetchall())


def _is_under_way() -> bool:
    return bool(db.session.registry.has()) and session().in_transaction()


class _Plain:
    """The text of a statement for SQLite, and how its values are written and read."""

    def __init__(
        self, statement: Select[*tuple[Any, ...]] | Delete, dialect: Dialect
    ) -> None:
        compiled = statement.compile(dialect=dialect)
        self.text = str(compiled)
        self._usual = compiled.params
        self._writers = [
            (name, _impl(compiled.binds[name], dialect).bind_processor(dialect))
            for name in compiled.positiontup or ()
        ]
        columns = statement.selected_columns if isinstance(statement, Select) else ()
        readers = [
            _impl(column, dialect).result_processor(dialect, None) for column in columns
        ]
        self._readers: list[tuple[int, Convert]] = [
            (place, read) for place, read in enumerate(readers) if read
        ]

    def written(self, values: Mapping[str, Any]) -> list[Any]:
        """Return the values in the order of their marks."""
        given = {**self._usual, **values}
        return [
            write(given[name]) if write else given[name]
            for name, write in self._writers
        ]

    def read(self, rows: list[Row]) -> list[Row]:
        """Return rows with values of the types that the columns have."""
        if not self._readers:
            return rows
        return [self._read(row) for row in rows]

    def _read(self, row: Row) -> Row:
        values = list(row)
        for place, read in self._readers:
            values[place] = read(values[place])
        return tuple(values)


def _impl(element: ColumnElement[Any], dialect: Dialect) -> TypeEngine[Any]:
    """Return the type of a column or a parameter as the database has it."""
    return element.type.dialect_impl(dialect)
