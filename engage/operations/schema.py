"""The schema in the database and the one the code was written for.

A web process asks only which revision is here and which is wanted; the library that
migrates is loaded by what migrates.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from engage.core.config import PACKAGE
from engage.core.db import Base, db, session, writers_turn
from engage.core.errors import Misconfigured
from engage.core.search import is_of_index

if TYPE_CHECKING:
    from alembic.config import Config

VERSIONS = PACKAGE / "migrations" / "versions"
FACT = re.compile(r'^(revision|down_revision)\b[^=]*= "(\w+)"$', re.MULTILINE)


def head_revision() -> str | None:
    """Return the revision the code was written for: nothing follows on it."""
    followed = _revisions()
    heads = followed.keys() - set(followed.values())
    return max(heads, default=None)


def known_revisions() -> frozenset[str]:
    """Return all revisions this version of the code can bring to its own."""
    return frozenset(_revisions())


def current_revision() -> str | None:
    """Return the revision the database is at, None where it is empty."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        at: str | None = connection.scalar(
            text("SELECT version_num FROM alembic_version")
        )
        return at


def require_revision() -> None:
    """Refuse a database that is not at the code's revision (rule 29).

    Raises:
        Misconfigured: It is at another revision, empty, or cannot be read.
    """
    try:
        here, wanted = current_revision(), head_revision()
    except DBAPIError as error:
        told = "The database cannot be read: it is damaged, or away."
        raise Misconfigured(told) from error
    if here is None:
        raise Misconfigured("The database is empty. Run: engage init")
    if here != wanted:
        told = f"The database is at revision {here}, the code needs {wanted}."
        raise Misconfigured(told)


def upgrade_database(target: str = "head") -> None:
    """Bring the database to a revision, all of it or nothing."""
    from alembic.command import upgrade  # noqa: PLC0415 - only where it migrates

    _migrate(upgrade, target)


def downgrade_database(target: str) -> None:
    """Take the database back to an earlier revision, all of it or nothing."""
    from alembic.command import downgrade  # noqa: PLC0415 - only where it migrates

    _migrate(downgrade, target)


def write_migration(message: str, revision: str | None = None) -> None:
    """Write a migration from the database's schema to the code's, for a developer."""
    from alembic.command import revision as add  # noqa: PLC0415 - for developers

    def write(config: "Config", _target: str) -> None:
        add(config, message, autogenerate=True, rev_id=revision)

    _migrate(write, "head")


def missing_from_database() -> list[str]:
    """Return what the code's schema has and the database lacks, or the reverse."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 - for developers
    from alembic.migration import MigrationContext  # noqa: PLC0415

    with db.engine.connect() as connection:
        options = {"compare_type": True, "include_name": is_of_tables}
        context = MigrationContext.configure(connection, opts=options)
        return [repr(item) for item in compare_metadata(context, Base.metadata)]


def is_of_tables(name: str | None, kind: str, _parents: object) -> bool:
    """Return whether a thing in the database belongs to the tables of the code.

    What the full-text index is made of comes and goes with its table.
    """
    return not is_of_index(name, kind)


def _migrate(step: Callable[["Config", str], None], target: str) -> None:
    session().rollback()
    with writers_turn(), _migrating_connection() as connection:
        config = _config()
        config.attributes["connection"] = connection
        step(config, target)
        connection.commit()


@cache
def _revisions() -> dict[str, str | None]:
    """Return each revision of the code and the one it follows on."""
    found = {}
    for path in sorted(VERSIONS.glob("[0-9]*.py")):
        facts = dict(FACT.findall(path.read_text(encoding="utf-8")))
        found[facts["revision"]] = facts.get("down_revision")
    return found


def _config() -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - only where it migrates

    config = Config()
    config.set_main_option("script_location", str(PACKAGE / "migrations"))
    return config


@contextmanager
def _migrating_connection() -> Iterator[Connection]:
    """Give a connection that may rebuild tables others point to.

    SQLite rebuilds a table by dropping it, which foreign keys would forbid; they are
    checked again before the commit.
    """
    is_sqlite = db.engine.url.get_backend_name() == "sqlite"
    with db.engine.connect() as plain:
        connection = plain.execution_options(engage_write=True)
        raw = connection.connection.dbapi_connection
        if is_sqlite and raw is not None:
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            yield connection
        finally:
            if is_sqlite and raw is not None:
                raw.execute("PRAGMA foreign_keys=ON")
