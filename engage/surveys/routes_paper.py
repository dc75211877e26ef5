"""Doors for paper forms: begin a stack, type a form in, check it by a second typing."""

from collections.abc import Sequence
from typing import Any

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core import clock
from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.i18n import current_language
from engage.surveys import actions, queries
from engage.surveys.models import ImportBatch, Survey
from engage.surveys.paper_check import Difference, differences
from engage.surveys.paper_form import Given, PaperEntry
from engage.surveys.policy import may_edit_survey, may_manage_surveys, may_type_in
from engage.surveys.questions.base import first
from engage.surveys.stack_form import StackForm
from engage.web.access import current_actor, guarded, keeps_form, may
from engage.web.posted import Posted, read_posted
from engage.web.security import form_token, keep_private

bp = Blueprint("paper", __name__)
may(may_type_in)
NOTHING = Posted({}, frozenset())


@bp.route("/manage/surveys/<survey>/paper", methods=["GET", "POST"])
@guarded(may_manage_surveys, by=queries.get_managed_survey)
@keeps_form
def index(survey: Survey) -> ResponseReturnValue:
    """Show the stacks of paper forms, and begin one."""
    _require_published(survey)
    actor = current_actor()
    form = StackForm()
    areas = [item for item in survey.consultation.catchments if actor.covers(item.id)]
    form.offer(areas, is_everywhere=may_edit_survey(actor, survey))
    if not form.is_submitted:
        form.session.data = request.args.get("session", "")[:20]
    if form.is_submitted_and_valid():
        ids = {item.slug: item.id for item in areas}
        try:
            made = actions.begin_stack(survey, form.stack(ids), by=actor)
        except Invalid as error:
            form.refuse(error)
        else:
            return redirect(_at("enter", made), 303)
    stacks = [(item, queries.forms_of(item)) for item in queries.list_stacks(survey)]
    page = render_template(
        "surveys/paper/index.html",
        survey=survey,
        form=form,
        stacks=[pair for pair in stacks if may_type_in(actor, pair[0])],
    )
    return page, form.status


@bp.route("/manage/surveys/<survey>/paper/<batch>", methods=["GET", "POST"])
@guarded(may_type_in, by=queries.get_stack)
@keeps_form
def enter(batch: ImportBatch) -> ResponseReturnValue:
    """Type one form after the other; what is typed for all of them stays."""
    keep_private()
    given = _given(batch, queries.next_place(batch))
    if request.method == "GET":
        return _page(batch, _entry(batch, NOTHING, given))
    entry = _entry(batch, read_posted(), given)
    if not entry.is_valid():
        return _page(batch, entry)
    try:
        receipt = actions.enter_form(batch, entry.form(), **_sent(entry))
    except (Invalid, Conflict) as error:
        _refuse(entry, error)
        return _page(batch, entry)
    fresh = _entry(batch, _next(entry), entry.next_given())
    code = receipt.code if entry.wants_slip else ""
    return _page(batch, fresh, done=entry.place, code=code)


@bp.route("/manage/surveys/<survey>/paper/<batch>/check", methods=["GET", "POST"])
@guarded(may_type_in, by=queries.get_stack)
@keeps_form
def check(batch: ImportBatch) -> ResponseReturnValue:
    """Type a form a second time: the same is noted, differences are shown."""
    keep_private()
    if request.method == "GET":
        return _check_page(batch, _entry(batch, NOTHING, _given(batch, _asked(batch))))
    entry = _entry(batch, read_posted(), _given(batch, 0))
    found = _compared(batch, entry) if entry.is_valid() else []
    if entry.status != 200:
        return _check_page(batch, entry, found)
    flash(_("Form %(number)s is checked.", number=entry.place))
    return redirect(_at("check", batch), 303)


def _compared(batch: ImportBatch, entry: PaperEntry) -> list[Difference]:
    """Note that both typings agree, or keep the one that was chosen.

    Where they differ and none was chosen, the status is 409.
    """
    earlier = queries.find_form(batch, entry.place)
    if earlier is None:
        entry.refuse(_("No form with this number is in."), {})
        return []
    found = differences(batch.survey, earlier, entry.form())
    kept = first(entry.sent, "_keep")
    try:
        if found and kept not in {"first", "second"}:
            actions.note_comparison(earlier, by=current_actor())
            entry.status = 409
            return found
        if found and kept == "second":
            actions.replace_form(batch, entry.form(), **_sent(entry))
        else:
            actions.confirm_form(earlier, by=current_actor())
    except (Invalid, Conflict) as error:
        _refuse(entry, error)
    return []


def _check_page(
    batch: ImportBatch, entry: PaperEntry, found: Sequence[Difference] = ()
) -> ResponseReturnValue:
    forms, actor = queries.forms_of(batch), current_actor()
    page = render_template(
        "surveys/paper/check.html",
        batch=batch,
        survey=batch.survey,
        form=entry,
        found=found,
        forms=forms,
        waiting=[at for at, form in forms.items() if form.waits_for(actor)],
        checked=sum(form.is_checked for form in forms.values()),
        token=form_token(),
    )
    return page, entry.status


def _asked(batch: ImportBatch) -> int:
    """Return the form that was asked for, or the first that waits for this person."""
    asked = request.args.get("form", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 7:
        return int(asked)
    actor, forms = current_actor(), queries.forms_of(batch)
    return next((at for at, form in forms.items() if form.waits_for(actor)), 0)


def _page(
    batch: ImportBatch, entry: PaperEntry, done: int = 0, code: str = ""
) -> ResponseReturnValue:
    page = render_template(
        "surveys/paper/enter.html",
        batch=batch,
        survey=batch.survey,
        form=entry,
        done=done,
        code=code,
        typed=len(queries.forms_of(batch)),
        token=form_token(),
    )
    return page, entry.status


def _entry(batch: ImportBatch, posted: Posted, given: Given) -> PaperEntry:
    """Return the page of a form, of the version at its foot."""
    asked = first(posted.values, "survey_version") or request.args.get("version", "")
    is_number = asked.isascii() and asked.isdigit() and len(asked) < 6
    newest = batch.survey.number
    number = int(asked) if is_number and 1 <= int(asked) <= newest else newest
    version = queries.get_version(batch.survey, number)
    owner, actor = batch.survey.consultation, current_actor()
    areas = [item for item in owner.catchments if actor.covers(item.id)]
    return PaperEntry(version, owner, posted, given, areas)


def _given(batch: ImportBatch, place: int) -> Given:
    """Return what a form is filled with: today, or the last day if that is past."""
    owner = batch.survey.consultation
    day = min(clock.today(owner.zone), owner.closes_on)
    return Given(place=place, day=day, language=current_language())


def _next(entry: PaperEntry) -> Posted:
    """Return what stays from one form to the next, besides what is given."""
    kept = {"survey_version": [str(entry.version.number)]}
    if entry.wants_slip:
        kept["_slip"] = ["y"]
    return Posted(kept, frozenset())


def _sent(entry: PaperEntry) -> dict[str, Any]:
    secret = current_app.config["SETTINGS"].secret_key
    return {"key": entry.submission_key, "secret": secret, "by": current_actor()}


def _refuse(entry: PaperEntry, error: Invalid | Conflict) -> None:
    status = 409 if isinstance(error, Conflict) else 422
    entry.refuse(error.message, getattr(error, "fields", {}), status)


def _at(door: str, batch: ImportBatch) -> str:
    return url_for(f"paper.{door}", survey=batch.survey.slug, batch=batch.id)


def _require_published(survey: Survey) -> None:
    if not survey.number:
        raise NotFound
