"""Authors ask for another look at what was not taken up, and read the answer."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from engage.contributions.models import Contribution
from engage.core.actors import SYSTEM
from engage.core.db import session
from engage.moderation.actions import answer_appeal, decide
from engage.moderation.models import Appeal
from engage.people.models import User
from tests.factories.surveys import make_survey, respond
from tests.factories.threads import a_thread
from tests.pages import Browser

Refuse = Callable[[str], None]


@pytest.fixture
def code(amina: Browser) -> str:
    """The receipt code of a comment that Amina sent."""
    a_thread()
    amina.open("/en/threads/buses")
    amina.open(amina.submit(text="Night buses.").headers["Location"])
    return amina.text.split('class="receipt-code">')[1].split("<")[0]


@pytest.fixture
def refused(code: str, luc: User) -> Contribution:
    text = session().scalars(select(Contribution)).one()
    decide(text, "reject", reason="off_topic", version=text.version, by=luc.actor)
    return text


def look(browser: Browser, code: str) -> str:
    browser.open("/en/my-response")
    browser.submit(status=200, code=code)
    return browser.words()


def test_the_reason_is_told_and_an_appeal_is_taken_once(
    amina: Browser, code: str, refused: Contribution
) -> None:
    assert "It is about something else" in look(amina, code)
    fields = {"code": code, "text": refused.public_id, "words": "It is about buses."}

    amina.submit("/en/my-response/appeal", status=200, **fields)

    assert "Somebody else will look at it." in amina.words()
    assert "You asked for another look on November 2, 2026." in amina.words()
    amina.submit("/en/my-response/appeal", status=409, **fields)
    assert session().scalars(select(Appeal.words)).all() == ["It is about buses."]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("kept", "the decision stands"),
        ("overturned", "Read, and shown in the discussion"),
    ],
)
def test_somebody_else_answers_and_the_author_reads_it(
    amina: Browser,
    code: str,
    refused: Contribution,
    odile: User,
    answer: str,
    told: str,
) -> None:
    look(amina, code)
    amina.submit(
        "/en/my-response/appeal",
        status=200,
        code=code,
        text=refused.public_id,
        words="Please read it again.",
    )
    asked = session().scalars(select(Appeal)).one()

    answer_appeal(asked, answer, "We looked.", version=asked.version, by=odile.actor)

    assert told in look(amina, code)
    session().expire_all()
    status = {"kept": "rejected", "overturned": "approved"}[answer]
    assert session().scalars(select(Contribution.status)).one() == status


@pytest.mark.parametrize("words", ["", " \u200b ", "x" * 2001, "bell \x07"])
def test_rule_30_an_appeal_needs_words_that_can_be_kept(
    amina: Browser, code: str, refused: Contribution, words: str
) -> None:
    look(amina, code)
    amina.submit(
        "/en/my-response/appeal",
        status=422,
        code=code,
        text=refused.public_id,
        words=words,
    )
    assert "error-summary" in amina.text
    assert session().scalars(select(Appeal)).all() == []


def test_a_code_opens_only_its_own_text(
    amina: Browser, app: Flask, code: str, refused: Contribution
) -> None:
    other = Browser(app.test_client())
    other.open("/en/threads/buses")
    other.open(other.submit(text="Mine.").headers["Location"])
    own = other.text.split('class="receipt-code">')[1].split("<")[0]
    look(other, own)
    fields = {
        **other.hidden_fields(),
        "code": own,
        "text": refused.public_id,
        "words": "Not mine.",
    }
    reply = other.client.post("/en/my-response/appeal", data=fields)
    assert reply.status_code == 404
    unknown = {**fields, "code": "nothing"}
    reply = other.client.post("/en/my-response/appeal", data=unknown)
    assert reply.status_code == 404


def test_a_text_that_was_not_turned_down_has_no_appeal(
    amina: Browser, code: str
) -> None:
    assert "Ask for another look" not in look(amina, code)
    text = session().scalars(select(Contribution)).one()
    amina.submit(
        "/en/my-response/appeal",
        status=409,
        code=code,
        text=text.public_id,
        words="Too soon.",
    )


def test_rule_12_a_stale_appeal_is_shown_again_filled(
    amina: Browser, code: str, refused: Contribution
) -> None:
    look(amina, code)
    amina.submit(
        "/en/my-response/appeal",
        status=422,
        csrf_token="gone",
        code=code,
        text=refused.public_id,
        words="Kept on screen.",
    )
    assert "Kept on screen." in amina.text


@pytest.fixture
def answered(app: Flask, luc: User) -> tuple[str, Contribution]:
    """The code of a survey response, and its answer that was not taken up."""
    code = respond(make_survey(), {"needs": "Rude words.", "role": "worker"}).code
    text = session().scalars(select(Contribution)).one()
    decide(text, "reject", reason="off_topic", version=text.version, by=SYSTEM)
    return code, text


def test_an_answer_is_put_right_and_waits_again(
    amina: Browser, answered: tuple[str, Contribution]
) -> None:
    code, text = answered
    look(amina, code)
    fields = {
        "code": code,
        "text": text.public_id,
        "version": str(text.version),
        "words": " Kind words. ",
    }
    for words in ("", " \u200b ", "x" * 5001, "bell \x07"):
        amina.submit("/en/my-response/reword", status=422, **{**fields, "words": words})
        assert "error-summary" in amina.text

    amina.submit("/en/my-response/reword", status=200, **fields)

    assert "Your change is sent." in amina.words()
    session().rollback()
    session().expire_all()
    said = session().scalars(select(Contribution)).one()
    assert (said.text, said.status) == ("Kind words.", "pending")
    amina.submit("/en/my-response/reword", status=200, **fields)
    other = {**fields, "words": "Others."}
    amina.submit("/en/my-response/reword", status=409, **other)
    assert "Others." in amina.text or "has changed since" in amina.words()
    unknown = {**amina.hidden_fields(), **fields, "text": "nothing"}
    reply = amina.client.post("/en/my-response/reword", data=unknown)
    assert reply.status_code == 404


def test_the_language_can_be_changed_on_every_page_of_it(amina: Browser) -> None:
    for page in ("change", "appeal", "reword"):
        reply = amina.client.get(f"/fr/my-response/{page}")
        assert reply.headers["Location"] == "/fr/my-response"
