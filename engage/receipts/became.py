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
    """The published theme that a text joined, and the answer where one is released."""

    theme: str
    label: Bilingual
    consultation: str
    answer: Answered | None


def what_became_of(texts: Iterable[Contribution]) -> dict[int, Became]:
    """Return what became of somebody's approved texts of one consultation, by id."""
    known = {text.id: text for text in texts if text.status == "approved"}
    keys = _themes_of(known)
    if not keys:
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
            answer=_answer(document, key, known[id_].catchment_id),
        )
        for id_, key in keys.items()
        if key in named
    }


def _themes_of(texts: Iterable[int]) -> dict[int, str]:
    """Return the theme (by its name in reports) that each text is in now."""
    rows = session().execute(
        select(Assignment.contribution_id, Theme.key)
        .join(Theme, Theme.id == Assignment.theme_id)
        .where(Assignment.contribution_id.in_(list(texts)), Theme.state == "active")
    )
    return {row[0]: row[1] for row in rows}


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
