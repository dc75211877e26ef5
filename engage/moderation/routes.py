"""Doors of moderation: the queue, the desk, the history of one text."""

from dataclasses import asdict
from datetime import datetime, time
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engage.consultations.models import Consultation
from engage.consultations.queries import (
    get_consultation_by_id,
    get_managed_consultation,
)
from engage.contributions.models import Contribution
from engage.contributions.privacy import split_at_details
from engage.contributions.queries import get_contribution
from engage.core import clock
from engage.core.errors import Conflict, Invalid
from engage.core.i18n import current_language
from engage.moderation import actions, queries
from engage.moderation.forms import KIND_NAMES, DecisionForm, QueueForm, UndoForm
from engage.moderation.policy import may_moderate, possible_decisions
from engage.web.access import current_actor, guarded
from engage.web.formatting import language_name

STATUS_NAMES = {
    "pending": _l("Waiting"),
    "approved": _l("Approved"),
    "rejected": _l("Rejected"),
    "hidden": _l("Hidden"),
    "withdrawn": _l("Withdrawn by its author"),
}
DECISION_NAMES = {
    "approve": _l("Approved"),
    "reject": _l("Rejected"),
    "hide": _l("Hidden"),
    "restore": _l("Shown again"),
    "undo": _l("Decision taken back"),
}
DETAIL_NAMES = {
    "email": _l("E-mail address"),
    "url": _l("Link"),
    "handle": _l("Name used online"),
    "phone": _l("Telephone number"),
    "sin": _l("Social insurance number"),
    "postal_code": _l("Postal code"),
    "street": _l("Street address"),
    "employer": _l("Employer"),
    "name": _l("Name"),
}
NAMES = {
    "status": STATUS_NAMES,
    "decision": DECISION_NAMES,
    "kind": KIND_NAMES,
    "detail": DETAIL_NAMES,
}

bp = Blueprint("moderation", __name__)


@bp.get("/manage/moderation")
@guarded(may_moderate)
def index() -> ResponseReturnValue:
    """Show what waits, consultation by consultation and catchment by catchment."""
    return render_template(
        "moderation/index.html", piles=queries.list_piles(current_actor())
    )


@bp.get("/manage/moderation/<consultation>")
@guarded(may_moderate, by=get_managed_consultation)
def desk(consultation: Consultation) -> ResponseReturnValue:
    """Show the text that has waited longest, large, with what helps to decide."""
    return _desk(consultation)


@bp.post("/manage/contributions/<contribution>/decision")
@guarded(may_moderate, by=get_contribution)
def decide(contribution: Contribution) -> ResponseReturnValue:
    """Take one decision, then show the next text."""
    consultation = get_consultation_by_id(contribution.consultation_id)
    form = DecisionForm()
    if not form.is_submitted_and_valid():
        raise Invalid(_("The decision could not be read. Open the desk again."))
    try:
        actions.decide(
            contribution,
            form.decision.data,
            reason=form.reason.data or "",
            note=form.note.data or "",
            version=form.version.data,
            by=current_actor(),
        )
    except Conflict as error:
        if _came_from_desk():
            return _desk(consultation, problem=error.message), 409
        raise
    return _back(consultation, contribution)


@bp.post("/manage/contributions/<contribution>/undo")
@guarded(may_moderate, by=get_contribution)
def undo(contribution: Contribution) -> ResponseReturnValue:
    """Take back one's own last decision."""
    form = UndoForm()
    if not form.is_submitted_and_valid():
        raise Invalid(_("The decision could not be read. Open the desk again."))
    actions.undo(contribution, version=form.version.data, by=current_actor())
    return _back(get_consultation_by_id(contribution.consultation_id), contribution)


@bp.get("/manage/contributions/<contribution>")
@guarded(may_moderate, by=get_contribution)
def history(contribution: Contribution) -> ResponseReturnValue:
    """Show one text and everything that was decided on it."""
    consultation = get_consultation_by_id(contribution.consultation_id)
    places = {item.id: item for item in consultation.catchments}
    return render_template(
        "moderation/history.html",
        contribution=contribution,
        consultation=consultation,
        catchment=places.get(contribution.catchment_id or 0),
        history=queries.list_history(contribution),
        reasons=queries.list_reasons(consultation.id),
        possible=possible_decisions(contribution),
        pieces=split_at_details(contribution.text, contribution.language),
        names=NAMES,
    )


def _desk(consultation: Consultation, problem: str = "") -> str:
    actor = current_actor()
    form = _queue_form(consultation)
    only, after = form.chosen, form.after.data or ""
    item = queries.find_next(actor, consultation, only, after)
    midnight = datetime.combine(
        clock.today(consultation.zone), time(), ZoneInfo(consultation.zone)
    )
    places = {place.id: place for place in consultation.catchments}
    return render_template(
        "moderation/desk.html",
        consultation=consultation,
        queue=form,
        kept={**asdict(only), "after": after},
        item=item,
        catchment=places.get((item.catchment_id if item else None) or 0),
        waiting=queries.count_waiting(actor, consultation, only),
        pace=queries.get_pace(actor, midnight),
        undoable=queries.find_undoable(actor, consultation),
        reasons=queries.list_reasons(consultation.id),
        pieces=split_at_details(item.text, item.language) if item else [],
        names=NAMES,
        problem=problem,
    )


def _queue_form(consultation: Consultation) -> QueueForm:
    actor, language = current_actor(), current_language()
    places = [
        (place.slug, place.name[language])
        for place in consultation.catchments
        if actor.covers(place.id)
    ]
    places.append((queries.NO_PLACE, _("No catchment named")))
    spoken = queries.list_languages(actor, consultation)
    return QueueForm(places, [(code, language_name(code)) for code in spoken])


def _came_from_desk() -> bool:
    return request.form.get("desk") == "yes"


def _back(
    consultation: Consultation, contribution: Contribution
) -> ResponseReturnValue:
    if not _came_from_desk():
        page = url_for("moderation.history", contribution=contribution.public_id)
        return redirect(page, 303)
    form = _queue_form(consultation)
    kept = {**asdict(form.chosen), "after": form.after.data or ""}
    chosen = {name: value for name, value in kept.items() if value}
    return redirect(
        url_for("moderation.desk", consultation=consultation.slug, **chosen), 303
    )
