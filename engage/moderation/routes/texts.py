"""Doors to one text: its history, its earlier words, and what can be done to it."""

from flask import render_template
from flask.typing import ResponseReturnValue

from engage.consultations.queries import get_consultation_by_id
from engage.contributions.models import Contribution
from engage.contributions.privacy import find_personal_details, split_at_details
from engage.contributions.queries import get_contribution
from engage.core.errors import EngageError, Invalid
from engage.core.text import guessed_language
from engage.moderation import actions, queries
from engage.moderation.facts import cuts_of
from engage.moderation.forms import (
    LanguageForm,
    MergeForm,
    RedactForm,
    SplitForm,
    VersionForm,
)
from engage.moderation.policy import may_moderate, possible_decisions
from engage.moderation.routes.blueprint import NAMES, back, bp, came_from_desk, required
from engage.web.access import current_actor, guarded


@bp.get("/manage/contributions/<contribution>")
@guarded(may_moderate, by=get_contribution)
def history(contribution: Contribution) -> ResponseReturnValue:
    """Show one text and everything that was decided on it."""
    actions.note_reading(contribution, by=current_actor())
    return _page(contribution)


@bp.post("/manage/contributions/<contribution>/originals")
@guarded(may_moderate, by=get_contribution)
def originals(contribution: Contribution) -> ResponseReturnValue:
    """Show what a text said before it was changed; who reads it is kept."""
    required(VersionForm())
    found = actions.read_originals(contribution, by=current_actor())
    return render_template(
        "moderation/originals.html",
        contribution=contribution,
        consultation=get_consultation_by_id(contribution.consultation_id),
        wordings=found,
    )


@bp.post("/manage/contributions/<contribution>/redaction")
@guarded(may_moderate, by=get_contribution)
def redact(contribution: Contribution) -> ResponseReturnValue:
    """Take personal details out of the public words."""
    form = RedactForm()
    required(form)
    try:
        actions.redact(
            contribution,
            chosen=form.chosen,
            words=form.lines,
            version=form.version.data,
            by=current_actor(),
        )
    except Invalid as error:
        if came_from_desk():
            raise
        return _page(contribution, problem=error, typed=form.words.data or ""), 422
    return back(get_consultation_by_id(contribution.consultation_id), contribution)


@bp.post("/manage/contributions/<contribution>/split")
@guarded(may_moderate, by=get_contribution)
def split(contribution: Contribution) -> ResponseReturnValue:
    """Cut a text that says two things in two."""
    form = SplitForm()
    required(form)
    try:
        actions.split(
            contribution, form.at.data, version=form.version.data, by=current_actor()
        )
    except Invalid as error:
        return _page(contribution, problem=error), 422
    return back(get_consultation_by_id(contribution.consultation_id), contribution)


@bp.post("/manage/contributions/<contribution>/merge")
@guarded(may_moderate, by=get_contribution)
def merge(contribution: Contribution) -> ResponseReturnValue:
    """Put aside a text whose author had said the same already."""
    form = MergeForm()
    required(form)
    same_as = (form.same_as.data or "").strip().rstrip("/").rsplit("/", 1)[-1]
    try:
        actions.merge(
            contribution, same_as, version=form.version.data, by=current_actor()
        )
    except Invalid as error:
        return _page(contribution, problem=error), 422
    return back(get_consultation_by_id(contribution.consultation_id), contribution)


@bp.post("/manage/contributions/<contribution>/language")
@guarded(may_moderate, by=get_contribution)
def set_language(contribution: Contribution) -> ResponseReturnValue:
    """Correct the language of a text."""
    form = LanguageForm()
    required(form)
    actions.set_language(
        contribution,
        form.spoken.data,
        version=form.version.data,
        by=current_actor(),
    )
    return back(get_consultation_by_id(contribution.consultation_id), contribution)


def _page(
    contribution: Contribution, problem: EngageError | None = None, typed: str = ""
) -> str:
    consultation = get_consultation_by_id(contribution.consultation_id)
    places = {item.id: item for item in consultation.catchments}
    text, language = contribution.text, contribution.language
    is_in_parts = queries.has_parts_in_place([contribution.id])
    return render_template(
        "moderation/history.html",
        contribution=contribution,
        consultation=consultation,
        catchment=places.get(contribution.catchment_id or 0),
        history=queries.list_history(contribution),
        related=queries.list_related(current_actor(), contribution),
        earlier=queries.count_earlier_wordings(contribution.id),
        reasons=queries.list_reasons(consultation.id),
        possible=[] if is_in_parts else possible_decisions(contribution),
        is_in_parts=is_in_parts,
        pieces=split_at_details(text, language),
        details=find_personal_details(text, language),
        cuts=cuts_of(text),
        guessed=guessed_language(text, language),
        names=NAMES,
        problem=problem.message if problem else "",
        typed=typed,
    )
