"""Readers ask that a comment be looked at; moderators decide."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from engage.consultations.actions import advance_consultation
from engage.contributions.models import Contribution, Flag
from engage.core.actors import SYSTEM
from engage.core.db import session
from engage.moderation.actions import decide
from engage.people.models import User
from tests.factories.threads import a_comment, a_thread, count
from tests.pages import Browser

SignIn = Callable[[User], Browser]


def address_of(public_id: str, language: str = "en") -> str:
    return f"/{language}/threads/buses/comments/{public_id}/flag"


def flag(browser: Browser, public_id: str, reason: str = "hurtful") -> None:
    browser.open(address_of(public_id))
    where = browser.submit(reason=reason).headers["Location"]
    browser.open(where)
    assert "A person will look at it." in browser.words()


def test_one_flag_per_browser_and_its_count_is_never_public(
    amina: Browser, app: Flask
) -> None:
    public_id = a_comment(a_thread(), "Rude words.")
    amina.open("/en/threads/buses")
    assert f"/comments/{public_id}/flag" in amina.text
    for reason in ("hurtful", "personal"):
        flag(amina, public_id, reason)
    assert count(Flag) == 1
    for _ in range(3):
        flag(Browser(app.test_client()), public_id)
    assert count(Flag) == 4

    amina.open("/en/threads/buses")
    assert "Rude words." in amina.words()
    told = amina.client.get("/api/v1/threads/buses/comments").text
    assert "flag" not in told


def test_a_decision_settles_the_flags(amina: Browser, luc: User) -> None:
    public_id = a_comment(a_thread(), "Rude words.")
    flag(amina, public_id)
    text = session().scalars(select(Contribution)).one()
    decide(text, "hide", reason="off_topic", version=text.version, by=luc.actor)
    session().expire_all()
    assert session().scalars(select(Flag.is_open)).all() == [False]
    amina.open(address_of(public_id), status=404)


def test_a_reason_is_needed_and_comes_from_the_list(amina: Browser) -> None:
    public_id = a_comment(a_thread())
    amina.open(address_of(public_id, "fr"))
    for fields in ({}, {"reason": "ugly"}):
        amina.submit(address_of(public_id, "fr"), status=422, **fields)
        assert "error-summary" in amina.text
    assert count(Flag) == 0


def test_rule_12_a_flag_needs_our_form(app: Flask) -> None:
    public_id = a_comment(a_thread())
    reply = app.test_client().post(address_of(public_id), data={"reason": "hurtful"})
    assert reply.status_code == 422
    assert count(Flag) == 0


@pytest.mark.parametrize("status", ["pending", "rejected", "hidden", "withdrawn"])
def test_what_is_not_shown_cannot_be_flagged(amina: Browser, status: str) -> None:
    thread = a_thread()
    shown = a_comment(thread)
    public_id = a_comment(thread, "Unseen", status=status)
    amina.open(address_of(public_id), status=404)
    amina.open(address_of(shown))
    fields = {**amina.hidden_fields(), "reason": "hurtful"}
    reply = amina.client.post(address_of(public_id), data=fields)
    assert reply.status_code == 404


def test_a_reported_consultation_takes_no_flags(amina: Browser) -> None:
    thread = a_thread()
    public_id = a_comment(thread)
    amina.open(address_of(public_id))
    advance_consultation(thread.consultation, "closed", by=SYSTEM)
    flag(amina, public_id)
    amina.open(address_of(public_id))
    advance_consultation(thread.consultation, "reported", by=SYSTEM)
    amina.submit(address_of(public_id), status=422, reason="hurtful")
    amina.open("/en/threads/buses")
    assert "/flag" not in amina.text


def test_flags_from_one_address_are_throttled(app: Flask) -> None:
    thread = a_thread()
    ids = [a_comment(thread, f"Comment {n}") for n in range(2)]
    statuses = []
    for number in range(62):
        browser = Browser(app.test_client())
        browser.open(address_of(ids[number % 2]))
        fields = {**browser.hidden_fields(), "reason": "hurtful"}
        reply = browser.client.post(address_of(ids[number % 2]), data=fields)
        statuses.append(reply.status_code)
    assert statuses[:60] == [303] * 60
    assert statuses[60:] == [429, 429]


def test_ones_own_comment_offers_no_flag(amina: Browser) -> None:
    a_thread(moderation="post")
    amina.open("/en/threads/buses")
    amina.submit(text="Mine.")
    amina.open("/en/threads/buses")
    assert "Mine." in amina.words()
    assert "/flag" not in amina.text
