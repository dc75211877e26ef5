"""The commands that publish a report and check one."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select

from engage.commands import reports as commands
from engage.contributions.actions import withdraw_contribution
from engage.contributions.models import Contribution
from engage.core.actors import SYSTEM
from engage.core.config import Settings
from engage.core.db import session, transaction
from engage.core.errors import Invalid, Misconfigured
from engage.core.events import announce
from engage.core.worker import run_waiting_jobs
from engage.reports import actions, queries
from engage.reports.actions import press_of
from engage.reports.dataset import hash_of, write_json
from tests.factories.reports import reportable

# What the worker does, in a process of its own.
REVISE = """
from engage.app import create_app
from engage.consultations.queries import find_consultation
from engage.core.actors import SYSTEM
from engage.reports import actions
app = create_app()
with app.app_context():
    press = actions.press_of(app.config["SETTINGS"])
    actions.revise_editions(find_consultation("needs"), press, by=SYSTEM)
"""


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
    assert (code, said.splitlines()[-1]) == (0, "Everything holds.")
    code, said = run(["verify", facts["folder"], "--private"], settings)
    assert (code, said.splitlines()[-1]) == (0, "Everything holds.")
    other = tmp_path / "other"
    shutil.copytree(facts["folder"], other)
    manifest = json.loads((other / "manifest.json").read_text())
    write_json(other / "manifest.json", manifest | {"seed": 7})
    assert run(["verify", str(other)], settings)[0] == 0
    code, said = run(["verify", str(other), "--private"], settings)
    told = "manifest.json: not the one that was published here"
    assert (code, said.splitlines()[-1]) == (1, told)
    forged = tmp_path / "forged"
    shutil.copytree(facts["folder"], forged)
    (forged / "data.csv").write_text("nothing")
    code, said = run(["verify", str(forged), "--json"], settings)
    assert code == 1
    assert json.loads(said)["faults"]


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing about it."""

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; give its address."""
    with ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Quiet, directory=folder)
    ) as http:
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{http.server_address[1]}"
        http.shutdown()
        thread.join()


def test_an_edition_is_checked_from_its_address(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    reportable()
    _, said = run(["publish", "--consultation", "needs", "--json"], settings)
    copy = tmp_path / "copy"
    shutil.copytree(json.loads(said.splitlines()[-1])["folder"], copy)
    with served(tmp_path) as address:
        code, said = run(["verify", f"{address}/copy/"], settings)
        assert (code, said.splitlines()[-1]) == (0, "Everything holds.")
        (copy / "data.csv").unlink()
        assert run(["verify", f"{address}/copy"], settings) == (
            1,
            "data.csv: missing\n",
        )
        with pytest.raises(Invalid, match="There is no edition at"):
            run(["verify", f"{address}/elsewhere"], settings)
    with pytest.raises(Misconfigured, match="Nothing answers at"):
        run(["verify", f"{address}/copy"], settings)


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


@pytest.mark.slow
def test_rule_26_a_worker_killed_while_publishing_leaves_nothing_and_is_followed(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    consultation = reportable()
    job = actions.ask_for_edition(consultation, press_of(settings), by=SYSTEM)
    gate = tmp_path / "gate"
    gate.touch()
    environment = os.environ | environment_of(settings)
    command = [sys.executable, "-m", "engage.commands.main", "worker", "--once"]
    paused = {"ENGAGE_FAILPOINTS": f"report.publish.mid=pause:{gate}"}
    written = settings.data_dir / "editions" / "needs" / "1"
    first = subprocess.Popen(command, env=environment | paused)
    try:
        until = time.monotonic() + 60
        while not written.is_dir() and time.monotonic() < until:
            time.sleep(0.05)
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert written.is_dir()
    session().rollback()
    assert queries.list_editions(consultation.id) == []

    later = {"ENGAGE_TEST_CLOCK": "2026-11-02T17:02:00+00:00"}
    subprocess.run(command, env=environment | later, check=True, capture_output=True)
    session().rollback()
    session().refresh(job)
    assert (job.state, job.attempts) == ("done", 2)
    (edition,) = queries.list_editions(consultation.id)
    assert hash_of(written / "manifest.json") == edition.manifest_hash


@pytest.mark.slow
def test_rule_26_a_process_that_dies_while_revising_leaves_no_half(
    app: Flask, settings: Settings
) -> None:
    consultation = reportable()
    run(["publish", "--consultation", "needs"], settings)
    document = queries.get_latest_report(SYSTEM, "needs").document
    quote = document["themes"][0]["quotes"][0]
    chosen = select(Contribution).where(Contribution.public_id == quote["id"])
    with transaction() as current:
        gone = withdraw_contribution(current, current.scalars(chosen).one().id)
        announce("contribution.withdrawn", current=current, contributions=gone)
    for place, editions in (("report.revise.mid", 1), ("report.revise.end", 2)):
        died = subprocess.run(
            [sys.executable, "-c", REVISE],
            env=os.environ
            | environment_of(settings)
            | {"ENGAGE_FAILPOINTS": f"{place}=exit"},
            capture_output=True,
            check=False,
        )
        assert (died.returncode, died.stderr) == (1, b"")
        session().rollback()
        assert len(queries.list_editions(consultation.id)) == editions
    run_waiting_jobs()
    folder = settings.data_dir / "editions" / "needs"
    assert [path.name for path in folder.iterdir() if path.is_dir()] == ["1.1"]
    code, said = run(["verify", str(folder / "1.1")], settings)
    told = said.splitlines()
    assert (code, told[0], told[-1]) == (0, "1 text withdrawn", "Everything holds.")
