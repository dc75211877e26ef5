"""`engage demo`: the whole loop, once; again it changes nothing and loses nothing."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ENGAGE = [sys.executable, "-m", "engage.commands.main"]


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "ENGAGE_ENV": "development",
        "ENGAGE_DATA_DIR": str(folder),
    }
    environment.pop("ENGAGE_DATABASE_URL", None)
    return subprocess.run(
        [*ENGAGE, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
    )


def everything(folder: Path) -> dict[str, str]:
    """Return a hash of every table and of every file of every edition."""
    connection = sqlite3.connect(folder / "engage.sqlite")
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    hashes = {}
    for (name,) in names.fetchall():
        rows = connection.execute(f'SELECT * FROM "{name}"').fetchall()
        hashes[name] = hashlib.sha256(
            repr(sorted(map(repr, rows))).encode()
        ).hexdigest()
    connection.close()
    for path in sorted((folder / "editions").rglob("*")):
        if path.is_file():
            hashes[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return hashes


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    done = run(folder, "demo", "--no-serve")
    assert done.returncode == 0, done.stderr
    assert "odile@example.org" in done.stdout
    return folder


def count(folder: Path, question: str) -> int:
    connection = sqlite3.connect(folder / "engage.sqlite")
    (number,) = connection.execute(question).fetchone()
    connection.close()
    return int(number)


def test_the_second_run_changes_nothing(loaded: Path) -> None:
    before = everything(loaded)
    again = run(loaded, "demo", "--no-serve")
    assert again.returncode == 0, again.stderr
    assert everything(loaded) == before


def test_the_real_conversation_is_there_with_its_moderation(loaded: Path) -> None:
    of_it = (
        "FROM contribution WHERE consultation_id = "
        "(SELECT id FROM consultation WHERE slug = 'bowling-green')"
    )
    assert count(loaded, f"SELECT count(*) {of_it} AND status = 'approved'") == 607
    assert count(loaded, f"SELECT count(*) {of_it} AND status = 'rejected'") == 289


def test_both_reports_are_published_and_hold(loaded: Path) -> None:
    assert count(loaded, "SELECT count(*) FROM report_edition") == 2
    for slug in ("bowling-green", "ssm-design-2026"):
        folder = loaded / "editions" / slug / "1"
        names = {path.name for path in folder.iterdir()}
        assert {"data.csv", "data.json", "data.sqlite", "manifest.json"} <= names
        verified = run(loaded, "report", "verify", str(folder))
        assert verified.returncode == 0, verified.stdout + verified.stderr


def test_every_published_theme_has_a_title_in_both_languages(loaded: Path) -> None:
    titles = (
        "SELECT count(*) FROM theme WHERE signed_off_at IS NOT NULL AND "
        "(json_extract(label, '$.en') = '' OR json_extract(label, '$.fr') = '')"
    )
    assert count(loaded, titles) == 0
    signed = "SELECT count(*) FROM theme WHERE signed_off_at IS NOT NULL"
    assert count(loaded, signed) >= 12


def test_a_queue_waits_for_luc(loaded: Path) -> None:
    waiting = (
        "SELECT count(*) FROM contribution WHERE status = 'pending' AND catchment_id = "
        "(SELECT id FROM catchment WHERE slug = 'northeast')"
    )
    assert count(loaded, waiting) >= 15


def test_the_audit_log_of_the_demo_is_whole(loaded: Path) -> None:
    assert run(loaded, "audit", "verify").returncode == 0
