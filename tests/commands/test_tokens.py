"""`engage token` as a person types it."""

import json

import pytest
from flask import Flask

from engage.people.models import User
from tests.api.conftest import Program
from tests.commands.conftest import run


@pytest.mark.usefixtures("shell")
def test_a_token_is_printed_once_listed_and_revoked(
    app: Flask, luc: User, capsys: pytest.CaptureFixture[str]
) -> None:
    scopes = ["--scope", "themes", "--scope", "moderation"]
    assert run("token", "create", luc.email, *scopes, "--days", 7) == 0
    token = capsys.readouterr().out.strip().splitlines()[-1]
    program = Program(app, token)
    program.get("/moderation/queue")

    assert run("token", "list", luc.email, "--json") == 0
    listed = capsys.readouterr().out
    assert token not in listed
    (row,) = json.loads(listed.splitlines()[-1])
    assert row["scopes"] == ["moderation", "themes"]
    assert row["expires_at"].startswith("2026-11-09")
    assert row["is_good"]

    assert run("token", "revoke", row["id"]) == 0
    program.get("/moderation/queue", 401)
    assert run("token", "list", luc.email) == 0
    assert "over" in capsys.readouterr().out


@pytest.mark.usefixtures("shell")
def test_a_scope_or_a_person_that_is_not_there_is_refused(
    luc: User, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("token", "create", luc.email, "--scope", "everything") == 2
    assert run("token", "create", luc.email) == 2
    assert run("token", "create", luc.email, "--scope", "themes", "--days", 0) == 2
    assert run("token", "create", "nobody@example.org", "--scope", "themes") == 1
    assert run("token", "revoke", "never") == 1
    assert "nobody@example.org" in capsys.readouterr().err
