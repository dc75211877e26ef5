"""Who took part, by catchment, language and way of answering."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from engage.catchments.facts import profiles
from engage.reports.document.figures import (
    Counting,
    Row,
    both,
    figure_cell,
    order_of,
    part_cells,
)
from engage.reports.queries import Person

FEWEST_WEEKS, MOST_WEEKS = 2, 60


def who_took_part(counting: Counting) -> Row:
    """Return how many took part, how many wrote, and where they come from."""
    return {
        "people": figure_cell(counting.people.figure),
        "writers": figure_cell(counting.all_writers.figure),
        "catchments": _catchments(counting),
        "languages": _split(counting, "language", lambda person: person.language),
        "channels": _split(counting, "channel", lambda person: person.channel),
        "weeks": _weeks(counting),
    }


def _catchments(counting: Counting) -> list[Row]:
    """Return a row a catchment; none where the consultation lies outside them."""
    material = counting.material
    if not material.catchments:
        return []
    facts = profiles()
    rows = [
        {
            "slug": place.slug,
            "name": both(place.name),
            "population": facts[place.slug].population,
            **_from(counting, place.slug),
        }
        for place in material.catchments
    ]
    rows.sort(key=order_of)
    nowhere = {"slug": None, "name": None, "population": None}
    return [*rows, {**nowhere, **_from(counting, None)}]


def _from(counting: Counting, catchment: str | None) -> Row:
    there = counting.people_of(catchment).figure
    return {
        **part_cells(there, counting.people.figure),
        "writers": figure_cell(counting.writers_of(catchment).figure),
    }


def _split(
    counting: Counting, name: str, value_of: Callable[[Person], str]
) -> list[Row]:
    """Return a row for each value that somebody has and that may be shown.

    Values with a withheld figure are left out, so that their being there says nothing.
    """
    whole = counting.people.figure
    people = counting.material.people.values()
    rows = []
    for value in sorted({value_of(person) for person in people}):
        voices = [person.voice for person in people if value_of(person) == value]
        cell = counting.cell("people", f"{name}:{value}")
        figure = counting.rules.within(cell, voices, whole)
        if figure.value is not None:
            rows.append({"id": value, **part_cells(figure, whole)})
    return sorted(rows, key=order_of)


def _weeks(counting: Counting) -> list[Row]:
    """Return how many first took part in each week, named by its Monday.

    Every week from the first to the last has a row, so that none tells by its absence.
    One week alone, or years of them (words that came from elsewhere), have no rows.
    """
    people = counting.material.people.values()
    began = {person.voice: _monday(person.since) for person in people if person.since}
    if not began:
        return []
    first, last = min(began.values()), max(began.values())
    weeks = [first + timedelta(days=7 * n) for n in range((last - first).days // 7 + 1)]
    if not FEWEST_WEEKS <= len(weeks) <= MOST_WEEKS:
        return []
    return [_week(counting, week, began) for week in weeks]


def _week(counting: Counting, week: date, began: Mapping[str, date]) -> Row:
    voices = [voice for voice, day in began.items() if day == week]
    cell = counting.cell("people", f"week:{week}")
    figure = counting.rules.within(cell, voices, counting.people.figure)
    return {"id": week.isoformat(), **part_cells(figure, counting.people.figure)}


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
