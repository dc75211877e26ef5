"""Who answers: asked last, in bands, with why, stored apart, left to each person."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.core.actors import SYSTEM
from engage.core.db import session
from engage.people.models import User
from engage.surveys.actions import SurveyFacts, create_survey_from_definition
from engage.surveys.models import Answer, Characteristic, Survey
from engage.surveys.questions import faults_of
from tests.factories.surveys import choices, make_consultation, question, words
from tests.pages import Browser

WHY = words("So that we see who is not heard yet.", "Pour voir qui manque encore.")
AGES = question("age", "single", choices=choices("under25", "from25", "from65"))


def definition(*about: dict[str, Any], **section: Any) -> dict[str, Any]:
    first = {"key": "main", "questions": [question("needs", "long_text")]}
    last = {"key": "you", "about_you": True, "intro": WHY, "questions": list(about)}
    return {"sections": [first, last | section]}


@pytest.fixture
def survey(app: Flask) -> Survey:
    facts = SurveyFacts(
        slug="work",
        title=make_consultation("other").title,
        definition=definition(AGES),
    )
    return create_survey_from_definition(
        facts, consultation=make_consultation(), by=SYSTEM
    )


def test_it_is_said_why_and_what_is_said_is_stored_apart(
    survey: Survey, amina: Browser
) -> None:
    amina.open("/en/s/work")
    assert WHY["en"] in amina.words()
    amina.submit(needs="A bus", age="from65", consent="y")
    assert session().scalars(select(Answer)).all() == []
    [said] = session().scalars(select(Characteristic))
    assert (said.question_key, said.value) == ("age", "from65")


def test_nobody_must_answer(survey: Survey, amina: Browser) -> None:
    amina.open("/fr/s/work")
    amina.submit(needs="Un autobus", consent="y")
    assert session().scalars(select(Characteristic)).all() == []


def test_its_author_sees_it_again_and_takes_it_back(
    survey: Survey, amina: Browser
) -> None:
    amina.open("/en/s/work")
    amina.submit(needs="A bus", age="from65", consent="y")
    amina.open("/en/receipt")
    code = amina.tree.find(".//strong[@class='receipt-code']")
    assert code is not None
    amina.open("/en/my-response")
    amina.submit(status=200, code=code.text)
    assert "From65" in amina.words()
    amina.submit("/en/my-response/withdraw", status=200)
    assert session().scalars(select(Characteristic)).all() == []


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (definition(question("age", "number")), "about_not_in_bands"),
        (definition(question("name", "short_text")), "about_not_in_bands"),
        (definition(AGES | {"required": True}), "about_required"),
        (definition(AGES, intro={}), "about_without_why"),
        (definition(AGES, intro=words("Why", "")), "about_without_why"),
        (
            {"sections": list(reversed(definition(AGES)["sections"]))},
            "about_not_last",
        ),
    ],
)
def test_what_asks_too_much_is_not_published(made: dict[str, Any], code: str) -> None:
    assert code in {fault.code for fault in faults_of(made)}


def test_asked_rightly_it_has_no_fault() -> None:
    assert faults_of(definition(AGES)) == []


def test_a_section_is_marked_in_the_builder(
    survey: Survey, sign_in: Callable[[User], Browser], ada: User
) -> None:
    browser = sign_in(ada)
    browser.open("/en/manage/surveys/work/sections/you")
    box = browser.tree.find(".//input[@name='about_you']")
    assert box is not None
    assert "checked" in box.attrib
    typed = {"intro_en": WHY["en"], "intro_fr": WHY["fr"]}
    browser.submit(**typed)
    session().rollback()
    session().expire_all()
    assert (
        session().get_one(Survey, survey.id).draft["sections"][1]["about_you"] is False
    )
