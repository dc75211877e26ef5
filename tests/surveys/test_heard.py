"""Who took part, beside the census: only differences that are no chance are told."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, select

from engage.catchments.facts import OPEN_END, census_ages, profiles
from engage.catchments.models import Catchment
from engage.core.db import session, transaction
from engage.people.models import User
from engage.surveys.arrivals import get_arrivals
from engage.surveys.heard_tables import heard_by_self
from engage.surveys.models import Characteristic, Response, Survey
from engage.surveys.representation import ages_of, band_of, compare, people_between
from engage.surveys.results import get_results
from tests.factories.surveys import (
    choices,
    make_consultation,
    make_survey,
    question,
    respond,
    words,
)
from tests.pages import Browser

SignIn = Callable[[User], Browser]
CENSUS = {(0, 15): 10, (15, 20): 5, (20, 25): 5, (25, 65): 60, (65, OPEN_END): 20}


@pytest.mark.parametrize(
    ("key", "band"),
    [
        ("18_24", (18, 25)),
        ("18-24", (18, 25)),
        ("age_18_to_24", (18, 25)),
        ("65_plus", (65, OPEN_END)),
        ("65_and_over", (65, OPEN_END)),
        ("65_or_older", (65, OPEN_END)),
        ("under_25", (0, 25)),
        ("30_20", None),
        ("worker", None),
        ("unknown", None),
    ],
)
def test_bands_are_read_from_short_names(
    key: str, band: tuple[int, int] | None
) -> None:
    assert band_of(key) == band


def test_bands_of_the_census_are_put_together() -> None:
    assert people_between(CENSUS, 15, 25) == 10
    assert people_between(CENSUS, 0, OPEN_END) == 100
    assert people_between(CENSUS, 16, 25) is None
    keys = ["15_24", "25_64", "65_plus", "16_30", "none"]
    assert ages_of(keys, CENSUS) == {"15_24": 10, "25_64": 60, "65_plus": 20}


def test_every_catchment_has_its_ages() -> None:
    for slug, ages in census_ages().items():
        young = people_between(ages, 18, 35)
        assert young is not None
        assert 0.1 < young / profiles()[slug].population < 0.4


def test_only_what_is_no_chance_is_called_less_or_more() -> None:
    even = {one.key: one for one in compare({"a": 6, "b": 4}, {"a": 50, "b": 50})}
    assert {one.verdict for one in even.values()} == {"even"}
    far = {one.key: one for one in compare({"a": 95, "b": 5}, {"a": 50, "b": 50})}
    assert (far["a"].verdict, far["b"].verdict) == ("over", "under")
    assert far["b"].would_be == 50
    assert compare({}, {"a": 1, "b": 1}) == []
    assert compare({"a": 3}, {"a": 1}) == []


def area(slug: str) -> int:
    found = session().scalar(select(Catchment.id).where(Catchment.slug == slug))
    assert found is not None
    return found


@pytest.fixture
def survey(app: Flask) -> Survey:
    from engage.core.actors import SYSTEM
    from engage.surveys.actions import edit_draft, publish_survey

    made = make_survey(question("role", "single", choices=choices("worker")))
    about = {
        "key": "you",
        "about_you": True,
        "title": words("About you", "À votre sujet"),
        "intro": words("Why we ask.", "Pourquoi."),
        "questions": [
            question("age", "single", choices=choices("15_24", "25_64", "65_plus")),
            question("lived", "single", choices=choices("here", "elsewhere")),
        ],
    }
    draft = {"sections": [*made.draft["sections"], about]}
    edit_draft(made, draft, version=made.version, by=SYSTEM)
    publish_survey(made, by=SYSTEM)
    for number in range(30):
        place = area("northeast" if number % 3 else "toronto")
        said = {"role": "worker", "age": "65_plus", "lived": "here"}
        key = f"submission-key-{number:04}"
        respond(made, said, key=key, catchment_id=place, language="fr")
    return made


def test_the_page_says_who_was_not_heard_enough(
    survey: Survey, odile: User, sign_in: SignIn
) -> None:
    browser = sign_in(odile)
    browser.open("/en/manage/surveys/work/results")
    read = browser.words()
    assert "Not heard enough yet: Toronto" in read
    assert "Not heard enough yet: 15_24, 25_64" in read
    assert "Question lived" in read
    assert "2 November 2026" in read or "November 2, 2026" in read
    assert "French30" in read.replace(" ", "")
    browser.open("/fr/manage/surveys/work/results")


def test_rule_02_a_facilitator_counts_the_own_catchment_only(
    survey: Survey, luc: User, sign_in: SignIn
) -> None:
    assert sum(get_arrivals(luc.actor, survey).days.values()) == 20
    browser = sign_in(luc)
    browser.open("/en/manage/surveys/work/results")
    assert "Toronto" not in browser.words()


def test_few_people_of_a_kind_are_not_counted_out_to_staff(
    survey: Survey, odile: User
) -> None:
    areas = list(survey.consultation.catchments)
    _ages, (lived,) = heard_by_self(odile.actor, survey, areas)
    assert [row[1] for row in lived.rows] == [30, "fewer than 5"]


def test_what_nine_people_said_of_themselves_is_not_told(
    survey: Survey, odile: User
) -> None:
    with transaction() as current:
        ids = current.scalars(select(Response.id).order_by(Response.id)).all()
        some = Characteristic.response_id.in_(ids[9:])
        current.execute(delete(Characteristic).where(some))
    areas = list(survey.consultation.catchments)
    assert heard_by_self(odile.actor, survey, areas) == ([], [])


def test_what_people_say_of_themselves_is_no_question_of_the_tallies(
    survey: Survey, odile: User
) -> None:
    found = get_results(odile.actor, survey)
    assert [item.question.key for item in found.questions] == ["role"]


def test_rankings_lead_to_where_they_are_weighed(
    app: Flask, odile: User, sign_in: SignIn
) -> None:
    made = make_survey(
        question("order", "ranking", choices=choices("a", "b")),
        consultation=make_consultation(),
    )
    respond(made, {"order": ["b", "a"]})
    browser = sign_in(odile)
    browser.open("/en/manage/surveys/work/results")
    links = [link.get("href", "") for link in browser.tree.iter("a")]
    assert any("/consultations/talk/insights#" in link for link in links)
