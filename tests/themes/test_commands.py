"""`engage themes find` and `engage worker`, as real processes where it matters."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from engage.commands.themes import group
from engage.commands.worker import worker
from engage.consultations.models import Consultation
from engage.core.actors import SYSTEM
from engage.core.config import ROOT, Settings
from engage.core.db import session
from engage.core.errors import EngageError, NotFound
from engage.core.jobs import Job, get_job
from engage.themes import actions, queries
from tests.conftest import NOON
from tests.factories.contributions import a_consultation
from tests.factories.themes import comments, give_texts

PATIENCE = 60.0


@pytest.fixture
def environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment of a process that works on the test's own data."""
    told = {
        "ENGAGE_ENV": "test",
        "ENGAGE_DATA_DIR": str(settings.data_dir),
        "ENGAGE_DATABASE_URL": settings.database_url,
        "ENGAGE_SECRET_KEY": settings.secret_key,
        "ENGAGE_TEST_CLOCK": NOON.isoformat(),
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    return {**os.environ, **told}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, ["find", *arguments])


def fresh(job: Job) -> Job:
    session().rollback()
    session().expire_all()
    return get_job(job.public_id)


def wait_until(condition: object) -> None:
    began = time.monotonic()
    while not condition():  # type: ignore[operator]
        if time.monotonic() - began > PATIENCE:
            raise AssertionError("it did not happen in a minute")
        time.sleep(0.05)


def start_worker(
    environment: dict[str, str], *arguments: str
) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "engage.commands.main", "worker", *arguments]
    return subprocess.Popen(command, env=environment, cwd=ROOT)


@pytest.fixture
def consultation(app: Flask) -> Consultation:
    found = a_consultation()
    give_texts(found, comments(60))
    return found


def test_find_and_wait(consultation: Consultation, environment: dict[str, str]) -> None:
    outcome = run("--consultation", "jobs", "--wait")
    assert outcome.output.startswith("Run 1: ")
    assert "themes in 60 texts" in outcome.output
    told = json.loads(run("--consultation", "jobs", "--wait", "--json").output)
    assert (told["run"], told["state"], told["documents"]) == (2, "done", 60)


def test_find_without_waiting_asks_a_worker(
    consultation: Consultation, environment: dict[str, str]
) -> None:
    outcome = run("--consultation", "jobs")
    assert "a worker will do it" in outcome.output
    assert queries.latest_run(consultation.id) is None
    assert CliRunner().invoke(worker, ["--once"]).output == "1 jobs run.\n"
    session().rollback()
    assert queries.latest_run(consultation.id) is not None


def test_what_find_refuses(app: Flask, environment: dict[str, str]) -> None:
    assert isinstance(run("--consultation", "nowhere").exception, NotFound)
    assert run().exit_code == 2
    a_consultation()
    refused = run("--consultation", "jobs", "--wait").exception
    assert isinstance(refused, EngageError)
    assert "too few texts" in refused.message


@pytest.mark.slow
def test_rule_26_a_killed_workers_job_is_taken_up_again(
    consultation: Consultation, environment: dict[str, str], tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    gate.touch()
    job = actions.start_theme_run(consultation, by=SYSTEM)
    paused = {**environment, "ENGAGE_FAILPOINTS": f"themes.step=pause:{gate}"}
    first = start_worker(paused)
    try:
        wait_until(lambda: fresh(job).state == "running")
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert (fresh(job).state, fresh(job).attempts) == ("running", 1)

    later = (NOON + timedelta(minutes=2)).isoformat()
    second = start_worker({**environment, "ENGAGE_TEST_CLOCK": later})
    try:
        wait_until(lambda: fresh(job).is_over)
    finally:
        second.send_signal(signal.SIGTERM)
        assert second.wait(timeout=30) == 0
    assert (fresh(job).state, fresh(job).attempts) == ("done", 2)
    session().expire_all()
    run_left = queries.latest_run(consultation.id)
    assert run_left is not None
    assert run_left.number == 1


@pytest.mark.slow
def test_find_follows_a_worker_that_was_quicker(
    consultation: Consultation, environment: dict[str, str], tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    gate.touch()
    job = actions.start_theme_run(consultation, by=SYSTEM)
    paused = {**environment, "ENGAGE_FAILPOINTS": f"themes.step=pause:{gate}"}
    quicker = start_worker(paused, "--once")
    wait_until(lambda: fresh(job).state == "running")
    threading.Timer(1.0, gate.unlink).start()
    outcome = run("--consultation", "jobs", "--wait")
    assert outcome.output.startswith("Run 1: ")
    assert quicker.wait(timeout=30) == 0
    assert fresh(job).attempts == 1


@pytest.mark.slow
def test_a_worker_is_woken_by_a_new_job(
    consultation: Consultation, environment: dict[str, str]
) -> None:
    awake = start_worker(environment)
    try:
        time.sleep(2)
        job = actions.start_theme_run(consultation, by=SYSTEM)
        wait_until(lambda: fresh(job).is_over)
        assert fresh(job).state == "done"
    finally:
        awake.send_signal(signal.SIGTERM)
        assert awake.wait(timeout=30) == 0
