"""Verbs about consultations."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.catchments.models import Catchment
from engage.consultations.models import ConsentText, Consultation
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.db import transaction
from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.events import announce
from engage.core.i18n import Bilingual
from engage.core.i18n import gettext as _

STEPS = {"draft": "open", "open": "closed", "closed": "reported"}


@dataclass(frozen=True)
class ConsultationFacts:
    """What a new consultation is made of."""

    slug: str
    title: Bilingual
    summary: Bilingual
    opens_on: date
    closes_on: date
    zone: str = "America/Toronto"
    purpose: Bilingual = field(default_factory=Bilingual)
    outcome: Bilingual = field(default_factory=Bilingual)
    contact: Bilingual = field(default_factory=Bilingual)
    participation: Bilingual = field(default_factory=Bilingual)
    quoting: Bilingual = field(default_factory=Bilingual)
    sample_notice: Bilingual | None = None
    attribution: Bilingual | None = None
    source_url: str = ""


def create_consultation(
    facts: ConsultationFacts, *, catchments: Sequence[str] = (), by: Actor
) -> Consultation:
    """Create a draft consultation over some catchments (none: outside them).

    Raises:
        Conflict: Its slug is taken.
        Invalid: It closes before it opens.
        NotFound: A catchment does not exist.
    """
    with transaction() as current:
        return add_consultation(current, facts, catchments=catchments, by=by)


def add_consultation(
    current: Session,
    facts: ConsultationFacts,
    *,
    catchments: Sequence[str] = (),
    by: Actor,
) -> Consultation:
    """Add a draft consultation inside the caller's transaction.

    Raises:
        Conflict, Invalid, NotFound: As `create_consultation`.
    """
    if facts.closes_on < facts.opens_on:
        raise Invalid(_("It must not close before it opens."))
    taken = select(Consultation.id).where(Consultation.slug == facts.slug)
    if current.scalar(taken) is not None:
        raise Conflict(_("There is a consultation with this address already."))
    found = list(
        current.scalars(select(Catchment).where(Catchment.slug.in_(catchments)))
    )
    if len(found) != len(set(catchments)):
        raise NotFound(_("One of these catchments does not exist."))
    consultation = _new_row(facts)
    consultation.catchments = found
    current.add(consultation)
    current.flush()
    record(
        current,
        "consultations.consultation.created",
        by=by,
        subject=("consultation", consultation.id),
    )
    return consultation


def _new_row(facts: ConsultationFacts) -> Consultation:
    columns: dict[str, Any] = {
        name: getattr(facts, name)
        for name in (
            "slug",
            "title",
            "summary",
            "purpose",
            "outcome",
            "contact",
            "sample_notice",
            "attribution",
            "source_url",
            "opens_on",
            "closes_on",
            "zone",
        )
    }
    consent = ConsentText(
        number=1, participation=facts.participation, quoting=facts.quoting
    )
    return Consultation(**columns, consent_texts=[consent])


def advance_consultation(
    consultation: Consultation, state: str, *, by: Actor
) -> None:
    """Take a consultation one step on: draft, open, closed, reported.

    Raises:
        Conflict: That is not the next step.
        Invalid: A text that people will read is missing in one language.
    """
    with transaction() as current:
        fresh = current.get_one(Consultation, consultation.id)
        take_step(current, fresh, state, by=by)


def take_step(
    current: Session, consultation: Consultation, state: str, *, by: Actor
) -> None:
    """Take a consultation one step on inside the caller's transaction.

    Other rooms hear of it as the event `consultation.STATE`.

    Raises:
        Conflict, Invalid: As `advance_consultation`.
    """
    if consultation.state == state:
        return
    if STEPS.get(consultation.state) != state:
        raise Conflict(_("This consultation cannot take that step now."))
    is_complete = consultation.title.is_complete and consultation.summary.is_complete
    if state == "open" and not is_complete:
        raise Invalid(_("Write the title and the summary in both languages."))
    consultation.state = state
    announce(f"consultation.{state}", current=current, consultation=consultation)
    record(
        current,
        f"consultations.consultation.{state}",
        by=by,
        subject=("consultation", consultation.id),
    )
