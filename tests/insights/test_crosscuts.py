"""Who speaks of what: protected figures, tested against all the others."""

import itertools
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event, select, update

from engage.consultations.models import Consultation
from engage.core.config import Settings
from engage.core.db import db, session, transaction
from engage.core.disclosure import Disclosure, Figure, rules_of
from engage.insights.crosscuts import Cut, difference, list_crosscuts
from engage.people.models import User
from engage.surveys.models import Characteristic, Response, SurveyVersion
from tests.factories.reports import a_bare_consultation, reportable
from tests.factories.surveys import choices, question
from tests.pages import Browser

SignIn = Callable[[User], Browser]
PAGE = "/manage/consultations/needs/insights/people"


@pytest.fixture
def rules(settings: Settings) -> Disclosure:
    return rules_of(settings.secret_key)


@pytest.fixture
def needs(app: Flask) -> Consultation:
    return reportable("needs", northeast=200, toronto=100)


def cut_of(cuts: list[Cut], title: str) -> Cut:
    return next(one for one in cuts if one.title.en == title)


def test_rule_17_every_figure_is_rounded_or_withheld(
    needs: Consultation, rules: Disclosure
) -> None:
    cuts = list_crosscuts(needs, rules)
    language = cut_of(cuts, "Language")
    assert [one.label.en for one in language.groups] == ["English", "French"]
    figures = [cell.people for line in language.lines for cell in line.cells]
    assert all(one.value is None or one.value % 5 == 0 for one in figures)
    assert {line.theme.key for line in language.lines} >= {"t-rides", "t-skills"}


def test_a_group_that_differs_is_marked(needs: Consultation, rules: Disclosure) -> None:
    """Who writes in French speaks of skills, all of them: that figure is withheld."""
    language = cut_of(list_crosscuts(needs, rules), "Language")
    skills = next(one for one in language.lines if one.theme.key == "t-skills")
    rides = next(one for one in language.lines if one.theme.key == "t-rides")
    assert [cell.stands_out for cell in skills.cells] == ["less", ""]
    assert [cell.stands_out for cell in rides.cells] == ["", ""]


def gap(part: int | None, group: int, theme: int, everybody: int) -> float | None:
    figures = [Figure(value) for value in (part, group, theme, everybody)]
    return difference(*figures, base=5)


def test_rule_17_what_cannot_be_shown_is_not_tested() -> None:
    assert gap(None, 100, 200, 400) is None
    assert gap(10, 20, 200, 400) is None, "a group of twenty has no shares"
    assert gap(60, 100, 40, 400) is None, "a part is never more than its whole"
    assert gap(50, 100, 200, 400) == pytest.approx(1)
    assert (gap(90, 100, 200, 400) or 1) < 0.001


def test_rounding_alone_makes_no_difference() -> None:
    """Two thirds of each group: the figures may be off by four, the verdict is not."""
    truly = (133, 200, 183, 275)
    ways = [(value // 5 * 5, -(-value // 5) * 5) for value in truly]
    for rounded in itertools.product(*ways):
        assert (gap(*rounded) or 1) > 0.05
    assert (gap(75, 200, 150, 270) or 1) < 0.001, "others may look more than there are"


def say_ages() -> None:
    """Have everybody say an age: every second one is young, one person is old."""
    ages = question("age", "single", choices=choices("young", "adult", "old"))
    about = {"key": "you", "about_you": True, "title": {}, "intro": {}}
    with transaction() as current:
        version = current.scalars(select(SurveyVersion)).one()
        sections = [*version.definition["sections"], {**about, "questions": [ages]}]
        changed = update(SurveyVersion).where(SurveyVersion.id == version.id)
        values = {"definition": {"sections": sections}, "digest": "f" * 64}
        current.execute(changed.values(values))
        for place, id_ in enumerate(current.scalars(select(Response.id)).all()):
            said = "old" if place == 0 else ("young", "adult")[place % 2]
            row = Characteristic(response_id=id_, question_key="age", value=said)
            current.add(row)


def test_what_people_said_of_themselves_makes_groups(
    needs: Consultation, rules: Disclosure
) -> None:
    say_ages()
    session().expire_all()
    [age] = [one for one in list_crosscuts(needs, rules) if one.too_small]
    assert len(age.groups) == 2
    assert age.too_small == 1, "nobody learns that there is one old person"


def test_small_groups_are_counted_and_not_shown(rules: Disclosure, app: Flask) -> None:
    few = reportable("few", northeast=12)
    assert list_crosscuts(few, rules) == []
    assert list_crosscuts(a_bare_consultation("empty"), rules) == []


def test_staff_read_it_in_both_languages_with_few_questions(
    needs: Consultation, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    asked: list[str] = []
    listen = (db.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    event.listen(*listen)
    browser.open(f"/en{PAGE}")
    event.remove(*listen)
    assert len(asked) <= 16
    assert "Way of taking part" not in browser.words(), "all of them wrote online"
    browser.open(f"/fr{PAGE}")
    assert "Anglais" in browser.words()
