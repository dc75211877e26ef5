"""SQLite as it is set, and its writers in a queue (rule 25)."""

import fcntl
import multiprocessing
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from engage.core.db import engine_options, prepare_engine, transaction
from engage.core.errors import Busy

WRITERS, WRITES = 3, 40


def engine_at(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", **engine_options("sqlite://"))
    prepare_engine(engine)
    return engine


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database with one table."""
    path = tmp_path / "engage.sqlite"
    engine = engine_at(path)
    with Session(engine) as one, transaction(one):
        one.execute(text("CREATE TABLE word (id INTEGER PRIMARY KEY, said TEXT)"))
    engine.dispose()
    return path


def write(path: Path, said: str) -> None:
    """Write once, and close: the last connection to close checkpoints."""
    engine = engine_at(path)
    with Session(engine) as one, transaction(one):
        one.execute(text("INSERT INTO word (said) VALUES (:said)"), {"said": said})
    engine.dispose()


def write_often(path: Path, name: int) -> None:
    for number in range(WRITES):
        write(path, f"{name}-{number}")


def words(path: Path) -> list[str]:
    with sqlite3.connect(path) as plain:
        return [said for (said,) in plain.execute("SELECT said FROM word")]


def test_rule_25_each_connection_is_set_for_durable_writes(path: Path) -> None:
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
        "secure_delete": 1,
    }
    engine = engine_at(path)
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in expected
        }
    engine.dispose()
    assert found == expected


def test_rule_25_a_write_has_its_lock_before_it_reads(path: Path) -> None:
    engine = engine_at(path)
    other = sqlite3.connect(path, timeout=0)
    refused = pytest.raises(sqlite3.OperationalError, match="locked")
    with Session(engine) as one, transaction(one), refused:
        other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()
    engine.dispose()


def test_rule_25_a_writer_waits_for_one_of_another_process(path: Path) -> None:
    with Path(f"{path}.lock").open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        waiting = threading.Thread(target=write, args=(path, "later"))
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
        assert words(path) == []
        fcntl.flock(held, fcntl.LOCK_UN)
    waiting.join(10)
    assert words(path) == ["later"]


def test_rule_25_writers_and_checkpoints_of_many_processes_lose_nothing(
    path: Path,
) -> None:
    context = multiprocessing.get_context("fork")
    started = [
        context.Process(target=write_often, args=(path, name))
        for name in range(WRITERS)
    ]
    for process in started:
        process.start()
    for process in started:
        process.join(60)
        assert process.exitcode == 0
    assert len(set(words(path))) == WRITERS * WRITES
    with sqlite3.connect(path) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_rule_27_a_database_that_is_full_says_busy_and_goes_on_later(
    path: Path,
) -> None:
    engine = engine_at(path)
    with Session(engine) as one:
        pages = one.execute(text("PRAGMA page_count")).scalar_one()
        one.execute(text(f"PRAGMA max_page_count = {pages + 1}"))
        with pytest.raises(Busy), transaction(one):
            one.execute(text("INSERT INTO word (said) VALUES (zeroblob(100000))"))
        one.execute(text("PRAGMA max_page_count = 1000"))
        with transaction(one):
            one.execute(text("INSERT INTO word (said) VALUES ('after')"))
    engine.dispose()
    assert words(path) == ["after"]


def test_rule_25_postgresql_waits_for_no_lock_for_ever() -> None:
    options = engine_options("postgresql+psycopg://host/engage")
    assert options["pool_pre_ping"] is True
    told = options["connect_args"]["options"]
    assert "statement_timeout=60000" in told
    assert "lock_timeout=10000" in told
