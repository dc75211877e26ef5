"""One's own response: found by its code, downloaded, taken back."""

import json

import pytest
from flask import Flask
from sqlalchemy import select

from engage.contributions.models import Contribution
from engage.core import events
from engage.core.db import session, transaction
from engage.surveys.models import Answer, Response
from engage.surveys.queries import catchment_ids
from tests.factories.surveys import make_survey, respond
from tests.pages import Browser

ANSWERS = {
    "needs": "A bus <b>to</b> the college",
    "role": "worker",
    "order": ["c", "a"],
    "views": {"staff": "good"},
    "ease": "unknown",
    "budget": {"rent": 10},
}


@pytest.fixture
def code(app: Flask) -> str:
    return respond(make_survey(), ANSWERS, may_quote=True).code


def show(amina: Browser, code: str, language: str = "en") -> None:
    amina.open(f"/{language}/my-response")
    amina.submit(code=code, status=200)


def test_the_code_shows_answers_in_words_and_where_texts_stand(
    amina: Browser, code: str
) -> None:
    show(amina, code)
    words = amina.words()
    for part in ("1. C", "2. A", "Staff: Good", "I don't know", "Rent: 10", "Worker"):
        assert part in words
    assert "Waiting to be read" in words
    assert "A bus <b>to</b> the college" in words
    assert amina.response is not None
    assert amina.response.headers["Cache-Control"] == "no-store"


def test_the_other_language_keeps_what_the_code_opened(
    amina: Browser, code: str
) -> None:
    show(amina, code)
    links = [a.get("class") for a in amina.tree.iter("a")]
    assert "switch" not in links
    form = next(f for f in amina.tree.iter("form") if f.get("id") == "switching")
    amina.submit(form.get("action") or "", status=200)
    assert "En attente de lecture" in amina.words()
    assert "A bus <b>to</b> the college" in amina.words()


def test_a_code_typed_nearly_right_is_understood(amina: Browser, code: str) -> None:
    show(amina, f" {code.lower().replace('-', ' ').replace('0', 'o')} ", "fr")
    assert "En attente de lecture" in amina.words()


@pytest.mark.parametrize("typed", ["", "AAAAA-AAAAA-AAAAA-AAAAA", "x" * 500, "é\x00"])
def test_a_wrong_code_is_told_in_a_sentence(
    amina: Browser, code: str, typed: str
) -> None:
    amina.open("/en/my-response")
    amina.submit(code=typed, status=422)
    assert "Waiting to be read" not in amina.words()


def test_rule_13_codes_never_stand_in_addresses(amina: Browser, code: str) -> None:
    amina.open(f"/en/my-response?code={code}")
    assert "Waiting to be read" not in amina.words()
    show(amina, code)
    links = [a.get("href") or "" for a in amina.tree.iter("a")]
    actions = [f.get("action") or "" for f in amina.tree.iter("form")]
    assert not [address for address in links + actions if code in address]


def test_the_download_holds_all_and_nothing_of_a_person(
    amina: Browser, code: str
) -> None:
    show(amina, code)
    sent = amina.submit("/en/my-response/download", status=200)
    found = json.loads(sent.data)
    assert found["answers"]["needs"]["value"] == ANSWERS["needs"]
    assert found["answers"]["needs"]["status"] == "pending"
    assert found["answers"]["order"]["value"] == ["c", "a"]
    assert found["received_on"] == "2026-11-02"
    assert "attachment" in sent.headers["Content-Disposition"]


def test_rule_20_taking_back_blanks_words_and_tells_the_rooms(
    amina: Browser, code: str
) -> None:
    told: list[list[int]] = []

    def listen(*, contributions: list[int], **_facts: object) -> None:
        told.append(contributions)

    with transaction() as current:
        text = current.scalars(select(Contribution)).one()
        text.status, text.received_hour = "approved", None
        text.cleared_text, text.is_cleared = "A bus", True
    events.subscribe("response.withdrawn", listen)
    show(amina, code)
    assert "Your words " in amina.words()
    amina.submit("/en/my-response/withdraw", status=200)
    text = (
        session()
        .scalars(select(Contribution).execution_options(populate_existing=True))
        .one()
    )
    assert (text.status, text.text, text.cleared_text) == ("withdrawn", "", None)
    assert not text.is_quotable
    assert told == [[text.id]]
    assert session().scalars(select(Answer)).all() == []
    assert session().scalars(select(Response.content_hash)).one() == ""
    show(amina, code)
    assert "You took this response back" in amina.words()
    assert "quoted" not in amina.words()
    amina.open("/en/my-response")
    amina.submit("/en/my-response/withdraw", status=200, code=code)
    assert len(told) == 1


@pytest.mark.parametrize("language", ["en", "fr"])
def test_taking_back_is_asked_once_more(
    amina: Browser, code: str, language: str
) -> None:
    show(amina, code, language)
    amina.submit(f"/{language}/my-response/leave", status=200)
    asked = {
        "en": ("Take your response back?", "No, keep it"),
        "fr": ("Retirer votre réponse", "Non, tout garder"),
    }
    assert all(part in amina.words() for part in asked[language])
    assert session().scalars(select(Response.is_withdrawn)).all() == [False]
    assert "editions that are out" not in amina.words()
    amina.submit(f"/{language}/my-response", status=200)
    assert "A bus <b>to</b> the college" in amina.words()


def test_a_step_stands_with_what_its_ends_mean(app: Flask, amina: Browser) -> None:
    survey = make_survey()
    place = catchment_ids(survey.consultation)["toronto"]
    show(amina, respond(survey, {"ease": 4}, catchment_id=place).code, "fr")
    assert "4, sur une échelle de 1 (Difficile) à 5" in amina.words()
    assert "Toronto" in amina.words()
    found = json.loads(amina.submit("/fr/my-response/download", status=200).data)
    assert (found["catchment"], found["session"]) == ("toronto", None)


def test_rule_12_taking_back_needs_our_form(amina: Browser, code: str) -> None:
    sent = amina.client.post("/en/my-response/withdraw", data={"code": code})
    assert sent.status_code == 422
    assert amina.client.get("/en/my-response/withdraw").status_code == 405
    assert session().scalars(select(Response.is_withdrawn)).one() is False
