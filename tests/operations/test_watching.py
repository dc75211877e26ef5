"""What those who watch over an installation see: figures, limits, its health."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from engage.core import clock
from engage.core.actors import SYSTEM, Role
from engage.core.config import Settings
from engage.core.db import transaction
from engage.core.jobs import add_job
from engage.people.actions import create_token, create_user
from engage.people.models import User
from tests.conftest import PASSWORD
from tests.operations.conftest import Command

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


def figures(reply_text: str) -> dict[str, float]:
    lines = [line for line in reply_text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (i.rsplit(" ", 1) for i in lines)}


def a_person(role: Role) -> User:
    email = f"{role.value}@example.org"
    return create_user(email, role=role, password=PASSWORD, by=SYSTEM)


def test_figures_are_true(app: Flask) -> None:
    client = app.test_client()
    for _time in range(3):
        client.get("/healthz")
    client.get("/nowhere")
    with transaction() as current:
        add_job(current, "themes.find", {}, by=SYSTEM)
    reply = client.get("/metrics")
    assert reply.status_code == 200
    assert reply.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert reply.headers["Cache-Control"] == "no-store"
    found = figures(reply.text)
    asked = {
        name.split('process="')[0]: value
        for name, value in found.items()
        if name.startswith("engage_requests_total")
    }
    health = 'engage_requests_total{endpoint="operations.healthz",status="200",'
    nowhere = 'engage_requests_total{endpoint="none",status="404",'
    assert (asked[health], asked[nowhere]) == (3, 1)
    assert found['engage_jobs{state="queued"}'] == 1
    assert found['engage_jobs{state="failed"}'] == 0
    assert found["engage_database_writable"] == 1
    assert found["engage_queue_reachable"] == 1
    assert found["engage_queue_length"] == 1


def test_every_figure_says_what_it_is(app: Flask) -> None:
    client = app.test_client()
    client.get("/healthz")
    lines = client.get("/metrics").text.splitlines()
    names = {line.split("{")[0].split(" ")[0] for line in lines if line[0] != "#"}
    for word in ("HELP", "TYPE"):
        told = {line.split(" ")[2] for line in lines if line.startswith(f"# {word} ")}
        assert told == names


def test_a_database_that_is_away_is_a_figure_too(app: Flask) -> None:
    with transaction() as current:
        current.execute(text("UPDATE alembic_version SET version_num = 'zzzz'"))
    found = figures(app.test_client().get("/metrics").text)
    assert found["engage_database_writable"] == 0


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "X-Forwarded-Proto"]
)
def test_a_proxy_hides_the_figures(app: Flask, header: str) -> None:
    client = app.test_client()
    reply = client.get("/metrics", headers={header: "127.0.0.1"})
    assert reply.status_code == 404


def test_the_figures_are_for_this_machine_or_an_admins_token(app: Flask) -> None:
    client = app.test_client()

    def ask(token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return client.get(
            "/metrics", headers=headers, environ_base=ELSEWHERE
        ).status_code

    admin = a_person(Role.ADMIN)
    good = create_token(admin, scopes=["admin"], days=1, by=SYSTEM)
    narrow = create_token(admin, scopes=["themes"], days=1, by=SYSTEM)
    assert ask("") == 404
    assert ask("engage_wrong") == 404
    assert ask("é") == 404
    assert ask(narrow) == 404
    assert ask(good) == 200


def test_limits_lists_throttles_and_sizes(
    engage: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENGAGE_LIMIT_SIGN_IN_ACCOUNT", "3 per hour")
    monkeypatch.setenv("ENGAGE_LIMIT_SIGN_IN_TOTAL", "off")
    exit_code, told, _errors = engage("limits", "--json")
    assert exit_code == 0
    found = json.loads(told)
    assert found["throttles"]["sign_in_account"] == "3 per 1 hour"
    assert found["throttles"]["sign_in_total"] == "off"
    assert found["sizes"]["request_bytes"] == 4 * 1024 * 1024
    plain = engage("limits")[1]
    assert all(name in plain for name in (*found["throttles"], *found["sizes"]))


def test_doctor_warns_of_what_waits(engage: Command, data_dir: Path) -> None:
    exit_code, told, _errors = engage("doctor", "--json")
    assert exit_code == 0
    found = json.loads(told)
    assert found["problems"] == []
    assert any("ENGAGE_MAIL_URL" in line for line in found["warnings"])
    with transaction() as current:
        add_job(current, "themes.find", {}, by=SYSTEM).heartbeat_at = (
            clock.now() - timedelta(hours=1)
        )
    (data_dir.parent / "withdrawals.ledger").mkdir()
    exit_code, told, _errors = engage("doctor")
    assert exit_code == 0
    assert "Jobs that wait for a worker: 1." in told
    assert "withdrawals.ledger" in told


def test_doctor_tells_of_a_weak_key(
    engage: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENGAGE_SECRET_KEY", "aaaa")
    assert "key is weak" in engage("doctor")[1]


def test_doctor_ends_with_3_where_something_is_wrong(
    engage: Command, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENGAGE_QUEUE_URL", "redis://127.0.0.1:1/0")
    exit_code, told, errors = engage("doctor")
    assert exit_code == 3
    assert "queue" in (told + errors).lower()
