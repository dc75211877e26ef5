"""The schema in the database and the one the code was written for."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from engage.core.config import PACKAGE
from engage.core.db import Base, db, session, writers_turn
from engage.core.search import is_of_index


def head_revision() -> str | None:
    """Return the revision the code was written for."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def known_revisions() -> frozenset[str]:
    """Return all revisions this version of the code can bring to its own."""
    scripts = ScriptDirectory.from_config(_config())
    return frozenset(script.revision for script in scripts.walk_revisions())


def current_revision() -> str | None:
    """Return the revision the database is at, None where it is empty."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade_database(target: str = "head") -> None:
    """Bring the database to a revision, all of it or nothing."""
    _migrate(command.upgrade, target)


def downgrade_database(target: str) -> None:
    """Take the database back to an earlier revision, all of it or nothing."""
    _migrate(command.downgrade, target)


def write_migration(message: str, revision: str | None = None) -> None:
    """Write a migration from the database's schema to the code's, for a developer."""

    def write(config: Config, _target: str) -> None:
        command.revision(config, message, autogenerate=True, rev_id=revision)

    _migrate(write, "head")


def missing_from_database() -> list[str]:
    """Return what the code's schema has and the database lacks, or the reverse."""
    with db.engine.connect() as connection:
        options = {"compare_type": True, "include_name": is_of_tables}
        context = MigrationContext.configure(connection, opts=options)
        return [repr(item) for item in compare_metadata(context, Base.metadata)]


def is_of_tables(name: str | None, kind: str, _parents: object) -> bool:
    """Return whether a thing in the database belongs to the tables of the code.

    What the full-text index is made of comes and goes with its table.
    """
    return not is_of_index(name, kind)


def _migrate(step: Callable[[Config, str], None], target: str) -> None:
    session().rollback()
    with writers_turn(), _migrating_connection() as connection:
        config = _config()
        config.attributes["connection"] = connection
        step(config, target)
        connection.commit()


def _config() -> Config:
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
