"""The sessions of a consultation as plain objects, for its whole file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.consultations.models import Consultation
from engage.core.actors import Actor
from engage.core.db import session
from engage.core.errors import Invalid
from engage.core.i18n import Bilingual
from engage.core.i18n import gettext as _
from engage.core.tokens import ALPHABET
from engage.sessions.facts import SessionFacts, checked_facts
from engage.sessions.models import CODE_LENGTH, MOST_PEOPLE, FacilitatedSession


def dump_sessions(consultation: Consultation) -> Iterator[Mapping[str, Any]]:
    """Yield the sessions of a consultation by code; their notes are texts."""
    found = session().scalars(
        select(FacilitatedSession)
        .where(FacilitatedSession.consultation_id == consultation.id)
        .order_by(FacilitatedSession.code)
    )
    for held in found:
        yield {
            "code": held.code,
            "title": asdict(held.title),
            "place": held.place,
            "held_on": held.held_on.isoformat(),
            "catchment": held.catchment.slug if held.catchment else None,
            "languages": held.languages,
            "attendance": held.attendance,
        }


def load_sessions(
    current: Session,
    consultation: Consultation,
    items: Sequence[Mapping[str, Any]],
    by: Actor,
) -> None:
    """Add the sessions of a file inside the caller's transaction.

    Raises:
        Invalid: One of them cannot be read; nothing is kept.
    """
    del by
    places: dict[object, int | None] = {p.slug: p.id for p in consultation.catchments}
    places[None] = None
    for number, item in enumerate(items, 1):
        try:
            made = _made(item, places)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            told = _("Session %(number)s in the file cannot be read.", number=number)
            raise Invalid(told) from error
        made.consultation_id = consultation.id
        current.add(made)
    current.flush()


def _made(
    item: Mapping[str, Any], places: Mapping[object, int | None]
) -> FacilitatedSession:
    code, people = item["code"], item["attendance"]
    is_code = len(code) == CODE_LENGTH and set(code) <= set(ALPHABET)
    is_count = people is None or (
        isinstance(people, int) and 0 <= people <= MOST_PEOPLE
    )
    if not (is_code and is_count):
        raise ValueError
    facts = checked_facts(
        SessionFacts(
            title=Bilingual(**item["title"]),
            place=item["place"],
            held_on=date.fromisoformat(item["held_on"]),
            catchment=item["catchment"],
            languages=item["languages"],
        )
    )
    return FacilitatedSession(
        code=code,
        catchment_id=places[facts.catchment],
        title=facts.title,
        place=facts.place,
        held_on=facts.held_on,
        languages=list(facts.languages),
        attendance=people,
    )
