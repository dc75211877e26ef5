"""Doors to decisions on many texts at once: choose, look at what will happen, do it."""

from collections import Counter
from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from engage.consultations.models import Consultation
from engage.consultations.queries import get_managed_consultation
from engage.contributions.models import Contribution
from engage.contributions.privacy import find_personal_details
from engage.core.errors import EngageError, Invalid
from engage.moderation import actions, queries
from engage.moderation.forms import TogetherForm
from engage.moderation.policy import may_moderate
from engage.moderation.routes.blueprint import NAMES, bp, kept_choice, queue_form
from engage.web.access import current_actor, guarded

MOST_SHOWN = 500
SAMPLES = 5


@bp.get("/manage/moderation/<consultation>/many")
@guarded(may_moderate, by=get_managed_consultation)
def choose(consultation: Consultation) -> ResponseReturnValue:
    """Show the texts of a part of the queue, to choose from."""
    return _choose(consultation)


@bp.get("/manage/moderation/<consultation>/groups")
@guarded(may_moderate, by=get_managed_consultation)
def groups(consultation: Consultation) -> ResponseReturnValue:
    """Show texts that are alike, campaigns, and texts that say nothing."""
    found = queries.list_groups(current_actor(), consultation)
    page = render_template(
        "moderation/groups.html",
        consultation=consultation,
        groups=found,
        reasons=queries.list_reasons(consultation.id),
    )
    return _noted(page, sum(len(one.texts) for one in found))


@bp.route("/manage/moderation/<consultation>/preview", methods=["GET", "POST"])
@guarded(may_moderate, by=get_managed_consultation)
def preview(consultation: Consultation) -> ResponseReturnValue:
    """Show what a decision would do, to how many texts, before it is taken.

    Who goes back finds the same texts ticked, the reason and the note.
    """
    form = TogetherForm()
    if request.method == "GET" or "back" in request.form:
        return _choose(consultation, form=form)
    texts = queries.list_chosen(current_actor(), list(form.versions))
    texts = [item for item in texts if item.consultation_id == consultation.id]
    try:
        form.check(len(texts))
    except Invalid as error:
        return _choose(consultation, error, form), 422
    places = {item.id: item for item in consultation.catchments}
    return render_template(
        "moderation/preview.html",
        consultation=consultation,
        form=form,
        kept=kept_choice(queue_form(consultation)),
        texts=texts,
        samples=texts[:: max(1, len(texts) // SAMPLES)][:SAMPLES],
        marked=_marked(texts),
        outcomes=_outcomes(texts, form.decision.data or ""),
        by_place=_by_place(texts),
        places=places,
        reason=queries.find_reason(consultation.id, form.reason.data or ""),
        names=NAMES,
    )


@bp.post("/manage/moderation/<consultation>/decisions")
@guarded(may_moderate, by=get_managed_consultation)
def decide_together(consultation: Consultation) -> ResponseReturnValue:
    """Take one decision on all chosen texts, or on none."""
    form = TogetherForm()
    texts = queries.list_chosen(current_actor(), list(form.versions))
    try:
        form.check(len(texts))
        versions = {item.id: form.versions[item.public_id] for item in texts}
        if any(item.consultation_id != consultation.id for item in texts):
            raise Invalid(_("Choose texts of this consultation."))
        done = actions.decide_many(versions, form.verdict, by=current_actor())
    except EngageError as error:
        status = 422 if isinstance(error, Invalid) else 409
        return _choose(consultation, error, form), status
    flash(ngettext("%(num)s text is decided.", "%(num)s texts are decided.", len(done)))
    return redirect(url_for("moderation.desk", consultation=consultation.slug), 303)


def _choose(
    consultation: Consultation,
    problem: EngageError | None = None,
    form: TogetherForm | None = None,
) -> str:
    actor = current_actor()
    queue = queue_form(consultation)
    only = queue.chosen
    texts = queries.list_part(actor, consultation, only, MOST_SHOWN)
    marked = _marked(texts)
    page = render_template(
        "moderation/choose.html",
        consultation=consultation,
        queue=queue,
        kept=kept_choice(queue),
        texts=texts,
        waiting=queries.count_waiting(actor, consultation, only),
        places={item.id: item for item in consultation.catchments},
        reasons=queries.list_reasons(consultation.id),
        chosen=set(form.versions) if form else _ticked(texts, marked),
        marked=marked,
        typed=form,
        problem=problem.message if problem else "",
        names=NAMES,
    )
    return _noted(page, len(texts))


def _marked(texts: Sequence[Contribution]) -> set[str]:
    """Return the texts in which something looks like a personal detail."""
    return {
        item.public_id
        for item in texts
        if find_personal_details(item.text, item.language)
    }


def _ticked(texts: Sequence[Contribution], marked: set[str]) -> set[str]:
    """Return what is ticked at first: nothing, or all unmarked ones where asked for."""
    if request.args.get("tick") != "unmarked":
        return set()
    return {item.public_id for item in texts} - marked


def _noted(page: str, number: int) -> str:
    """Note the reading of a page's texts, once they are written: it lets go of them."""
    if number:
        actions.note_reading_many(number, by=current_actor())
    return page


def _outcomes(texts: Sequence[Contribution], decision: str) -> list[tuple[str, int]]:
    """Return which statuses the texts will have, and how many each."""
    after = {
        ("approve", "pending"): "approved",
        ("approve", "approved"): "approved",
        ("reject", "pending"): "rejected",
        ("reject", "approved"): "hidden",
    }
    counts = Counter(after.get((decision, item.status), item.status) for item in texts)
    return sorted(counts.items())


def _by_place(texts: Sequence[Contribution]) -> list[tuple[int | None, int]]:
    return Counter(item.catchment_id for item in texts).most_common()
