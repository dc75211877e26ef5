"""What became of one's words: the theme they joined, and what a design answers to it.

Only what is published is told: themes named in a report, designs that are released.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from engage.catchments.models import Catchment
from engage.contributions.models import Contribution
from engage.core.db import session
from engage.core.i18n import Bilingual
from engage.designs.queries import find_release
from engage.designs.wording import STATUSES, VERDICTS, Named
from engage.reports.document import place_row
from engage.reports.queries import find_latest_edition, get_document
from engage.themes.models import Assignment, Theme

MOST_WORDS = 5
Row = dict[str, Any]


@dataclass(frozen=True)
class Answered:
    """What the design of one's catchment answers to a theme, and how far that is."""

    catchment: Catchment
    verdict: Named
    reason: Bilingual
    element: Bilingual
    status: Named | None
    since: date | None


@dataclass(frozen=True)
class Became:
    """The published theme that a text joined, why, and the answer if one is released.

    `words` are its own words that put it there; none where a person did (`is_by_hand`).
    """

    theme: str
    label: Bilingual
    consultation: str
    words: tuple[str, ...]
    is_by_hand: bool
    answer: Answered | None


def what_became_of(texts: Iterable[Contribution]) -> dict[int, Became]:
    """Return what became of somebody's approved texts of one consultation, by id."""
    known = {text.id: text for text in texts if text.status == "approved"}
    places = _places_of(known)
    if not places:
        return {}
    consultation_id = next(iter(known.values())).consultation_id
    edition = find_latest_edition(consultation_id)
    if edition is None:
        return {}
    document = get_document(edition)
    named = {theme["id"]: theme for theme in document["themes"]}
    return {
        id_: Became(
            theme=key,
            label=Bilingual(**named[key]["label"]),
            consultation=document["consultation"]["slug"],
            words=() if place.is_pinned else _telling(place),
            is_by_hand=place.is_pinned,
            answer=_answer(document, key, known[id_].catchment_id),
        )
        for id_, (place, key) in places.items()
        if key in named
    }


def _places_of(texts: Iterable[int]) -> dict[int, tuple[Assignment, str]]:
    """Return where each text is now, and the theme's name in reports."""
    rows = session().execute(
        select(Assignment, Theme.key)
        .join(Theme, Theme.id == Assignment.theme_id)
        .where(Assignment.contribution_id.in_(list(texts)), Theme.state == "active")
    )
    return {place.contribution_id: (place, key) for place, key in rows}


def _telling(place: Assignment) -> tuple[str, ...]:
    """Return the words of a text that put it in its theme, the strongest first."""
    return tuple(str(term) for term, _weight in place.reasons[:MOST_WORDS])


def _answer(document: Row, theme: str, catchment_id: int | None) -> Answered | None:
    place = session().get(Catchment, catchment_id) if catchment_id else None
    released = find_release(place) if place else None
    if place is None or released is None:
        return None
    rows = place_row(document, released)["answers"]
    row = next(row for row in rows if row["theme"] == theme)
    if not row["verdict"]:
        return None
    return Answered(
        catchment=place,
        verdict=VERDICTS[row["verdict"]],
        reason=Bilingual(**row["reason"]),
        element=Bilingual(**(row["element_name"] or {})),
        status=STATUSES[row["status"]] if row["status"] else None,
        since=date.fromisoformat(row["status_on"]) if row["status_on"] else None,
    )
