"""`engage user` and `engage audit`, as an operator types them."""

import io
import json
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update

from engage.commands.main import main
from engage.core.audit import AuditEntry
from engage.core.config import Settings
from engage.core.db import session, transaction
from engage.people.actions import check_password
from engage.people.queries import find_user_by_email, get_user_by_email
from tests.conftest import PASSWORD

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def engage(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    """Run a command on the database of the test; give exit, output and errors."""
    settings = app.config["SETTINGS"]
    monkeypatch.setenv("ENGAGE_ENV", "test")
    monkeypatch.setenv("ENGAGE_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("ENGAGE_DATABASE_URL", settings.database_url)

    def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        session().rollback()
        session().expire_all()
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return run


def create(engage: Command, *more: str, typed: str = PASSWORD) -> tuple[int, str, str]:
    given = ("user", "create", "New@Example.org", "--password-stdin", *more)
    return engage(*given, typed=typed + "\n")


def test_creating_a_facilitator(engage: Command) -> None:
    role = ("--role", "facilitator", "--catchment", "northeast", "--name", "New")
    code, out, _err = create(engage, *role)
    assert (code, out) == (0, "new@example.org can sign in.\n")
    made = get_user_by_email("new@example.org")
    assert [place.slug for place in made.catchments] == ["northeast"]
    assert check_password("new@example.org", PASSWORD) is not None


@pytest.mark.parametrize(
    ("more", "typed", "code", "told"),
    [
        (("--role", "admin"), "short", 1, "12 to 200 characters"),
        (("--role", "facilitator"), PASSWORD, 1, "at least one catchment"),
        (
            ("--role", "facilitator", "--catchment", "atlantis"),
            PASSWORD,
            1,
            "does not exist",
        ),
        (("--role", "king"), PASSWORD, 2, "king"),
        ((), PASSWORD, 2, "--role"),
    ],
)
def test_what_cannot_be_created_is_refused_in_one_sentence(
    engage: Command, more: tuple[str, ...], typed: str, code: int, told: str
) -> None:
    ended, _out, err = create(engage, *more, typed=typed)
    assert ended == code
    assert told in err
    assert "Traceback" not in err
    assert find_user_by_email("new@example.org") is None


def test_a_password_is_asked_for_on_a_terminal_alone(engage: Command) -> None:
    given = ("user", "create", "new@example.org", "--role", "admin")
    code, _out, err = engage(*given, typed=PASSWORD + "\n")
    assert (code, "--password-stdin" in err) == (2, True)
    assert find_user_by_email("new@example.org") is None


def test_rule_33_the_password_is_not_printed(engage: Command) -> None:
    _code, out, err = create(engage, "--role", "admin")
    assert PASSWORD not in out + err


def test_the_same_address_twice_is_refused(engage: Command) -> None:
    create(engage, "--role", "admin")
    code, _out, err = create(engage, "--role", "admin")
    assert (code, "here already" in err) == (1, True)


def test_disabling(engage: Command) -> None:
    create(engage, "--role", "publisher")
    code, out, _err = engage("user", "reset", "NEW@example.org")
    assert code == 0
    assert out.startswith("http://127.0.0.1:8000/en/new-password/")
    code, out, _err = engage("user", "disable", "NEW@example.org")
    assert (code, out) == (0, "new@example.org can no longer sign in.\n")
    assert check_password("new@example.org", PASSWORD) is None
    code, _out, err = engage("user", "disable", "nobody@example.org")
    assert (code, err) == (1, "Nobody here has the address nobody@example.org.\n")
    assert engage("user", "reset", "NEW@example.org")[0] == 1


def test_the_last_administrator_is_not_disabled(engage: Command) -> None:
    create(engage, "--role", "admin")
    code, _out, err = engage("user", "disable", "new@example.org")
    assert code == 1
    assert "the last administrator" in err


def test_rule_33_a_whole_audit_log_and_one_that_was_touched(engage: Command) -> None:
    create(engage, "--role", "admin")
    code, out, _err = engage("audit", "verify", "--json")
    assert code == 0
    assert json.loads(out)["broken"] == []
    assert json.loads(out)["entries"] >= 2
    assert engage("audit", "verify")[0] == 0
    with transaction() as current:
        current.execute(
            update(AuditEntry).where(AuditEntry.id == 1).values(action="nothing")
        )
    code, _out, err = engage("audit", "verify")
    assert (code, "[1]" in err) == (1, True)


def test_an_invitation_goes_out_by_mail_or_as_a_link(
    engage: Command, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    given = ("user", "invite", "new@example.org", "--role", "publisher")
    code, out, _err = engage(*given)
    assert code == 0
    (link,) = [line for line in out.splitlines() if line.startswith("http")]
    assert "/en/invitations/" in link
    monkeypatch.setenv("ENGAGE_MAIL_URL", f"file://{settings.data_dir}/mail")
    code, out, _err = engage(*given, "--language", "fr")
    assert (code, out) == (0, "The invitation goes out by e-mail.\n")
    code, _out, err = engage(*given[:3], "--role", "facilitator")
    assert code == 1
    assert "at least one catchment" in err
