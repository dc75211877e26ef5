"""Sample designs for a few catchments, written by the actions that staff use."""

import json
from datetime import date
from typing import Any

from engage.catchments.models import Catchment
from engage.catchments.queries import get_catchment
from engage.commands.demo.publishing import DATA, publisher
from engage.core.actors import SYSTEM, Actor
from engage.core.i18n import Bilingual
from engage.designs.actions import (
    answer_theme,
    describe_design,
    release_design,
    write_text,
)
from engage.designs.facts import AboutFacts, AnswerFacts, TextFacts
from engage.designs.queries import (
    find_release,
    get_design,
    get_element,
    list_themes_asked,
)

FILE = DATA / "ontario" / "designs.json"
Row = dict[str, Any]


def write_designs() -> None:
    """Write and release the sample designs that are not public yet."""
    by = publisher()
    for row in json.loads(FILE.read_text(encoding="utf-8")):
        place = get_catchment(SYSTEM, row["catchment"])
        if find_release(place) is None:
            _write(place, row, by)
            release_design(place, by=by)


def _write(place: Catchment, row: Row, by: Actor) -> None:
    """Write what is missing: a run that was interrupted goes on where it stopped."""
    design = get_design(place)
    if not design.version:
        about = AboutFacts(place.ssm_name, Bilingual(**row["about"]))
        describe_design(place, about, version=0, by=by)
    for said in row["elements"]:
        _write_text(place, said, by)
    themes = {one.theme.label.en: one.theme for one in list_themes_asked(place)}
    for answer in row["answers"]:
        theme = themes.get(answer["theme"])
        if theme is not None and theme.id not in design.answers:
            facts = AnswerFacts(
                answer["verdict"],
                Bilingual(**answer["reason"]),
                answer["section"],
                answer["element"],
                date.fromisoformat(answer["on"]),
            )
            answer_theme(place, theme, facts, version=0, by=by)


def _write_text(place: Catchment, said: Row, by: Actor) -> None:
    """Write a text once for each step it has taken, the first step first."""
    element = get_element(SYSTEM, said["element"])
    known = get_design(place).texts.get(element.id)
    text, section = Bilingual(**said["text"]), said["section"]
    versions = (
        [TextFacts(text, section)]
        if not said["steps"]
        else [
            TextFacts(
                text,
                section,
                step["status"],
                date.fromisoformat(step["on"]),
                Bilingual(**step["reason"]),
            )
            for step in said["steps"]
        ]
    )
    for number, facts in enumerate(versions):
        if number >= (known.number if known else 0):
            write_text(place, element, facts, version=number, by=by)
