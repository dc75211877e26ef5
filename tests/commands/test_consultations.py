"""`engage import consultation` as a person types it."""

import json
from pathlib import Path

import pytest
from flask import Flask

from engage.commands.main import main
from engage.consultations.actions import export_consultation
from engage.consultations.queries import find_consultation
from engage.core.actors import SYSTEM
from engage.core.db import session
from tests.factories.consultations import a_draft


@pytest.fixture
def shell(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands find this test's database by its settings."""
    settings = app.config["SETTINGS"]
    monkeypatch.setenv("ENGAGE_ENV", "test")
    monkeypatch.setenv("ENGAGE_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("ENGAGE_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("ENGAGE_SECRET_KEY", settings.secret_key)


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return int(ended.value.code or 0)


@pytest.mark.usefixtures("shell")
def test_a_file_comes_in_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads("".join(export_consultation(a_draft(), by=SYSTEM)))
    document["consultation"]["slug"] = "copy"
    file = tmp_path / "copy.json"
    file.write_text(json.dumps(document))

    assert run("import", "consultation", file, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"slug": "copy", "state": "draft"}
    session().rollback()
    assert find_consultation("copy") is not None

    assert run("import", "consultation", file) == 1
    assert "with this address already" in capsys.readouterr().err


@pytest.mark.usefixtures("shell")
@pytest.mark.parametrize("content", ["not json", "[" * 50_000, '{"schema": 1}'])
def test_what_is_no_file_of_ours_is_refused(content: str, tmp_path: Path) -> None:
    file = tmp_path / "file.json"
    file.write_text(content)
    assert run("import", "consultation", file) == 1
    assert run("import", "consultation", tmp_path / "none.json") == 3
