"""The daily letter to facilitators: what waits in their catchments, or nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from engage.core import clock
from engage.core.actors import SYSTEM
from engage.core.config import Settings
from engage.core.rounds import run_rounds
from engage.people.actions import disable_user
from engage.people.models import User
from tests.factories.contributions import a_consultation, a_contribution
from tests.mailbox import letters, links_in
from tests.pages import Browser

SignIn = Callable[[User], Browser]
BASE = "http://127.0.0.1:8000"
# Half past seven in the morning in Toronto.
MORNING = datetime(2026, 11, 3, 12, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _waiting(app: Flask, luc: User, theo: User, odile: User) -> None:
    jobs = a_consultation(catchments=("northeast",))
    for number in range(3):
        a_contribution(jobs, text=f"We need bus number {number}.")
    clock.freeze(MORNING)


def test_each_facilitator_hears_of_their_own_catchments_alone(
    settings: Settings, luc: User
) -> None:
    run_rounds()
    (letter,) = letters(settings)
    assert letter["To"] == luc.email
    assert letter["Subject"] == "3 texts wait for you"
    text = letter.get_content()
    assert f"{BASE}/en/manage/moderation" in text
    assert "bus number" not in text


def test_there_is_one_a_day_at_most(settings: Settings) -> None:
    for minutes in range(0, 600, 60):
        clock.freeze(MORNING + timedelta(minutes=minutes))
        run_rounds()
    assert len(letters(settings)) == 1
    clock.freeze(MORNING + timedelta(days=1))
    run_rounds()
    assert len(letters(settings)) == 2


def test_nobody_is_woken_before_seven(settings: Settings) -> None:
    clock.freeze(MORNING - timedelta(minutes=31))
    run_rounds()
    assert letters(settings) == []
    clock.freeze(MORNING - timedelta(minutes=30))
    run_rounds()
    assert len(letters(settings)) == 1


def test_a_link_in_the_letter_ends_them(
    app: Flask, settings: Settings, amina: Browser
) -> None:
    run_rounds()
    (path,) = links_in(letters(settings)[0], "/digest/", BASE)
    amina.open(path)
    clock.freeze(MORNING + timedelta(days=1))
    run_rounds()
    assert len(letters(settings)) == 2
    assert app.test_client().post(path).status_code == 200
    clock.freeze(MORNING + timedelta(days=2))
    run_rounds()
    assert len(letters(settings)) == 2


def test_rule_07_a_link_of_somebody_else_ends_nothing(
    settings: Settings, amina: Browser, theo: User
) -> None:
    run_rounds()
    (path,) = links_in(letters(settings)[0], "/digest/", BASE)
    secret = path.split(".", 1)[1]
    for wrong in (f"{theo.id}.{secret}", f"x.{secret}", "1", "²." + secret):
        amina.open(f"/en/digest/{wrong}", status=404)


def test_who_chose_none_gets_none(
    settings: Settings, luc: User, sign_in: SignIn
) -> None:
    his = sign_in(luc)
    his.open("/en/manage/account")
    his.submit()
    run_rounds()
    assert letters(settings) == []


def test_who_was_disabled_since_gets_none(
    settings: Settings, luc: User, odile: User
) -> None:
    run_rounds()
    disable_user(luc, by=SYSTEM)
    assert letters(settings) == []


def test_without_a_mail_server_nothing_is_asked_for(
    app: Flask, settings: Settings
) -> None:
    app.config["SETTINGS"] = replace(settings, mail_url="")
    run_rounds()
    app.config["SETTINGS"] = settings
    assert letters(settings) == []
