"""Door for background work: drawing insights."""

from collections.abc import Mapping
from typing import Any

from engage.consultations.queries import get_managed_consultation
from engage.core.actors import SYSTEM
from engage.core.errors import NotAllowed
from engage.core.i18n import gettext as _
from engage.core.jobs import get_job_by_id
from engage.core.worker import Progress
from engage.insights import actions
from engage.insights.policy import may_see_insights
from engage.people.queries import find_actor


def find(payload: Mapping[str, Any], actor_id: int | None, progress: Progress) -> None:
    """Draw insights, if the one who asked still may (rule 3)."""
    by = SYSTEM if actor_id is None else find_actor(actor_id)
    if not may_see_insights(by):
        raise NotAllowed(_("The person who asked for this may no longer do it."))
    consultation = get_managed_consultation(by, payload["consultation"])
    job = get_job_by_id(progress.job_id)
    actions.draw_insights(consultation.id, job=job.public_id, by=by, progress=progress)
