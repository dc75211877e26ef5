"""The sample designs: in both languages, of elements and themes that there are."""

import json
from collections.abc import Iterator
from typing import Any

from engage.catchments.files import read_rows
from engage.commands.demo.publishing import DATA
from engage.designs.facts import STATUSES, VERDICTS

FOLDER = DATA / "ontario"
TYPED = set("'\"")


def designs() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FOLDER / "designs.json").read_text())
    return found


def pairs(part: Any) -> Iterator[dict[str, str]]:
    """Yield every text in two languages."""
    if isinstance(part, dict) and set(part) == {"en", "fr"}:
        yield part
    elif isinstance(part, dict):
        for inside in part.values():
            yield from pairs(inside)
    elif isinstance(part, list):
        for inside in part:
            yield from pairs(inside)


def test_every_text_is_in_both_languages_and_well_set() -> None:
    for pair in pairs(designs()):
        assert bool(pair["en"]) == bool(pair["fr"]), pair
        assert not TYPED & set(pair["en"] + pair["fr"]), pair


def test_the_themes_answered_are_those_of_the_sample() -> None:
    listed = json.loads((FOLDER / "titles.json").read_text())
    titles = {one["en"] for one in listed}
    answered = {one["theme"] for design in designs() for one in design["answers"]}
    assert answered <= titles


def test_elements_statuses_and_answers_are_of_the_lists() -> None:
    elements = {row["slug"] for row in read_rows("ssm_elements.csv")}
    places = {row["slug"] for row in read_rows("catchments.csv")}
    for design in designs():
        assert design["catchment"] in places
        assert {one["element"] for one in design["elements"]} <= elements
        assert {one["element"] for one in design["answers"]} <= elements | {""}
        assert {one["verdict"] for one in design["answers"]} <= set(VERDICTS)
        steps = [step for one in design["elements"] for step in one["steps"]]
        assert {step["status"] for step in steps} <= set(STATUSES)
