"""Tallies for facilitators: counts in their own catchments, never a word."""

from collections.abc import Callable

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from engage.catchments.models import Catchment
from engage.core.actors import SYSTEM
from engage.core.db import session
from engage.people.models import User
from engage.surveys.actions import edit_draft, publish_survey
from engage.surveys.number_bands import banded
from engage.surveys.results import Tally, borda, get_results
from tests.factories.surveys import (
    definition,
    make_consultation,
    make_survey,
    question,
    respond,
)
from tests.pages import Browser

ANSWERS = {
    "needs": "Secret words of Amina",
    "role": "worker",
    "ways": ["bus", "car"],
    "order": ["c", "a"],
    "views": {"staff": "good"},
    "ease": 4,
    "budget": {"rent": 4, "food": 6},
}


def area(slug: str) -> int:
    found = session().scalar(select(Catchment.id).where(Catchment.slug == slug))
    assert found is not None
    return found


@pytest.fixture
def answered(app: Flask) -> dict[str, int]:
    survey = make_survey()
    places = {"northeast": area("northeast"), "toronto": area("toronto")}
    keys = iter(f"submission-key-{n:04}" for n in range(9))
    for _ in range(2):
        respond(survey, ANSWERS, key=next(keys), catchment_id=places["northeast"])
    other = {**ANSWERS, "role": "employer", "order": ["a"], "ease": "unknown"}
    respond(survey, other, key=next(keys), catchment_id=places["toronto"])
    respond(survey, {"role": "worker"}, key=next(keys))
    return places


def lines(user: User, key: str) -> dict[str, dict[int | None, int]]:
    from engage.surveys.queries import find_survey

    survey = find_survey("work")
    assert survey is not None
    found = get_results(user.actor, survey)
    item = next(q for q in found.questions if q.question.key == key)
    return {f"{t.part}{t.choice}": t.places for t in item.lines}


def test_a_publisher_sees_every_catchment(
    answered: dict[str, int], odile: User
) -> None:
    north, toronto = answered["northeast"], answered["toronto"]
    assert lines(odile, "role") == {
        "worker": {north: 2, None: 1},
        "employer": {toronto: 1},
    }
    assert lines(odile, "ways") == {
        "bus": {north: 2, toronto: 1},
        "car": {north: 2, toronto: 1},
    }
    assert lines(odile, "views") == {"staffgood": {north: 2, toronto: 1}}
    assert lines(odile, "budget") == {
        "rent": {north: 8, toronto: 4},
        "food": {north: 12, toronto: 6},
    }
    assert lines(odile, "ease") == {"4": {north: 2}, "unknown": {toronto: 1}}


def test_rule_2_a_facilitator_sees_their_own_catchment_only(
    answered: dict[str, int], luc: User
) -> None:
    assert lines(luc, "role") == {"worker": {answered["northeast"]: 2}}


def test_the_page_shows_counts_and_no_words(
    answered: dict[str, int], luc: User, sign_in: object
) -> None:
    browser: Browser = sign_in(luc)  # type: ignore[operator]
    browser.open("/en/manage/surveys/work/results")
    assert "Secret words" not in browser.text
    assert "Waiting to be read: 2" in browser.words()
    assert "Working figures for where you work: Northeast." in browser.words()
    assert "Toronto" not in "".join(
        "".join(t.itertext()) for t in browser.tree.iter("table")
    )
    browser.open("/fr/manage/surveys/work/results")


def test_how_sure_an_order_is_stands_one_link_beside_it(
    answered: dict[str, int], odile: User, sign_in: Callable[[User], Browser]
) -> None:
    browser = sign_in(odile)
    browser.open("/en/manage/surveys/work/results")
    beside = [item.get("href", "") for item in browser.tree.iter("a")]
    parts = [href.partition("#")[2] for href in beside if "/insights#" in href]
    assert parts == ["priorities-work-order", "priorities-work-budget"]


def rows_of(browser: Browser, key: str) -> list[list[str]]:
    """Return the cells of a question's table."""
    table = browser.tree.find(f".//section[@aria-labelledby='q-{key}']//table")
    assert table is not None
    return [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")][1:]


def test_what_nobody_chose_is_listed_in_the_order_of_the_survey(
    answered: dict[str, int], luc: User, sign_in: Callable[[User], Browser]
) -> None:
    browser = sign_in(luc)
    browser.open("/fr/manage/surveys/work/results")
    assert [row[:2] for row in rows_of(browser, "role")] == [
        ["Worker (fr)", "2"],
        ["Employer (fr)", "0"],
        ["Other (fr)", "0"],
    ]
    views = [row[0] for row in rows_of(browser, "views")]
    assert views[0] == "Staff (fr)\N{NO-BREAK SPACE}: Good (fr)"
    assert views[-1] == "Hours (fr)\N{NO-BREAK SPACE}: Poor (fr)"
    assert [row[0] for row in rows_of(browser, "ease")] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("numbers", "names"),
    [
        (range(18, 31), ["18 to 19", "20 to 21", "22 to 23", "24 to 25", "26 to 27"]),
        (range(13), ["0 to 1", "2 to 3", "4 to 5", "6 to 7", "8 to 9"]),
        ([n / 10 for n in range(13)], ["0 to under 0.2", "0.2 to under 0.4"]),
        ([n * 9_000 for n in range(13)], ["0 to 19,999", "20,000 to 39,999"]),
        ([*range(1990, 2003)], ["1990 to 1991", "1992 to 1993"]),
    ],
)
def test_many_different_numbers_stand_in_bands(
    app: Flask, numbers: list[float], names: list[str]
) -> None:
    lines = [Tally("", str(value), {1: 2, None: 1}) for value in numbers]
    bands = banded(lines)
    assert [band.choice for band in bands][: len(names)] == names
    assert sum(band.total for band in bands) == 3 * len(lines)
    assert len(bands) <= 11


def test_words_of_an_earlier_kind_of_question_follow_the_bands(
    app: Flask, odile: User, sign_in: Callable[[User], Browser]
) -> None:
    survey = make_survey(question("age", "scale", unknown=True))
    respond(survey, {"age": "unknown"}, key="submission-key-unknown")
    ages = definition(question("age", "number", least=0, most=1000))
    edit_draft(survey, ages, version=survey.version, by=SYSTEM)
    publish_survey(survey, by=SYSTEM)
    for number in range(13):
        respond(survey, {"age": number * 7}, key=f"submission-key-{number:05}")
    browser = sign_in(odile)
    browser.open("/en/manage/surveys/work/results")
    names = [row[0] for row in rows_of(browser, "age")]
    assert (names[0], names[-2], len(names)) == ("0 to 9", "80 to 89", 10)


def test_numbers_too_close_for_bands_stand_each_by_itself(
    app: Flask, odile: User, sign_in: Callable[[User], Browser]
) -> None:
    survey = make_survey(question("size", "number", least=0, most=1, decimals=True))
    for number in range(13):
        sizes = {"size": number / 1_000_000}
        respond(survey, sizes, key=f"submission-key-{number:05}")
    browser = sign_in(odile)
    browser.open("/en/manage/surveys/work/results")
    assert len(rows_of(browser, "size")) == 13


def test_rule_2_another_catchments_survey_is_404(
    app: Flask, theo: User, sign_in: object
) -> None:
    make_survey(consultation=make_consultation(catchments=("northeast",)))
    browser: Browser = sign_in(theo)  # type: ignore[operator]
    browser.open("/en/manage/surveys/work/results", status=404)


def test_an_empty_survey_says_so(app: Flask, odile: User, sign_in: object) -> None:
    make_survey()
    browser: Browser = sign_in(odile)  # type: ignore[operator]
    browser.open("/en/manage/surveys/work/results")
    assert "No responses yet" in browser.words()


def test_borda_orders_by_mean_place() -> None:
    scores = borda([(["a", "b", "c"], 3), (["b", "a", "c"], 1)])
    assert scores == {"a": 7 / 8, "b": 5 / 8, "c": 0.0}


def test_borda_choices_left_out_share_what_is_left() -> None:
    scores = borda([(["a"], 1), (["a", "b", "c"], 1)])
    assert scores == {"a": 1.0, "b": 0.375, "c": 0.125}


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from("abcde"), unique=True, min_size=1),
            st.integers(1, 50),
        ),
        min_size=1,
    )
)
def test_borda_points_are_shared_out_in_full(
    rankings: list[tuple[list[str], int]],
) -> None:
    scores = borda(rankings)
    assert all(0 <= score <= 1 for score in scores.values())
    if len(scores) > 1:
        assert sum(scores.values()) == pytest.approx(len(scores) / 2)
