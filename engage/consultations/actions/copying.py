"""Duplicate a consultation, so that next year's need not be typed again."""

from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.consultations.actions.drafting import EDITABLE, add_consultation
from engage.consultations.facts import ConsultationFacts, Copy
from engage.consultations.models import Consultation
from engage.core.actors import Actor
from engage.core.audit import record_detailed
from engage.core.db import is_duplicate, transaction
from engage.core.errors import Conflict
from engage.core.events import announce
from engage.core.i18n import gettext as _


def duplicate_consultation(
    consultation: Consultation, copy: Copy, *, by: Actor
) -> Consultation:
    """Make a draft with the texts, catchments and consent of a consultation.

    Nothing that people said comes along. Other rooms copy what is asked when they hear
    `consultation.duplicated` (source, copy, by), in the same transaction.

    Raises:
        Conflict: Its slug is taken.
        Invalid: A fact cannot be used, or a catchment is not the actor's.
    """
    try:
        with transaction() as current:
            made = _add_copy(current, consultation.id, copy, by=by)
    except IntegrityError as error:
        if is_duplicate(error, "uq_consultation_slug"):
            told = _("There is a consultation with this address already.")
            raise Conflict(told) from error
        raise
    return made


def _add_copy(
    current: Session, source_id: int, copy: Copy, *, by: Actor
) -> Consultation:
    source = current.get_one(Consultation, source_id)
    facts: dict[str, Any] = {name: getattr(source, name) for name in EDITABLE}
    if source.consent is not None:
        facts["participation"] = source.consent.participation
        facts["quoting"] = source.consent.quoting
    facts |= vars(copy)
    made = add_consultation(
        current,
        ConsultationFacts(**facts),
        catchments=[place.slug for place in source.catchments],
        by=by,
    )
    announce(
        "consultation.duplicated", current=current, source=source, copy=made, by=by
    )
    record_detailed(
        current,
        "consultations.consultation.duplicated",
        by=by,
        subject=("consultation", made.id),
        detail={"source": source.id},
    )
    return made
