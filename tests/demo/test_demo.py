"""`engage demo`: the whole loop, once; again it changes nothing and loses nothing."""

import hashlib
import sqlite3
import subprocess
from pathlib import Path

import pytest

from tests.demos import ENGAGE, copied_demo, demo_environment


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*ENGAGE, *arguments],
        env=demo_environment(folder),
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
    return copied_demo(tmp_path_factory)


def count(folder: Path, question: str) -> int:
    connection = sqlite3.connect(folder / "engage.sqlite")
    (number,) = connection.execute(question).fetchone()
    connection.close()
    return int(number)


def test_the_second_run_changes_nothing(loaded: Path) -> None:
    before = everything(loaded)
    again = run(loaded, "demo", "--no-serve")
    assert again.returncode == 0, again.stderr
    assert "odile@example.org" in again.stdout
    assert "Nothing is served now." in again.stdout
    assert "http://127.0.0.1:8000/en/reports/bowling-green" in again.stdout
    assert everything(loaded) == before


def test_nobody_has_decided_anything_in_the_last_hour(loaded: Path) -> None:
    decided = "SELECT count(*) FROM moderation_decision"
    assert count(loaded, decided) > 900
    recent = f"{decided} WHERE decided_at > datetime('now', '-1 hour')"
    cleared = "SELECT count(*) FROM quote_verdict"
    assert count(loaded, recent) == 0
    assert (
        count(loaded, f"{cleared} WHERE decided_at > datetime('now', '-1 hour')") == 0
    )


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
