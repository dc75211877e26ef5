"""A place that is asked for: looked up, asked again where it could be two."""

import pytest
from flask import Flask
from sqlalchemy import select

from engage.core.db import session
from engage.surveys.models import Answer, Survey
from tests.factories.surveys import make_survey, question, respond
from tests.pages import Browser

AGREED = {"consent": "y"}


@pytest.fixture
def survey(app: Flask) -> Survey:
    return make_survey(question("town", "place"))


def kept() -> list[object]:
    return list(session().scalars(select(Answer.value)))


def radios(amina: Browser) -> list[str | None]:
    inputs = amina.tree.iter("input")
    return [i.get("value") for i in inputs if i.get("name") == "town.area"]


def test_a_place_in_several_areas_is_asked_about_without_a_script(
    survey: Survey, amina: Browser
) -> None:
    amina.open("/en/s/work")
    amina.submit(status=200, town="Hamilton", **AGREED)
    assert "lies in more than one area" in amina.words()
    assert radios(amina) == ["muskoka-kawarthas", "hamilton-niagara", "unsure"]
    assert kept() == []
    amina.submit(town="Hamilton", **{"town.area": "hamilton-niagara"}, **AGREED)
    assert kept() == ["hamilton-niagara"]


@pytest.mark.parametrize("area", [None, "unsure", "toronto", "<b>"])
def test_who_does_not_choose_keeps_the_place_as_named(
    survey: Survey, amina: Browser, area: str | None
) -> None:
    amina.open("/fr/s/work")
    amina.submit(status=200, town="hamilton", **AGREED)
    chosen = {"town.area": area} if area else {}
    amina.submit(town="hamilton", **chosen, **AGREED)
    assert kept() == ["Hamilton"]


def test_another_place_typed_afterwards_is_not_that_area(
    survey: Survey, amina: Browser
) -> None:
    amina.open("/en/s/work")
    amina.submit(status=200, town="Hamilton", **AGREED)
    amina.submit(town="Timmins", **{"town.area": "hamilton-niagara"}, **AGREED)
    assert kept() == ["Timmins"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Atlantis", "Vérifiez l’orthographe"),
        ("sudb", "Grand Sudbury"),
        ("H2X 1Y4", "trois premiers caractères, par exemple P3E"),
    ],
)
def test_an_unknown_place_says_what_to_do_and_stays(
    survey: Survey, amina: Browser, typed: str, told: str
) -> None:
    amina.open("/fr/s/work")
    amina.submit(status=422, town=typed, **AGREED)
    assert told in amina.words()
    assert f'value="{typed}"' in amina.text


def test_its_author_reads_the_name_of_the_area_again(
    survey: Survey, amina: Browser
) -> None:
    code = respond(survey, {"town": "hamilton-niagara"}).code
    amina.open("/en/my-response")
    amina.submit(status=200, code=code)
    assert "Hamilton–Niagara" in amina.words() or "Hamilton-Niagara" in amina.words()
    assert "hamilton-niagara" not in amina.words()
