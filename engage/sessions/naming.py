"""What other rooms say of a session is held to the sessions there are."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.errors import Invalid
from engage.core.i18n import gettext as _
from engage.sessions.models import FacilitatedSession
from engage.surveys.models import ImportBatch, Survey


def require_session(*, current: Session, batch: ImportBatch, survey: Survey) -> None:
    """Refuse a stack of paper forms that names no session of its consultation.

    Raises:
        Invalid: There is no such session.
    """
    if batch.session_code is None:
        return
    held = select(FacilitatedSession.id).where(
        FacilitatedSession.code == batch.session_code,
        FacilitatedSession.consultation_id == survey.consultation_id,
    )
    if current.scalar(held) is None:
        told = _("This consultation has no session with this code.")
        raise Invalid(told, {"session": told})
