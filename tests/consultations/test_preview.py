"""A consultation as it will look, before anybody outside can see it."""

from collections.abc import Callable

from flask import Flask

from engage.consultations.actions import advance_consultation
from engage.core.actors import SYSTEM
from engage.core.i18n import Bilingual
from engage.people.models import User
from engage.surveys.actions import SurveyFacts, create_survey
from tests.factories.consultations import a_draft
from tests.factories.surveys import definition, make_consultation, make_survey
from tests.pages import Browser

SignIn = Callable[[User], Browser]


def test_a_draft_is_shown_to_its_staff_as_it_will_be(
    app: Flask, luc: User, theo: User, sign_in: SignIn, browser: Browser
) -> None:
    draft = a_draft("plans")
    facts = SurveyFacts("plans", Bilingual("Plans", "Projets"), definition=definition())
    create_survey(facts, consultation=draft, by=SYSTEM)
    own = sign_in(luc)
    for language, words in (("en", "Nobody outside"), ("fr", "Personne à l’extérieur")):
        own.open(f"/{language}/consultations/plans")
        assert words in own.words()
        links = [link.get("href") for link in own.tree.iter("a")]
        assert f"/{language}/manage/surveys/plans/preview" in links
    own.open("/en/manage/surveys/plans/preview")
    sign_in(theo).open("/en/consultations/plans", status=404)
    browser.open("/en/consultations/plans", status=404)


def test_rule_32_the_closing_day_is_included_and_its_zone_is_told(
    app: Flask, browser: Browser
) -> None:
    make_survey(consultation=make_consultation())
    browser.open("/en/consultations/talk")
    assert "that day included. Eastern Time (America/Toronto)" in browser.words()
    assert "Preview" not in browser.words()


def test_a_survey_that_takes_no_answers_is_not_offered(
    app: Flask, browser: Browser
) -> None:
    made = make_consultation()
    facts = SurveyFacts("later", Bilingual("Later", "Plus tard"))
    create_survey(facts, consultation=made, by=SYSTEM)
    browser.open("/en/consultations/talk")
    assert "Answer the survey" not in browser.words()


def test_both_languages_are_needed_to_open(
    app: Flask, luc: User, sign_in: SignIn
) -> None:
    import pytest

    from engage.core.errors import Invalid

    draft = a_draft("plans", title=Bilingual("Plans", ""))
    with pytest.raises(Invalid):
        advance_consultation(draft, "open", by=SYSTEM)
    browser = sign_in(luc)
    browser.open("/en/manage/consultations/plans")
    assert "Before it can open" in browser.words()
