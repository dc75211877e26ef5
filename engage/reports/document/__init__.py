"""A report as data: one structure with both languages in it, every count disclosed.

`build_document` is a pure function of what is in the tables and of the rules; what it
returns is stored with the edition, and the pages, files and the PDF read nothing else.
"""

from datetime import date
from typing import Any

from engage import __version__
from engage.consultations.models import Consultation
from engage.core.disclosure import LEAST_BASE_FOR_SHARES, Disclosure
from engage.core.tokens import keyed
from engage.reports.document.answers import question_rows
from engage.reports.document.checks import (
    Folded,
    blocks,
    changed_people,
    folded_themes,
)
from engage.reports.document.designs import (
    answered_themes,
    coverage_faults,
    designs_part,
    place_row,
    with_designs,
)
from engage.reports.document.figures import Counting, both
from engage.reports.document.opinions import opinion_rows
from engage.reports.document.places import (
    census_share,
    profile_words,
    uneven_words,
)
from engage.reports.document.readiness import Check, checklist
from engage.reports.document.reading import reading_words
from engage.reports.document.sentences import summary
from engage.reports.document.statements import statement_rows
from engage.reports.document.texts import (
    count_alike,
    is_describing,
    standing_texts,
    text_rows,
    with_model_themes,
    without_model_themes,
)
from engage.reports.document.themes import (
    other_themes,
    outside_themes,
    published_theme_rows,
)
from engage.reports.document.weighting import weight_faults, with_weighted
from engage.reports.document.who import who_took_part
from engage.reports.document.words import (
    as_revision,
    changed_words,
    corrected,
    gone_ids,
    quoted_ids,
    rewritten_ids,
    without_words,
)
from engage.reports.queries import Material

SCHEMA = "engage.report/1"

__all__ = [
    "SCHEMA",
    "Check",
    "Folded",
    "answered_themes",
    "as_revision",
    "blocks",
    "build_document",
    "census_share",
    "changed_people",
    "changed_words",
    "checklist",
    "corrected",
    "count_alike",
    "coverage_faults",
    "designs_part",
    "folded_themes",
    "gone_ids",
    "is_describing",
    "marks_of",
    "place_row",
    "profile_words",
    "quoted_ids",
    "rewritten_ids",
    "standing_texts",
    "uneven_words",
    "weight_faults",
    "with_designs",
    "with_model_themes",
    "without_model_themes",
    "without_words",
]


def build_document(
    material: Material,
    rules: Disclosure,
    *,
    number: int,
    published_on: date,
    is_interim: bool,
) -> dict[str, Any]:
    """Return an edition of the report as data."""
    counting = Counting(material, rules)
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "consultation": _asked(material.consultation),
        "edition": {
            "number": number,
            "revision": 0,
            "published_on": published_on.isoformat(),
            "is_interim": is_interim,
        },
        "who": who_took_part(counting),
        "themes": published_theme_rows(counting),
        "other_themes": other_themes(counting),
        "outside_themes": outside_themes(counting),
        "questions": question_rows(counting),
        "statements": statement_rows(material),
        "opinions": opinion_rows(counting),
        "method": _method(material, rules),
        "reading": both(reading_words(material.reading)),
    }
    document["themes"] = with_weighted(document)
    document["texts"] = text_rows(counting, document["themes"])
    document["withheld"] = _count_withheld(document)
    document["summary"] = summary(document, published_on)
    return document


def marks_of(material: Material, rules: Disclosure) -> dict[str, str]:
    """Return a keyed mark for each person counted, and one for what they said.

    Where a text stands among the themes is no part of it: arranging themes anew
    changes nobody's answer.
    """
    said: dict[str, list[str]] = {voice: [] for voice in material.people}
    for text in material.texts.values():
        said[text.voice].append(text.public_id)
    for asked in material.questions:
        for voice, answer in asked.answers.items():
            said[voice].append(f"{asked.survey}:{asked.question.key}={answer!r}")
    return {
        _mark(rules, voice): _mark(rules, *sorted(words))
        for voice, words in said.items()
    }


def _mark(rules: Disclosure, *parts: str) -> str:
    return keyed(rules.key.hex(), "counted", "\0".join(parts))[:9].hex()


def _asked(consultation: Consultation) -> dict[str, Any]:
    return {
        "slug": consultation.slug,
        "title": both(consultation.title),
        "summary": both(consultation.summary),
        "purpose": both(consultation.purpose),
        "outcome": both(consultation.outcome),
        "opens_on": consultation.opens_on.isoformat(),
        "closes_on": consultation.closes_on.isoformat(),
        "sample_notice": both(consultation.sample_notice),
        "attribution": both(consultation.attribution),
        "source_url": consultation.source_url,
        "has_public_source": consultation.has_public_source,
    }


def _method(material: Material, rules: Disclosure) -> dict[str, Any]:
    run = material.run
    return {
        "platform_version": __version__,
        "engine_version": run.engine_version if run else None,
        "run": run.number if run else None,
        "seed": run.seed if run else None,
        "parameters": run.parameters if run else {},
        "k": rules.k,
        "base": rules.base,
        "least_base_for_shares": LEAST_BASE_FOR_SHARES,
    }


def _count_withheld(part: object) -> int:
    """Return how many figures of a part of the report are withheld."""
    if isinstance(part, list):
        return sum(_count_withheld(item) for item in part)
    if not isinstance(part, dict):
        return 0
    own = int("withheld" in part and part.get("value") is None)
    return own + sum(_count_withheld(item) for item in part.values())
