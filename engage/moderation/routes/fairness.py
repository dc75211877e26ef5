"""Doors to how moderation goes: figures, second look, log, statement, reasons."""

import csv
import io

from flask import (
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.consultations.models import Consultation
from engage.consultations.policy import may_edit_consultation
from engage.consultations.queries import (
    get_consultation_by_id,
    get_managed_consultation,
    get_public_consultation,
)
from engage.contributions.models import Contribution
from engage.contributions.queries import get_contribution
from engage.core.disclosure import rules_of
from engage.core.errors import Closed, Invalid
from engage.core.i18n import Bilingual
from engage.moderation import actions, queries
from engage.moderation.actions import ReasonWords
from engage.moderation.forms import ReviewForm
from engage.moderation.models import MOST_REASONS
from engage.moderation.policy import may_moderate, may_read_statement
from engage.moderation.routes.blueprint import NAMES, bp, required
from engage.web.access import current_actor, guarded, keeps_form
from engage.web.forms import Form


@bp.get("/manage/moderation/<consultation>/quality")
@guarded(may_moderate, by=get_managed_consultation)
def quality(consultation: Consultation) -> ResponseReturnValue:
    """Show what was decided, how soon, by whom, and how far two readers agree."""
    actor = current_actor()
    return render_template(
        "moderation/quality.html",
        consultation=consultation,
        fairness=queries.get_fairness(actor, consultation),
        agreement=queries.get_agreement(actor, consultation),
        waiting=queries.count_reviews(actor, consultation),
        reasons={r.code: r.label for r in queries.list_reasons(consultation.id)},
        places={item.id: item for item in consultation.catchments},
    )


@bp.post("/manage/moderation/<consultation>/log")
@guarded(may_moderate, by=get_managed_consultation)
def log(consultation: Consultation) -> ResponseReturnValue:
    """Hand over the log of decisions as a file; who took it is kept."""
    file = io.StringIO()
    rows = actions.export_log(consultation, by=current_actor())
    csv.writer(file).writerows(rows)
    response = Response(file.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    name = f"{consultation.slug}-moderation.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.get("/manage/moderation/<consultation>/second-look")
@guarded(may_moderate, by=get_managed_consultation)
def second_look(consultation: Consultation) -> ResponseReturnValue:
    """Show a text that somebody else decided on, without what was decided."""
    actor = current_actor()
    item = queries.find_review(actor, consultation)
    if item is not None:
        actions.note_reading(item, by=actor)
    return render_template(
        "moderation/second_look.html",
        consultation=consultation,
        item=item,
        waiting=queries.count_reviews(actor, consultation),
        reasons=queries.list_reasons(consultation.id),
        names=NAMES,
    )


@bp.post("/manage/contributions/<contribution>/review")
@guarded(may_moderate, by=get_contribution)
def review(contribution: Contribution) -> ResponseReturnValue:
    """Keep what the second reader would have decided."""
    form = ReviewForm()
    required(form)
    reason = form.reason.data or ""
    outcome = "rejected" if reason else "approved"
    actions.review(contribution, outcome, reason=reason, by=current_actor())
    consultation = get_consultation_by_id(contribution.consultation_id)
    page = url_for("moderation.second_look", consultation=consultation.slug)
    return redirect(page, 303)


@bp.get("/consultations/<consultation>/moderation")
@guarded(may_read_statement, by=get_public_consultation)
def statement(consultation: Consultation) -> ResponseReturnValue:
    """Tell everybody how a consultation is moderated: reasons, figures, appeals."""
    rules = rules_of(current_app.config["SETTINGS"].secret_key)
    return render_template(
        "moderation/statement.html",
        consultation=consultation,
        statement=queries.get_statement(consultation, rules),
    )


@bp.route("/manage/consultations/<consultation>/reasons", methods=["GET", "POST"])
@guarded(may_edit_consultation, by=get_managed_consultation)
@keeps_form
def reasons(consultation: Consultation) -> ResponseReturnValue:
    """Show the reasons of a consultation, or choose its own before it opens."""
    form = Form()
    given = _typed_reasons()
    problem, status = "", 200
    if form.is_submitted_and_valid():
        try:
            chosen = [item for item in given if item.label.en or item.label.fr]
            actions.set_reasons(consultation, chosen, by=current_actor())
        except (Closed, Invalid) as error:
            problem, status = error.message, 422
        else:
            flash(_("The reasons are saved."))
            page = url_for("moderation.reasons", consultation=consultation.slug)
            return redirect(page, 303)
    elif form.is_submitted:
        problem, status = _("The page was open too long. Send it again."), form.status
    if not form.is_submitted:
        known = queries.list_reasons(consultation.id)
        given = [ReasonWords(item.label, item.code) for item in known]
    page = render_template(
        "moderation/reasons.html",
        consultation=consultation,
        given=[*given, *[ReasonWords(Bilingual())] * 2][:MOST_REASONS],
        problem=problem,
    )
    return page, status


def _typed_reasons() -> list[ReasonWords]:
    """Return the reasons that were typed, each with its code if it had one."""
    fields = [request.form.getlist(name) for name in ("code", "en", "fr")]
    return [
        ReasonWords(Bilingual(en.strip(), fr.strip()), code[:40])
        for code, en, fr in zip(*fields, strict=False)
    ]
