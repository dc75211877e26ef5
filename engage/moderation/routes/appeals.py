"""Doors to appeals: what waits, and the answer of somebody who did not decide."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.contributions.models import Contribution
from engage.core.errors import Invalid
from engage.moderation import actions, queries
from engage.moderation.forms import AnswerForm
from engage.moderation.policy import may_answer_appeal, may_moderate
from engage.moderation.queries import AppealCase
from engage.moderation.routes.blueprint import NAMES, bp
from engage.web.access import current_actor, guarded, keeps_form


@bp.get("/manage/appeals")
@guarded(may_moderate)
def appeals() -> ResponseReturnValue:
    """Show the appeals that wait, the oldest first."""
    cases = queries.list_open_appeals(current_actor())
    page = render_template("moderation/appeals.html", cases=cases, names=NAMES)
    if cases:
        actions.note_reading_many(len(cases), by=current_actor())
    return page


@bp.route("/manage/appeals/<appeal>", methods=["GET", "POST"])
@guarded(may_moderate, by=queries.get_appeal)
@keeps_form
def answer_appeal(case: AppealCase) -> ResponseReturnValue:
    """Show one appeal with the decision it is about, or answer it."""
    actor = current_actor()
    form = AnswerForm()
    if form.is_submitted_and_valid():
        try:
            actions.answer_appeal(
                case.appeal,
                form.answer.data,
                form.words.data or "",
                version=form.version.data,
                by=actor,
            )
        except Invalid as error:
            form.refuse(error)
        else:
            flash(_("The author finds your answer with the receipt code."))
            return redirect(url_for("moderation.appeals"), 303)
    elif not form.is_submitted:
        form.version.data = case.appeal.version
        actions.note_reading(_text(case), by=actor)
    history = queries.list_history(_text(case))
    page = render_template(
        "moderation/appeal.html",
        case=case,
        form=form,
        may_answer=may_answer_appeal(actor, case.appeal),
        past=next(one for one in history if one.row.id == case.decision.id),
        names=NAMES,
    )
    return page, form.status


def _text(case: AppealCase) -> Contribution:
    return case.contribution
