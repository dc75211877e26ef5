"""Take a consultation on: draft, open, closed, reported."""

from sqlalchemy.orm import Session

from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.db import transaction
from engage.core.errors import Conflict, Invalid
from engage.core.events import announce
from engage.core.i18n import gettext as _

STEPS = {"draft": "open", "open": "closed", "closed": "reported"}


def advance_consultation(consultation: Consultation, state: str, *, by: Actor) -> None:
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
    if state == "open":
        require_complete(consultation)
    consultation.state = state
    if state == "closed":
        consultation.closed_at = clock.now()
    announce(f"consultation.{state}", current=current, consultation=consultation)
    record(
        current,
        f"consultations.consultation.{state}",
        by=by,
        subject=("consultation", consultation.id),
    )


def require_complete(consultation: Consultation) -> None:
    """Refuse what people could not read in their language.

    Raises:
        Invalid: A text is missing in one language; `fields` names which.
    """
    missing = consultation.missing_texts
    if missing:
        told = _("People must be able to read this text in both languages.")
        summary = _("Write every text in both languages first.")
        raise Invalid(summary, dict.fromkeys(missing, told))
