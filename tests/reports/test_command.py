"""The commands that publish a report and check one."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from engage.commands import reports as commands
from engage.core.config import Settings
from engage.reports import queries
from tests.factories.reports import reportable


def environment_of(settings: Settings) -> dict[str, str]:
    """Return the environment in which a command finds an installation."""
    return {
        "ENGAGE_ENV": "test",
        "ENGAGE_DATA_DIR": str(settings.data_dir),
        "ENGAGE_DATABASE_URL": settings.database_url,
        "ENGAGE_SECRET_KEY": settings.secret_key,
        "ENGAGE_TEST_CLOCK": "2026-11-02T17:00:00+00:00",
    }


def run(arguments: list[str], settings: Settings) -> tuple[int, str]:
    """Run `engage report …` in an installation; return its exit code and output."""
    runner = CliRunner()
    outcome = runner.invoke(
        commands.group, arguments, env=environment_of(settings), standalone_mode=False
    )
    if outcome.exception is not None:
        raise outcome.exception
    return outcome.return_value or 0, outcome.output


def test_publish_and_verify(app: Flask, settings: Settings, tmp_path: Path) -> None:
    reportable()
    code, said = run(["publish", "--consultation", "needs", "--json"], settings)
    facts = json.loads(said.splitlines()[-1])
    assert (code, facts["edition"]) == (0, "1")
    assert facts["address"].endswith("/en/reports/needs/1")
    code, said = run(["verify", facts["folder"]], settings)
    assert (code, said) == (0, "Everything holds.\n")
    code, said = run(["verify", facts["folder"], "--private"], settings)
    assert (code, said.splitlines()[-1]) == (0, "Everything holds.")
    forged = tmp_path / "forged"
    shutil.copytree(facts["folder"], forged)
    (forged / "data.csv").write_text("nothing")
    code, said = run(["verify", str(forged), "--json"], settings)
    assert code == 1
    assert json.loads(said)["faults"]


@pytest.mark.slow
def test_rule_26_a_process_that_dies_leaves_nothing_published(
    app: Flask, settings: Settings
) -> None:
    consultation = reportable()
    command = [sys.executable, "-m", "engage.commands.main", "report", "publish"]
    environment = os.environ | environment_of(settings)
    environment["ENGAGE_FAILPOINTS"] = "report.publish.mid=exit"
    died = subprocess.run(
        [*command, "--consultation", "needs"],
        env=environment,
        capture_output=True,
        check=False,
    )
    assert died.returncode == 1
    assert (settings.data_dir / "editions" / "needs" / "1").is_dir()
    assert queries.list_editions(consultation.id) == []
    _, said = run(["publish", "--consultation", "needs", "--json"], settings)
    facts = json.loads(said.splitlines()[-1])
    assert run(["verify", facts["folder"]], settings)[0] == 0
