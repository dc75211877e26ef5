"""`engage import consultation` as a person types it."""

import json
from pathlib import Path

import pytest

from engage.consultations.actions import export_consultation
from engage.consultations.queries import find_consultation
from engage.core.actors import SYSTEM
from engage.core.db import session
from tests.commands.conftest import run
from tests.factories.consultations import a_draft


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
