"""Consultations as drafts, with texts in both languages."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from engage.consultations.actions import ConsultationFacts, create_consultation
from engage.consultations.models import Consultation
from engage.core.actors import SYSTEM
from engage.core.i18n import Bilingual


def a_draft(
    slug: str = "jobs", catchments: Sequence[str] = ("northeast",), **facts: Any
) -> Consultation:
    """Make a draft that could be opened."""
    told = {
        "title": Bilingual("Jobs near you", "Des emplois près de chez vous"),
        "summary": Bilingual("What do you need?", "De quoi avez-vous besoin?"),
        "opens_on": date(2026, 11, 1),
        "closes_on": date(2026, 11, 30),
        "participation": Bilingual("I take part.", "Je participe."),
        "quoting": Bilingual("You may quote me.", "Vous pouvez me citer."),
        **facts,
    }
    return create_consultation(
        ConsultationFacts(slug=slug, **told), catchments=catchments, by=SYSTEM
    )
