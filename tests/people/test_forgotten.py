"""A forgotten password: a letter, a link that works once, the same answer for all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from engage.core import clock
from engage.core.audit import AuditEntry
from engage.core.config import Settings
from engage.core.db import session
from engage.core.errors import Gone
from engage.people import actions
from engage.people.actions import change_password, check_password
from engage.people.facts import reset_token
from engage.people.models import User
from tests.conftest import NOON, PASSWORD
from tests.mailbox import letters, links_in
from tests.pages import Browser

SignIn = Callable[[User], Browser]
ASK = "/en/sign-in/forgotten"
WORDS = "several words of mine"


def ask(browser: Browser, email: str) -> None:
    browser.open(ASK)
    browser.open(browser.submit(email=email).headers["Location"])


def link(settings: Settings) -> str:
    (found,) = links_in(letters(settings)[0], "/new-password/", "http://127.0.0.1:8000")
    return found


def test_luc_chooses_a_new_password(
    settings: Settings, luc: User, browser: Browser, sign_in: SignIn
) -> None:
    elsewhere = sign_in(luc)
    ask(browser, " LUC@example.org ")
    assert "a letter with a link is on its way" in browser.words()
    address = link(settings)
    browser.open(address)
    browser.submit(status=422, new="short", again="short")
    browser.submit(status=422, new=WORDS, again="other words of mine")
    browser.submit(new=WORDS, again=WORDS)
    browser.open("/en/manage/")
    assert check_password(luc.email, WORDS) is not None
    assert check_password(luc.email, PASSWORD) is None
    elsewhere.open("/en/manage/", 302)  # rule 6: the other sessions are over
    browser.open(address, 404)
    assert "used already, or it is too old" in browser.words()
    told = session().scalars(select(AuditEntry.action)).all()
    assert {"people.reset.asked", "people.password.changed"} <= set(told)


def test_rule_08_unknown_and_disabled_accounts_get_the_same_answer(
    settings: Settings, luc: User, theo: User, ada: User, browser: Browser
) -> None:
    actions.disable_user(theo, by=ada.actor)
    pages = []
    for email in (luc.email, theo.email, "nobody@example.org"):
        ask(browser, email)
        pages.append(browser.words())
    assert len(set(pages)) == 1
    assert [letter["To"] for letter in letters(settings)] == [luc.email]


def test_rule_07_a_link_ends_after_two_hours(
    settings: Settings, luc: User, browser: Browser
) -> None:
    ask(browser, luc.email)
    address = link(settings)
    clock.freeze(NOON + timedelta(hours=2, seconds=1))
    browser.open(address, 404)


def test_rule_07_two_at_once_have_one_effect(luc: User) -> None:
    before = luc.password_hash
    change_password(luc, WORDS, by=luc.actor, replaces=before)
    with pytest.raises(Gone):
        change_password(luc, PASSWORD, by=luc.actor, replaces=before)
    assert check_password(luc.email, WORDS) is not None


@pytest.mark.parametrize("made_of", ["other key", "other person", "later", "words"])
def test_rule_07_a_link_of_ones_own_making_opens_nothing(
    made_of: str, settings: Settings, luc: User, browser: Browser
) -> None:
    until = int(NOON.timestamp()) + 60
    key, hashed = settings.secret_key, luc.password_hash
    good = reset_token(key, luc.id, until, hashed)
    number, _until, mark = good.split(".")
    token = {
        "other key": reset_token("x" * 40, luc.id, until, hashed),
        "other person": f"{luc.id + 1}.{until}.{mark}",
        "later": f"{number}.{until + 3600}.{mark}",
        "words": "9" * 12 + ".\u0661.é",
    }[made_of]
    browser.open(f"/en/new-password/{good}")
    browser.open(f"/en/new-password/{token}", 404)


def test_rule_08_asking_is_throttled(luc: User, browser: Browser) -> None:
    for _try in range(10):
        ask(browser, luc.email)
    browser.open(ASK)
    browser.submit(status=429, email=luc.email)


def test_an_administrator_hands_a_link_over(
    ada: User, luc: User, sign_in: SignIn, browser: Browser
) -> None:
    hers = sign_in(ada)
    page = f"/en/manage/people/{luc.id}"
    hers.open(page)
    hers.submit(f"{page}/reset", 200)
    address = hers.text.split('value="http://127.0.0.1:8000', 1)[1].split('"', 1)[0]
    browser.open(address)
    browser.submit(new=WORDS, again=WORDS)
    assert check_password(luc.email, WORDS) is not None


def test_where_no_mail_is_sent_it_says_whom_to_ask(
    app: Flask, settings: Settings, browser: Browser
) -> None:
    app.config["SETTINGS"] = replace(settings, mail_url="")
    browser.open("/fr/sign-in/forgotten")
    assert "Ce site n’envoie pas de courriel" in browser.words()
