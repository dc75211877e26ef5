"""`engage import responses` and `engage export responses` as a person types them."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import run
from tests.factories.surveys import make_survey


@pytest.fixture
def work(shell: None) -> None:
    """A survey on work."""
    del shell
    make_survey()


@pytest.mark.usefixtures("work")
def test_import_and_export_tell_what_they_did(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.json"
    source.write_text("role,needs\nworker,A bus\n")
    assert run("import", "responses", source, "--survey", "work", "--dry-run") == 0
    assert "1 responses with 1 texts would be imported." in capsys.readouterr().out
    assert run("import", "responses", source, "--survey", "work", "--json") == 0
    assert json.loads(capsys.readouterr().out)["responses"] == 1
    assert run("import", "responses", source, "--survey", "work") == 1
    words = ["--format", "json", "--variant", "raw", "-o", out]
    assert run("export", "responses", "--survey", "work", *words) == 0
    found = json.loads(out.read_text())
    assert found[0]["answers"] == {"role": "worker", "needs": "A bus"}


@pytest.mark.usefixtures("work")
def test_faults_go_to_the_error_stream_with_exit_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in.csv"
    source.write_text("role\nboss\n")
    assert run("import", "responses", source, "--survey", "work") == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "row 2, column role: “boss”" in told.err
    assert run("import", "responses", source, "--survey", "work", "--json") == 1
    fault = json.loads(capsys.readouterr().out)["errors"][0]
    assert (fault["row"], fault["column"], fault["value"]) == (2, "role", "boss")


@pytest.mark.usefixtures("work")
def test_an_unknown_survey_is_1_and_a_missing_file_is_3(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("role\nworker\n")
    assert run("import", "responses", source, "--survey", "nothing") == 1
    assert run("import", "responses", tmp_path / "no.csv", "--survey", "work") == 3


@pytest.mark.usefixtures("work")
def test_a_folder_that_is_not_there_is_told_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--format", "csv", "-o", tmp_path / "no" / "out.csv"]
    assert run("export", "responses", "--survey", "work", *words) == 3
    told = capsys.readouterr().err
    assert told.endswith("No such file or directory.\n")
    assert told.count("\n") == 1


@pytest.mark.parametrize("words", [("--port", "99999"), ("--workers", "0")])
def test_serve_refuses_what_cannot_be_served(words: tuple[str, ...]) -> None:
    assert run("serve", *words) == 2


@pytest.mark.usefixtures("work")
def test_batches_are_listed_and_undone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "lime.csv"
    source.write_text("id,submitdate,role\n1,2026-10-05 10:00:00,A1\n2,,A2\n")
    here = ("--survey", "work")
    assert run("import", "responses", source, *here, "--from", "limesurvey") == 0
    assert "1 responses with 0 texts imported." in capsys.readouterr().out
    assert run("import", "list", *here, "--json") == 0
    (batch,) = json.loads(capsys.readouterr().out)
    assert (batch["kind"], batch["name"], batch["responses"]) == ("file", "lime.csv", 1)
    assert run("import", "undo", batch["id"], *here, "--json") == 0
    assert json.loads(capsys.readouterr().out)["responses"] == 1
    assert run("import", "undo", batch["id"], *here) == 1
    assert run("import", "undo", 99, *here) == 1
    assert run("import", "list", *here) == 0
    assert "lime.csv (undone)" in capsys.readouterr().out
