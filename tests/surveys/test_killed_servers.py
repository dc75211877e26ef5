"""Every acknowledged response survives the death of all servers, once and whole."""

import html
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.contributions.models import Contribution
from engage.core.config import ROOT, Settings
from engage.core.db import session
from engage.core.tokens import token_hash
from engage.surveys.models import Answer, Response, voice_of
from tests.factories.surveys import choices, make_survey, question

CLIENTS = 20
# Ten and more by hand: ENGAGE_KILL_ROUNDS=10.
ROUNDS = int(os.environ.get("ENGAGE_KILL_ROUNDS", "2"))
# The servers die in the middle of it, however slow the machine is.
ENOUGH = 40
PATIENCE = 60


@dataclass
class Sent:
    """One form that was sent: its fields, its cookie, and whether a reply came."""

    fields: dict[str, str]
    cookie: str
    is_acknowledged: bool = False


@dataclass
class Server:
    """The real server on the test's own database; killed and started again."""

    environment: dict[str, str]
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    sent: list[Sent] = field(default_factory=list)

    def start(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        address = f"127.0.0.1:{self.port}"
        options = ["-w", "2", "-k", "gthread", "--threads", "8", "-b", address]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *options, "wsgi:app"],
            cwd=ROOT,
            env=self.environment,
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _ in range(600):
            try:
                if self.ask("GET", "/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        """Kill all its processes at once, without a word of warning."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def ask(
        self, method: str, path: str, body: str | None = None, cookie: str = ""
    ) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": cookie} if cookie else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            reply = connection.getresponse()
            text = reply.read().decode()
        except http.client.HTTPException as error:
            raise ConnectionError from error
        finally:
            connection.close()
        given = (reply.headers.get("Set-Cookie") or "").partition(";")[0]
        return reply.status, text, given

    def go_on(self, name: str) -> None:
        """Send one response after another until the server is gone."""
        for number in range(10_000):
            try:
                _status, page, cookie = self.ask("GET", "/en/s/work")
                names = ("csrf_token", "submission_key", "survey_version")
                fields = {one: hidden(page, one) for one in names}
                fields |= {"needs": f"Words of {name}, {number}", "role": "worker"}
                sent = Sent(fields | {"consent": "y"}, cookie)
                self.sent.append(sent)
                sent.is_acknowledged = self.post(sent) == 303
            except OSError:
                return

    def post(self, sent: Sent) -> int:
        return self.ask("POST", "/en/s/work", urlencode(sent.fields), sent.cookie)[0]


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return html.unescape(found.group(1))


@pytest.fixture
def server(app: Flask, settings: Settings) -> Iterator[Server]:
    make_survey(
        question("needs", "long_text"),
        question("role", "single", choices=choices("worker", "other")),
    )
    server = Server(
        {
            **os.environ,
            "ENGAGE_ENV": "test",
            "ENGAGE_DATA_DIR": str(settings.data_dir),
            "ENGAGE_DATABASE_URL": settings.database_url,
            "ENGAGE_SECRET_KEY": settings.secret_key,
            "ENGAGE_TEST_CLOCK": "2026-11-02T17:00:00Z",
            "ENGAGE_LIMIT_PUBLIC_POSTS": "off",
        }
    )
    yield server
    server.kill()


def count(server: Server) -> int:
    return sum(sent.is_acknowledged for sent in list(server.sent))


def found_of(sent: Sent) -> tuple[int, int, int]:
    """Return how many responses, answers and texts there are of what was sent."""
    session().rollback()
    hashed = token_hash(sent.fields["submission_key"])
    rows = session().scalars(select(Response).where(Response.submission_hash == hashed))
    responses = list(rows)
    ids = [item.id for item in responses]
    voices = [voice_of(item.public_id) for item in responses]
    answers = select(func.count()).where(Answer.response_id.in_(ids))
    texts = select(func.count()).where(
        Contribution.voice.in_(voices), Contribution.text == sent.fields["needs"]
    )
    return (
        len(responses),
        session().scalar(answers) or 0,
        session().scalar(texts) or 0,
    )


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_rule_22_what_was_acknowledged_is_there_once_and_whole(
    server: Server, round_: int
) -> None:
    del round_
    server.start()
    clients = [
        threading.Thread(target=server.go_on, args=(f"client {number}",))
        for number in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    until = time.monotonic() + PATIENCE
    while count(server) < ENOUGH and time.monotonic() < until:
        time.sleep(0.02)
    server.kill()
    for client in clients:
        client.join()
    acknowledged = [sent for sent in server.sent if sent.is_acknowledged]
    others = [sent for sent in server.sent if not sent.is_acknowledged]
    assert acknowledged
    assert {found_of(sent) for sent in acknowledged} == {(1, 1, 1)}
    assert {found_of(sent) for sent in others} <= {(1, 1, 1), (0, 0, 0)}
    server.start()
    assert {server.post(sent) for sent in server.sent[-CLIENTS:]} == {303}
    assert {found_of(sent) for sent in server.sent[-CLIENTS:]} == {(1, 1, 1)}
