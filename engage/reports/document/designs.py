"""What SSM designs say to the themes of a report, as it was released.

Nothing here counts anybody: coverage is computed from the figures the report publishes
(rule 17), so anybody can follow it, and a later release needs no new figure.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from engage.designs.coverage import (
    Coverage,
    Heard,
    ProvinceCoverage,
    coverage_of,
    province_coverage,
)
from engage.designs.queries import Released

Row = dict[str, Any]
UNANSWERED = {"verdict": "", "reason": None, "section": "", "decided_on": None}


def designs_part(document: Row, released: Iterable[Released]) -> Row | None:
    """Return how released designs answer a report's themes; None where none does."""
    slug = document["consultation"]["slug"]
    there = {row["slug"] for row in document["who"]["catchments"]}
    places = [
        place_row(document, one)
        for one in released
        if one.catchment.slug in there and one.answers_to(slug)
    ]
    if not places:
        return None
    return {"places": places, "coverage": vars(_province(document, places))}


def answered_themes(slug: str, released: Iterable[Released]) -> set[str]:
    """Return the keys of a consultation's themes that some released design answers."""
    return {
        theme
        for one in released
        for theme, answer in one.answers_to(slug).items()
        if answer["verdict"]
    }


def place_row(document: Row, released: Released) -> Row:
    """Return how one catchment's design answers each theme of a report."""
    themes = list(_answers(document, released))
    found = coverage_of(_heard(document, released.catchment.slug, themes))
    return {
        "slug": released.catchment.slug,
        "release": released.number,
        "released_on": released.released_on.isoformat(),
        "manager": released.content["manager"],
        "answers": themes,
        "coverage": _coverage(found),
    }


def with_designs(document: Row, part: Row | None) -> Row:
    """Return a report that says what designs answer, marked as such."""
    edition = {**document["edition"], "is_answered": True}
    return {**document, "edition": edition, "designs": part}


def coverage_faults(document: Row) -> Iterator[str]:
    """Yield what does not follow in the coverage of a published report."""
    part = document.get("designs")
    if part is None:
        return
    for place in part["places"]:
        heard = _heard(document, place["slug"], place["answers"])
        if _coverage(coverage_of(heard)) != place["coverage"]:
            yield f"designs.{place['slug']}: the coverage does not follow"
    if vars(_province(document, part["places"])) != part["coverage"]:
        yield "designs: the coverage of the province does not follow"


def _answers(document: Row, released: Released) -> Iterator[Row]:
    """Yield a row for each theme of the report, in its order."""
    given = released.answers_to(document["consultation"]["slug"])
    for theme in document["themes"]:
        answer = given.get(theme["id"], UNANSWERED)
        element = released.element(answer.get("element") or "")
        steps = element["statuses"] if element else []
        yield {
            "theme": theme["id"],
            "verdict": answer["verdict"],
            "reason": answer["reason"],
            "section": answer["section"],
            "decided_on": answer["decided_on"],
            "element": element["id"] if element else None,
            "element_name": element["name"] if element else None,
            "status": steps[-1]["status"] if steps else "",
            "status_on": steps[-1]["on"] if steps else None,
        }


def _heard(document: Row, slug: str, answers: Iterable[Row]) -> list[Heard]:
    """Return the themes with the people who speak of them there, as published."""
    verdicts = {row["theme"]: row["verdict"] for row in answers}
    return [
        Heard(people_there(theme, slug), verdicts[theme["id"]])
        for theme in document["themes"]
        if theme["id"] in verdicts
    ]


def people_there(theme: Row, slug: str) -> int | None:
    """Return how many people of a catchment speak of a theme, None if not shown."""
    cell = next((row for row in theme["catchments"] if row["slug"] == slug), None)
    return None if cell is None else cell["people"]["value"]


def _coverage(found: Coverage) -> Row:
    return {"themes": found.themes, "answered": found.answered, "share": found.share}


def _province(document: Row, places: Iterable[Row]) -> ProvinceCoverage:
    populations = {
        row["slug"]: row["population"] for row in document["who"]["catchments"]
    }
    covered = {
        place["slug"]: coverage_of(_heard(document, place["slug"], place["answers"]))
        for place in places
    }
    return province_coverage(covered, populations)
