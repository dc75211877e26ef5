"""A design as data: what a release keeps, in both languages, and nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from engage.core.i18n import Bilingual
from engage.designs.models import DesignElement, DesignText
from engage.designs.queries import AskedTheme, WorkingDesign

SCHEMA = "engage.design/1"
Row = dict[str, Any]


def design_as_data(
    working: WorkingDesign,
    elements: Sequence[DesignElement],
    texts: Iterable[DesignText],
    asked: Iterable[AskedTheme],
) -> Row:
    """Return a design as data; `texts` are all versions, for the status over time."""
    by_id = {element.id: element for element in elements}
    versions: dict[int, list[DesignText]] = {}
    for text in texts:
        versions.setdefault(text.element_id, []).append(text)
    design = working.design
    answered = [one for one in asked if one.theme.id in working.answers]
    # An invented design is put in nobody's mouth.
    is_sample = any(one.consultation.is_sample for one in answered)
    return {
        "schema": SCHEMA,
        "catchment": working.catchment.slug,
        "manager": asdict(Bilingual() if is_sample else working.catchment.ssm_name),
        "about": asdict(design.about) if design else {"en": "", "fr": ""},
        "source_url": design.source_url if design else "",
        "is_sample": is_sample,
        "elements": [_element(one, versions.get(one.id, [])) for one in elements],
        "answers": [_answer(one, working, by_id) for one in answered],
    }


def statuses_of(versions: Iterable[DesignText]) -> list[Row]:
    """Return the statuses one after the other: each time one began to hold.

    What was corrected without another status or day shows its last words.
    """
    steps = ((one.status, one.status_on, one) for one in versions if one.status_on)
    found = []
    for (status, since), same in groupby(steps, key=lambda step: step[:2]):
        last = list(same)[-1][2]
        found.append(
            {
                "status": status,
                "on": since.isoformat() if since else None,
                "reason": asdict(last.status_reason),
            }
        )
    return sorted(found, key=lambda row: str(row["on"]))


def _element(element: DesignElement, versions: Sequence[DesignText]) -> Row:
    """Return what a design says of an element; its text is None where it is silent."""
    newest = versions[-1] if versions else None
    is_written = newest is not None and bool(newest.text.en)
    return {
        "id": element.slug,
        "name": asdict(element.name),
        "definition": asdict(element.definition),
        "text": asdict(newest.text) if newest and is_written else None,
        "section": newest.section if newest and is_written else "",
        "version": newest.number if newest and is_written else 0,
        "status": newest.status if newest and is_written else "",
        "statuses": statuses_of(versions) if is_written else [],
    }


def _answer(
    one: AskedTheme, working: WorkingDesign, elements: dict[int, DesignElement]
) -> Row:
    answer = working.answers[one.theme.id]
    element = elements.get(answer.element_id or 0)
    return {
        "consultation": one.consultation.slug,
        "theme": one.theme.key,
        "label": asdict(one.theme.label),
        "verdict": answer.verdict,
        "reason": asdict(answer.reason),
        "section": answer.section,
        "element": element.slug if element else None,
        "decided_on": answer.decided_on.isoformat(),
    }
