"""Doors for background work: finding themes, placing texts that come later."""

from collections.abc import Mapping
from typing import Any

from flask import current_app

from engage.consultations.queries import get_managed_consultation
from engage.core.actors import SYSTEM
from engage.core.errors import NotAllowed
from engage.core.i18n import gettext as _
from engage.core.jobs import get_job_by_id
from engage.core.worker import Progress
from engage.people.queries import find_actor
from engage.themes import actions
from engage.themes.policy import may_shape_themes


def find(payload: Mapping[str, Any], actor_id: int | None, progress: Progress) -> None:
    """Find themes, if the one who asked still may (rule 3)."""
    by = SYSTEM if actor_id is None else find_actor(actor_id)
    if not may_shape_themes(by):
        raise NotAllowed(_("The person who asked for this may no longer do it."))
    consultation = get_managed_consultation(by, payload["consultation"])
    job = get_job_by_id(progress.job_id)
    actions.run_themes(
        consultation,
        job=job.public_id,
        by=by,
        progress=progress,
        scheduler=current_app.config["SETTINGS"].dask_scheduler,
    )


def place(
    payload: Mapping[str, Any], _actor_id: int | None, _progress: Progress
) -> None:
    """Place texts that came after a run."""
    actions.place_late_texts(payload["consultation"])
