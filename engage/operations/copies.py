"""Copies of the database: by its own backup call, checked, put in place (rule 29)."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import URL

from engage.core.db import db, session, writers_turn
from engage.core.errors import Conflict, EngageError, Invalid, Misconfigured

SQLITE_COPY = "database.sqlite"
POSTGRES_COPY = "database.dump"
# What is of no use in a copy, and personal: tries counted, staff who are signed in.
PASSING = ("throttle_count", "signed_in", "letter")
MOST_SECONDS = 3600


def is_sqlite() -> bool:
    """Return whether the database is a SQLite file."""
    return db.engine.url.get_backend_name() == "sqlite"


def copy_name() -> str:
    """Return the name of the database's copy inside a backup."""
    return SQLITE_COPY if is_sqlite() else POSTGRES_COPY


def copy_database(target: Path) -> None:
    """Copy the database as it is at one moment, while others go on writing.

    Raises:
        EngageError: It cannot be read whole.
        Misconfigured: A program that PostgreSQL needs for this is not installed.
    """
    session().rollback()
    if is_sqlite():
        _copy_sqlite(target)
    else:
        _dump(target)


def check_copy(copy: Path, revision: str) -> None:
    """Check a copy in full before anything is done with it.

    Raises:
        Invalid: It is damaged, or of another kind of database than ours.
    """
    if copy.name != copy_name():
        kind = "SQLite" if is_sqlite() else "PostgreSQL"
        told = f"This backup is of another database; this installation uses {kind}."
        raise Invalid(told)
    if is_sqlite():
        _check_sqlite(copy, revision)
    else:
        _run(_command("pg_restore", "--list", copy))


def place_copy(copy: Path, aside: Path) -> None:
    """Put a checked copy in the database's place, in one step; keep the old aside.

    Raises:
        Conflict: A server or worker has the database open.
    """
    session().close()
    db.engine.dispose()
    if is_sqlite():
        with writers_turn():
            _place_sqlite(copy, Path(db.engine.url.database or ""), aside)
    else:
        _dump(aside / POSTGRES_COPY)
        _load(copy)


def _copy_sqlite(target: Path) -> None:
    try:
        with db.engine.connect() as connection, closing(_opened(target)) as copy:
            source: Any = connection.connection.dbapi_connection
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            copy.execute("PRAGMA secure_delete=ON")
            for table in PASSING:
                copy.execute(f"DELETE FROM {table}")  # noqa: S608 - names of ours
            copy.execute("VACUUM")
            _require_sound(copy)
    except sqlite3.Error as error:
        told = f"The database cannot be copied: {type(error).__name__}."
        raise EngageError(told) from error


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def _check_sqlite(copy: Path, revision: str) -> None:
    try:
        with closing(_opened(copy)) as connection:
            _require_sound(connection)
            found = connection.execute("SELECT version_num FROM alembic_version")
            if found.fetchall() != [(revision,)]:
                raise Invalid("The copy is of another revision than its manifest says.")
    except sqlite3.Error as error:
        raise Invalid("The copy of the database is damaged.") from error


def _require_sound(connection: sqlite3.Connection) -> None:
    found = connection.execute("PRAGMA integrity_check").fetchall()
    if found != [("ok",)] or connection.execute("PRAGMA foreign_key_check").fetchone():
        raise Invalid("The copy of the database is damaged.")


def _place_sqlite(copy: Path, live: Path, aside: Path) -> None:
    """Replace the file in one step: at no moment is there no database."""
    staged = live.with_name(f"{live.name}.restoring")
    shutil.move(copy, staged)
    try:
        _release(live)
        if live.exists():
            shutil.copy2(live, aside / live.name)
        # Only a damaged database still has these: they belong to the old file alone.
        for ending in ("-wal", "-shm"):
            left = live.with_name(live.name + ending)
            if left.exists():
                shutil.move(left, aside / left.name)
        with staged.open("rb") as file:
            os.fsync(file.fileno())
        staged.replace(live)
    finally:
        staged.unlink(missing_ok=True)


def _release(live: Path) -> None:
    """Bring all that was written into the one file; make sure nobody has it open."""
    if not live.exists():
        return
    try:
        with closing(_opened(live)) as connection:
            connection.execute("PRAGMA busy_timeout=2000")
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            told = (
                "The database is in use. "
                "Stop the server and the worker, then restore again."
            )
            raise Conflict(told) from error
    except sqlite3.DatabaseError:
        # It is damaged: that is why it is being restored.
        return


def _dump(target: Path) -> None:
    passing = [f"--exclude-table-data={table}" for table in PASSING]
    flags = ("-Fc", "--no-owner", "--no-privileges", *passing)
    _run_on_ours(_command("pg_dump", *flags, "-f", target))


def _load(copy: Path) -> None:
    """Replace all tables in one transaction: after a fault the old ones are there."""
    script = copy.with_suffix(".sql")
    flags: tuple[str, ...] = ("--no-owner", "--no-privileges")
    _run(_command("pg_restore", *flags, "-f", script, copy))
    empty = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;"
    flags = ("--single-transaction", "--quiet", "--no-psqlrc", "-v", "ON_ERROR_STOP=1")
    _run_on_ours(_command("psql", *flags, "-c", empty, "-f", script))


def _command(program: str, *arguments: str | Path) -> list[str]:
    return [_program(program), *map(str, arguments)]


def _run_on_ours(command: list[str]) -> None:
    """Run a program on our database; the password stays off its command line."""
    url = db.engine.url
    plain = URL.create(
        "postgresql",
        username=url.username,
        host=url.host,
        port=url.port,
        database=url.database,
        query=url.query,
    )
    password = {"PGPASSWORD": str(url.password)} if url.password else {}
    _run([*command, "--dbname", plain.render_as_string()], password)


def _run(command: list[str], more: dict[str, str] | None = None) -> None:
    """Run a program of PostgreSQL.

    Raises:
        EngageError: It failed.
    """
    environment = {**os.environ, "PGOPTIONS": "-c lock_timeout=30000", **(more or {})}
    done = subprocess.run(  # noqa: S603 - a program by its path, arguments of ours
        command, env=environment, capture_output=True, timeout=MOST_SECONDS, check=False
    )
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        name = Path(command[0]).name
        raise EngageError(f"{name} failed: {lines[0] if lines else 'no word why'}")


def _program(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    path = shutil.which(name) or (str(found[-1]) if found else None)
    if path is None:
        told = f"PostgreSQL's own program {name} is needed and is not installed."
        raise Misconfigured(told)
    return path
