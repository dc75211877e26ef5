"""The door for background work: publishing an edition."""

from collections.abc import Mapping
from typing import Any

from flask import current_app

from engage.consultations.queries import get_managed_consultation
from engage.core.actors import SYSTEM
from engage.core.errors import NotAllowed
from engage.core.i18n import gettext as _
from engage.core.worker import Progress
from engage.people.queries import find_actor
from engage.reports import actions
from engage.reports.policy import may_publish_report
from engage.reports.queries import find_latest_edition


def publish(
    payload: Mapping[str, Any], actor_id: int | None, progress: Progress
) -> None:
    """Publish the next edition, if the one who asked still may (rule 3).

    Where a worker was killed after that edition was out, there is nothing left to do.
    """
    by = SYSTEM if actor_id is None else find_actor(actor_id)
    if not may_publish_report(by):
        raise NotAllowed(_("The person who asked for this may no longer do it."))
    consultation = get_managed_consultation(by, payload["consultation"])
    latest = find_latest_edition(consultation.id)
    if latest is not None and latest.number >= payload["number"]:
        return
    press = actions.press_of(current_app.config["SETTINGS"])
    actions.publish_edition(consultation, press, by=by, tell=progress)
