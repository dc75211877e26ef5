"""A kiosk: the code on the page, no cookie with it, nothing kept by anything."""

import pytest
from flask import Flask
from sqlalchemy import select

from engage.core.db import session
from engage.surveys.models import Response, Survey
from tests.factories.surveys import make_survey, question
from tests.pages import Browser


@pytest.fixture
def survey(app: Flask) -> Survey:
    return make_survey(question("needs", "long_text"))


def responses() -> list[Response]:
    session().rollback()
    return list(session().scalars(select(Response)))


def test_the_code_is_shown_at_once_and_handed_to_nobody(
    survey: Survey, amina: Browser
) -> None:
    amina.open("/fr/kiosk/work?catchment=northeast")
    sent = amina.submit(
        "/fr/kiosk/work", status=200, needs="Un autobus", consent="y", catchment=""
    )
    assert "Set-Cookie" not in sent.headers
    assert sent.headers["Cache-Control"] == "no-store"
    [kept] = responses()
    assert (kept.channel, kept.language) == ("kiosk", "fr")
    code = amina.tree.find(".//strong[@class='receipt-code']")
    assert code is not None
    browser = amina
    browser.open("/fr/my-response")
    browser.submit(status=200, code=code.text)
    assert "Un autobus" in browser.words()


def test_the_place_of_the_screen_stays_for_the_next_person(
    survey: Survey, amina: Browser
) -> None:
    amina.open("/en/kiosk/work?catchment=northeast")
    sent = "/en/kiosk/work?catchment=northeast"
    assert f'action="{sent}"' in amina.text
    amina.submit(sent, status=200, needs="A bus", consent="y", catchment="")
    assert f'href="{sent}"' in amina.text
    assert responses()[0].catchment_id is None
    amina.open("/en/kiosk/work?catchment=elsewhere")
    assert 'action="/en/kiosk/work"' in amina.text


def test_many_people_from_one_address_are_normal(
    survey: Survey, amina: Browser
) -> None:
    for number in range(40):
        amina.open("/en/kiosk/work")
        amina.submit(status=200, needs=f"Text {number}", consent="y")
    assert len(responses()) == 40


def test_the_same_answers_again_are_the_same_response(
    survey: Survey, amina: Browser
) -> None:
    amina.open("/en/kiosk/work")
    fields = {**amina.hidden_fields(), "needs": "A bus", "consent": "y"}
    first = amina.submit(status=200, **fields).text
    again = amina.submit(status=200, **fields).text
    assert first.split("receipt-code")[1][:60] == again.split("receipt-code")[1][:60]
    assert len(responses()) == 1


def test_a_fault_keeps_what_was_typed(survey: Survey, amina: Browser) -> None:
    amina.open("/en/kiosk/work")
    amina.submit(status=422, needs="A bus")
    assert "A bus" in amina.text
    assert responses() == []


def test_a_draft_has_no_kiosk(app: Flask, amina: Browser) -> None:
    amina.open("/en/kiosk/nothing", status=404)


def test_no_way_leads_out(survey: Survey, amina: Browser) -> None:
    page = amina.open("/en/kiosk/work")
    links = [item.get("href") for item in page.iter("a")]
    assert links == ["#main"]
