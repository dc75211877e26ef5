"""Texts that wait for a decision."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from engage.catchments.models import Catchment
from engage.consultations.actions import (
    ConsultationFacts,
    advance_consultation,
    create_consultation,
)
from engage.consultations.models import Consultation
from engage.contributions.actions import NewContribution, add_contributions
from engage.contributions.models import Contribution
from engage.core import clock
from engage.core.actors import SYSTEM
from engage.core.db import session, transaction
from engage.core.i18n import Bilingual

_numbers = count(1)


def a_consultation(
    slug: str = "jobs", catchments: Sequence[str] = ("northeast", "toronto")
) -> Consultation:
    """Return an open consultation over some catchments."""
    today = clock.today()
    facts = ConsultationFacts(
        slug=slug,
        title=Bilingual("Jobs near you", "Des emplois près de chez vous"),
        summary=Bilingual("What do you need?", "De quoi avez-vous besoin?"),
        opens_on=today - timedelta(days=30),
        closes_on=today + timedelta(days=30),
    )
    consultation = create_consultation(facts, catchments=catchments, by=SYSTEM)
    advance_consultation(consultation, "open", by=SYSTEM)
    return consultation


def a_contribution(
    consultation: Consultation,
    text: str = "We need a bus to the mine.",
    catchment: str | None = "northeast",
    **facts: Any,
) -> Contribution:
    """Return a text that waits, three hours old unless told otherwise."""
    number = next(_numbers)
    place = select(Catchment.id).where(Catchment.slug == catchment)
    moment = clock.now() - timedelta(hours=3)
    given = {
        "kind": "answer",
        "source_key": f"test:{number}",
        "prompt_key": "q1",
        "prompt": Bilingual("What is missing?", "Que manque-t-il?"),
        "voice": f"voice-{number}",
        "channel": "web",
        "language": "en",
        "received_on": clock.today(),
        "received_hour": moment.replace(minute=0),
        **facts,
    }
    if given.get("status", "pending") != "pending":
        given["received_hour"] = None
    with transaction() as current:
        new = NewContribution(
            consultation_id=consultation.id,
            catchment_id=current.scalar(place) if catchment else None,
            text=text,
            **given,
        )
        add_contributions(current, [new])
    return (
        session()
        .scalars(
            select(Contribution).where(Contribution.source_key == given["source_key"])
        )
        .one()
    )
