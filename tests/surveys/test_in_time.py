"""Begun in time, sent a little late: taken and marked; and where people sat."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from engage.consultations.actions import advance_consultation
from engage.core import clock
from engage.core.actors import SYSTEM
from engage.core.db import session
from engage.core.i18n import Bilingual
from engage.sessions.actions import plan_session
from engage.sessions.facts import SessionFacts
from engage.surveys.actions import close_survey
from engage.surveys.models import Response, Survey
from tests.factories.surveys import make_survey, question
from tests.pages import Browser

AGREED = {"needs": "A bus", "consent": "y"}
# The last day is November 30 in Toronto, five hours behind.
LAST_EVENING = datetime(2026, 12, 1, 4, 50, tzinfo=UTC)
NIGHT = datetime(2026, 12, 1, 5, 10, tzinfo=UTC)


@pytest.fixture
def survey(app: Flask) -> Survey:
    return make_survey(question("needs", "long_text"))


def responses() -> list[Response]:
    session().rollback()
    return list(session().scalars(select(Response)))


def open_then_wait(amina: Browser, until: datetime) -> None:
    clock.freeze(LAST_EVENING)
    amina.open("/en/s/work")
    clock.freeze(until)


@pytest.mark.parametrize("is_closed", [False, True])
def test_an_answer_begun_before_the_closing_is_taken_and_marked(
    survey: Survey, amina: Browser, is_closed: bool
) -> None:
    open_then_wait(amina, NIGHT)
    if is_closed:
        advance_consultation(survey.consultation, "closed", by=SYSTEM)
    amina.submit(**AGREED)
    assert [item.marks for item in responses()] == [["late"]]


def test_an_answer_in_time_has_no_mark(survey: Survey, amina: Browser) -> None:
    open_then_wait(amina, LAST_EVENING + timedelta(minutes=5))
    amina.submit(**AGREED)
    assert [item.marks for item in responses()] == [[]]


def test_what_was_typed_stays_through_a_fault_after_the_closing(
    survey: Survey, amina: Browser
) -> None:
    open_then_wait(amina, NIGHT)
    amina.submit(status=422, needs="A bus")
    amina.submit(**AGREED)
    assert len(responses()) == 1


def test_a_day_later_the_words_come_back_to_be_copied(
    survey: Survey, amina: Browser
) -> None:
    open_then_wait(amina, datetime(2026, 12, 2, 5, 0, 1, tzinfo=UTC))
    amina.submit(status=409, **AGREED)
    assert "closed on November 30, 2026" in amina.words()
    assert "A bus" in amina.words()
    assert responses() == []


@pytest.mark.parametrize("stamp", ["", "talk.abc.def", "other.aSomething", "é"])
def test_without_proof_that_it_was_begun_it_is_too_late(
    survey: Survey, amina: Browser, stamp: str
) -> None:
    open_then_wait(amina, NIGHT)
    amina.submit(status=409, begun=stamp, **AGREED)
    assert responses() == []


def test_a_survey_closed_early_still_takes_what_was_begun(
    survey: Survey, amina: Browser
) -> None:
    amina.open("/en/s/work")
    clock.freeze(clock.now() + timedelta(minutes=5))
    close_survey(survey, by=SYSTEM)
    amina.submit(**AGREED)
    assert [item.marks for item in responses()] == [["late"]]


def held(survey: Survey) -> str:
    facts = SessionFacts(
        title=Bilingual("At the library", "À la bibliothèque"),
        place="Library",
        catchment="northeast",
        held_on=date(2026, 11, 2),
        languages=("en",),
    )
    return plan_session(survey.consultation, facts, by=SYSTEM).code


def test_a_response_from_a_session_says_so(survey: Survey, amina: Browser) -> None:
    code = held(survey)
    amina.open(f"/fr/s/work?session={code.lower()}&catchment=northeast")
    amina.submit(status=422, needs="Un autobus")
    amina.submit(needs="Un autobus", consent="y")
    [kept] = responses()
    assert (kept.session_code, kept.channel) == (code, "session")


def test_the_short_address_hands_the_session_on(survey: Survey, amina: Browser) -> None:
    code = held(survey)
    sent = amina.client.get(f"/s/work?session={code}")
    assert urlsplit(sent.headers["Location"]).query == f"session={code}"


@pytest.mark.parametrize("code", ["ZZZZZZZZ", "<script>", "", "x" * 400, "a b", "é"])
def test_an_unknown_session_does_no_harm(
    survey: Survey, amina: Browser, code: str
) -> None:
    amina.client.get("/en/s/work", query_string={"session": code})
    amina.open("/en/s/work")
    amina.submit(session=code, **AGREED)
    [kept] = responses()
    assert (kept.session_code, kept.channel) == (None, "web")


def test_a_kiosk_in_a_session_stays_one(survey: Survey, amina: Browser) -> None:
    code = held(survey)
    amina.open(f"/en/kiosk/work?session={code}")
    amina.submit(status=200, **AGREED)
    [kept] = responses()
    assert (kept.session_code, kept.channel) == (code, "kiosk")
    assert f"session={code}" in amina.text
