"""How a command ends: 0 done, 1 refused, 2 usage, 3 the environment is not fit."""

from pathlib import Path

import pytest

from engage.commands.main import COMMANDS
from tests.commands.conftest import run

READERS = [
    ("audit", "verify"),
    ("backup", "{folder}/copy.tar.gz"),
    ("erase", "--receipt", "ABCD"),
    ("export", "responses", "--survey", "work", "-o", "{folder}/out.csv"),
    ("import", "list", "--survey", "work"),
    ("report", "publish", "--consultation", "work"),
    ("retention", "run"),
    ("serve",),
    ("themes", "find", "--consultation", "work"),
    ("token", "list", "amina@example.org"),
    ("user", "disable", "amina@example.org"),
    ("worker", "--once"),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation whose database was never made."""
    monkeypatch.setenv("ENGAGE_ENV", "test")
    monkeypatch.setenv("ENGAGE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("ENGAGE_DATABASE_URL", raising=False)
    return tmp_path


@pytest.mark.parametrize("words", READERS, ids=" ".join)
def test_rule_29_no_command_works_on_a_database_of_another_revision(
    folder: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*(word.format(folder=folder) for word in words)) == 3
    told = capsys.readouterr()
    assert told.err == "The database is empty. Run: engage init\n"
    assert told.out == ""


@pytest.mark.parametrize("content", [b"not a database at all", b""])
def test_a_database_that_cannot_be_read_is_told_in_one_sentence(
    folder: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "engage.sqlite").write_bytes(content)
    assert run("audit", "verify") == 3
    assert capsys.readouterr().err.count("\n") == 1


def test_rule_27_a_queue_that_cannot_be_written_is_told_in_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "data" / "queue.sqlite").mkdir(parents=True)
    assert run("doctor") == 3
    told = capsys.readouterr().err
    assert told.startswith("The queue ")
    assert told.count("\n") == 1


@pytest.mark.usefixtures("folder")
def test_a_database_that_is_away_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    address = "postgresql://engage@127.0.0.1:1/engage"
    monkeypatch.setenv("ENGAGE_DATABASE_URL", address)
    assert run("audit", "verify") == 3
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("words", [("limits",), ("routes",)], ids=" ".join)
def test_what_needs_no_tables_works_without(words: tuple[str, ...]) -> None:
    assert run(*words) == 0


def test_files_and_places_that_cannot_be_read_end_with_3(folder: Path) -> None:
    missing = folder / "missing"
    assert run("import", "responses", missing, "--survey", "work") == 3
    assert run("import", "consultation", folder) == 3
    assert run("import", "comments", missing, "--thread", "work") == 3
    assert run("import", "polis", missing, "--consultation", "work") == 3
    assert run("report", "verify", missing) == 3
    assert run("report", "verify", "http://127.0.0.1:1/en/reports/work/1") == 3


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_family_explains_itself(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(name, "--help") == 0
    assert "Usage: engage" in capsys.readouterr().out
    assert run(name, "--nonsense") == 2
