"""Doors of the desk: the piles, one text after the other, one decision each."""

from collections.abc import Callable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from flask import render_template
from flask.typing import ResponseReturnValue

from engage.consultations.models import Consultation
from engage.consultations.queries import (
    get_consultation_by_id,
    get_managed_consultation,
)
from engage.contributions.models import Contribution
from engage.contributions.privacy import split_at_details
from engage.contributions.queries import get_contribution
from engage.core import clock
from engage.core.errors import Conflict
from engage.core.text import guessed_language
from engage.moderation import actions, queries
from engage.moderation.forms import DecisionForm, VersionForm
from engage.moderation.policy import may_moderate
from engage.moderation.routes.blueprint import (
    NAMES,
    back,
    bp,
    came_from_desk,
    kept_choice,
    queue_form,
    required,
)
from engage.web.access import current_actor, guarded


@bp.get("/manage/moderation")
@guarded(may_moderate)
def index() -> ResponseReturnValue:
    """Show what waits, consultation by consultation and catchment by catchment."""
    actor = current_actor()
    return render_template(
        "moderation/index.html",
        piles=queries.list_piles(actor),
        appeals=queries.count_open_appeals(actor),
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
    required(form)
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
        if came_from_desk():
            note = (form.note.data or "").strip()
            about = {"missed": contribution.public_id, "note": note}
            return _desk(consultation, error.message, **about), 409
        raise
    return back(consultation, contribution)


@bp.post("/manage/contributions/<contribution>/undo")
@guarded(may_moderate, by=get_contribution)
def undo(contribution: Contribution) -> ResponseReturnValue:
    """Take back one's own last decision."""
    return _taken_back(contribution, actions.undo)


@bp.post("/manage/contributions/<contribution>/undo-together")
@guarded(may_moderate, by=get_contribution)
def undo_together(contribution: Contribution) -> ResponseReturnValue:
    """Take back one's own last decision on this text and on all decided with it."""
    return _taken_back(contribution, actions.undo_together)


def _taken_back(
    contribution: Contribution, take_back: Callable[..., object]
) -> ResponseReturnValue:
    consultation = get_consultation_by_id(contribution.consultation_id)
    form = VersionForm()
    required(form)
    try:
        take_back(contribution, version=form.version.data, by=current_actor())
    except Conflict as error:
        if came_from_desk():
            return _desk(consultation, problem=error.message), 409
        raise
    return back(consultation, contribution)


def _desk(
    consultation: Consultation, problem: str = "", missed: str = "", note: str = ""
) -> str:
    """Show the desk; `missed` is a text that somebody else was quicker with."""
    actor = current_actor()
    form = queue_form(consultation)
    only, kept = form.chosen, kept_choice(form)
    item = actions.open_next(consultation, only, form.skipped, by=actor)
    last = queries.find_own_last(actor, consultation)
    midnight = datetime.combine(
        clock.today(consultation.zone), time(), ZoneInfo(consultation.zone)
    )
    places = {place.id: place for place in consultation.catchments}
    return render_template(
        "moderation/desk.html",
        consultation=consultation,
        queue=form,
        kept=kept,
        item=item,
        catchment=places.get((item.catchment_id if item else None) or 0),
        waiting=queries.count_waiting(actor, consultation, only),
        elsewhere=queries.count_read_by_others(actor, consultation, only),
        pace=queries.get_pace(actor, midnight),
        last=last,
        together=queries.count_decided_together(last[0]) if last else 0,
        reasons=queries.list_reasons(consultation.id),
        pieces=split_at_details(item.text, item.language) if item else [],
        flags=queries.list_flags(item.id) if item else [],
        earlier=queries.count_earlier_wordings(item.id) if item else 0,
        guessed=guessed_language(item.text, item.language) if item else "",
        names=NAMES,
        problem=problem,
        missed=missed,
        note=note,
    )
