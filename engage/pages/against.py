"""A released design set against what was heard: what its page and its brief say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engage.core.i18n import current_language
from engage.designs.queries import Released
from engage.designs.wording import STATUSES, VERDICTS, Named
from engage.reports.document import place_row
from engage.reports.layout import figure_words
from engage.reports.models import Edition
from engage.web.formatting import percent

Row = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """A theme of a report, how many there speak of it, and what the design answers."""

    theme: str
    label: str
    figure: str
    verdict: Named
    is_open: bool
    answer: Row
    reason: str
    element: str
    status: Named | None
    since: date | None


@dataclass(frozen=True)
class Asked:
    """What one report heard in a catchment, open themes and answered ones."""

    consultation: str
    title: str
    edition: str
    is_sample: bool
    coverage: Row
    open: tuple[Said, ...]
    answered: tuple[Said, ...]


@dataclass(frozen=True)
class Step:
    """How far something is since a day, and why."""

    status: Named
    since: date
    reason: str


@dataclass(frozen=True)
class Written:
    """What the design says of an element, how far it is, and which themes led to it."""

    id: str
    name: str
    definition: str
    text: str
    section: str
    statuses: tuple[Step, ...]
    led_by: tuple[tuple[Asked, Said], ...]


def asked_of(
    released: Released, documents: Sequence[tuple[Edition, Row]]
) -> list[Asked]:
    """Return what the newest reports ask of a design, the newest report first."""
    slug = released.catchment.slug
    return [
        _asked(released, edition, document)
        for edition, document in documents
        if any(row["slug"] == slug for row in document["who"]["catchments"])
    ]


def written_in(released: Released, asked: Sequence[Asked]) -> list[Written]:
    """Return what a design says, element by element, in the language of the page."""
    language = current_language()
    return [
        Written(
            id=element["id"],
            name=element["name"][language],
            definition=element["definition"][language],
            text=element["text"][language] if element["text"] else "",
            section=element["section"],
            statuses=tuple(_step(step) for step in element["statuses"]),
            led_by=tuple(
                (one, said)
                for one in asked
                for said in one.answered
                if said.answer["element"] == element["id"]
            ),
        )
        for element in released.content["elements"]
    ]


def _step(step: Row) -> Step:
    reason = step["reason"][current_language()]
    return Step(STATUSES[step["status"]], date.fromisoformat(step["on"]), reason)


def _asked(released: Released, edition: Edition, document: Row) -> Asked:
    row = place_row(document, released)
    themes = {theme["id"]: theme for theme in document["themes"]}
    slug = released.catchment.slug
    said = [_said(themes[answer["theme"]], slug, answer) for answer in row["answers"]]
    return Asked(
        consultation=document["consultation"]["slug"],
        title=document["consultation"]["title"][current_language()],
        edition=edition.name,
        is_sample=document["consultation"]["sample_notice"] is not None,
        coverage=row["coverage"],
        open=tuple(one for one in said if one.is_open),
        answered=tuple(one for one in said if not one.is_open),
    )


def _said(theme: Row, slug: str, answer: Row) -> Said:
    language = current_language()
    cell = next(row for row in theme["catchments"] if row["slug"] == slug)
    verdict = answer["verdict"] or "open"
    figure = figure_words(cell["people"])
    return Said(
        theme=theme["id"],
        label=theme["label"][language],
        figure=percent(cell["share"]["value"]) if cell["share"] else figure,
        verdict=VERDICTS[verdict],
        is_open=verdict == "open",
        answer=answer,
        reason=answer["reason"][language] if answer["reason"] else "",
        element=answer["element_name"][language] if answer["element_name"] else "",
        status=STATUSES[answer["status"]] if answer["status"] else None,
        since=date.fromisoformat(answer["status_on"]) if answer["status_on"] else None,
    )
