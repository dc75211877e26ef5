"""The doors for background work: publishing an edition, revising what is out."""

from collections.abc import Mapping
from typing import Any

from flask import current_app

from engage.consultations.queries import (
    get_consultation_by_id,
    get_managed_consultation,
)
from engage.core.actors import SYSTEM, Actor
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
    by = _publisher(actor_id)
    consultation = get_managed_consultation(by, payload["consultation"])
    latest = find_latest_edition(consultation.id)
    if latest is not None and latest.number >= payload["number"]:
        return
    actions.publish_edition(
        consultation,
        _press(),
        is_final=payload["is_final"],
        licence=payload.get("licence"),
        by=by,
        tell=progress,
    )


def correct(
    payload: Mapping[str, Any], actor_id: int | None, progress: Progress
) -> None:
    """Publish the newest edition anew with the words of now (rule 3).

    Where a worker was killed after that was out, there is nothing left to correct.
    """
    by = _publisher(actor_id)
    consultation = get_managed_consultation(by, payload["consultation"])
    actions.revise_editions(consultation, _press(), by=by, tell=progress)
    if actions.draft_report(consultation, _press()).corrected is not None:
        actions.correct_edition(consultation, _press(), by=by, tell=progress)


def revise(
    payload: Mapping[str, Any], _actor_id: int | None, progress: Progress
) -> None:
    """Take words that were withdrawn or hidden out of every edition (rule 20)."""
    consultation = get_consultation_by_id(payload["consultation"])
    actions.revise_editions(consultation, _press(), by=SYSTEM, tell=progress)


def answer(
    payload: Mapping[str, Any], _actor_id: int | None, progress: Progress
) -> None:
    """Show in the newest edition what designs answer since they were released."""
    consultation = get_consultation_by_id(payload["consultation"])
    actions.show_answers(consultation, _press(), by=SYSTEM, tell=progress)


def _publisher(actor_id: int | None) -> Actor:
    by = SYSTEM if actor_id is None else find_actor(actor_id)
    if not may_publish_report(by):
        raise NotAllowed(_("The person who asked for this may no longer do it."))
    return by


def _press() -> actions.Press:
    return actions.press_of(current_app.config["SETTINGS"])
