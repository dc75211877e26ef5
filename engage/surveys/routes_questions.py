"""Doors of the builder to the draft itself: its sections and questions, one by one."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.i18n import current_language
from engage.surveys import queries, queries_staff
from engage.surveys.actions.drafting import rewrite_draft
from engage.surveys.builder_forms import SectionForm
from engage.surveys.models import Survey
from engage.surveys.policy import may_edit_survey
from engage.surveys.preview import previewed_question
from engage.surveys.question_form import QuestionForm
from engage.surveys.question_words import kind_names
from engage.surveys.questions import KINDS, outline
from engage.surveys.questions.base import first
from engage.surveys.routes_builder import outline_page, stale
from engage.web.access import current_actor, guarded, keeps_form
from engage.web.posted import read_posted

bp = Blueprint("questions", __name__)
STEPS = {"up": -1, "down": 1}


@bp.route("/manage/surveys/<survey>/add-question", methods=["GET", "POST"])
@guarded(may_edit_survey, by=queries.get_managed_survey)
@keeps_form
def add_question(survey: Survey) -> ResponseReturnValue:
    """Write a new question at the end of a section."""
    section, kind = request.args.get("section", ""), request.args.get("kind", "")
    draft = _workable(survey)
    if kind not in KINDS or outline.find_section(draft, section) is None:
        raise NotFound
    return _question_page(survey, {"kind": kind}, section)


@bp.route("/manage/surveys/<survey>/questions/<question>", methods=["GET", "POST"])
@guarded(may_edit_survey, by=queries.get_managed_survey)
@keeps_form
def edit_question(survey: Survey, question: str) -> ResponseReturnValue:
    """Change a question; its key and its kind stay."""
    raw = outline.find_question(_workable(survey), question)
    if raw is None:
        raise NotFound
    return _question_page(survey, raw, "")


@bp.route("/manage/surveys/<survey>/add-section", methods=["GET", "POST"])
@guarded(may_edit_survey, by=queries.get_managed_survey)
@keeps_form
def add_section(survey: Survey) -> ResponseReturnValue:
    """Add a section at the end."""
    taken = [section["key"] for section in _workable(survey)["sections"]]
    return _section_page(survey, {"key": outline.new_key("", taken, "section")})


@bp.route("/manage/surveys/<survey>/sections/<section>", methods=["GET", "POST"])
@guarded(may_edit_survey, by=queries.get_managed_survey)
@keeps_form
def edit_section(survey: Survey, section: str) -> ResponseReturnValue:
    """Change the heading and the introduction of a section."""
    raw = outline.find_section(_workable(survey), section)
    if raw is None:
        raise NotFound
    return _section_page(survey, raw)


@bp.post("/manage/surveys/<survey>/arrange")
@guarded(may_edit_survey, by=queries.get_managed_survey)
def arrange(survey: Survey) -> ResponseReturnValue:
    """Move a question or a section up or down, or take it out."""
    changed = _arranged(_workable(survey))
    try:
        version = _number(request.form.get("version", ""))
        rewrite_draft(survey, changed, version=version, by=current_actor())
    except Conflict:
        now = queries.get_managed_survey(current_actor(), survey.slug)
        return outline_page(now, stale(), 409)
    except Invalid as error:
        return outline_page(survey, error.message, 422)
    key = request.form.get("key", "")
    is_there = outline.find_question(changed, key) or outline.find_section(changed, key)
    anchor = f"at-{key}" if is_there else "outline"
    return redirect(url_for("builder.show", survey=survey.slug, _anchor=anchor), 303)


@bp.post("/manage/surveys/<survey>/question-preview")
@guarded(may_edit_survey, by=queries.get_managed_survey)
@keeps_form
def preview_question(survey: Survey) -> ResponseReturnValue:
    """Show a question as it is being written, in both languages; nothing is kept."""
    posted = read_posted()
    kind = first(posted.values, "kind")
    if kind not in KINDS:
        raise NotFound
    form = QuestionForm({"kind": kind}, _questions(survey), posted)
    form.judge(set())
    return render_template(
        "surveys/builder/_preview.html", shown=previewed_question(form.raw())
    )


def _question_page(
    survey: Survey, raw: dict[str, Any], section: str
) -> ResponseReturnValue:
    if request.method == "GET":
        form = QuestionForm(raw, _earlier(survey, raw))
        return _question_form(survey, form, version=survey.version)
    posted = read_posted()
    form = QuestionForm(raw, _earlier(survey, raw), posted)
    version = _number(first(posted.values, "version"))
    button = first(posted.values, "do")
    if button:
        form.change(button)
        return _question_form(survey, form, version=version)
    past = queries_staff.published_kinds(survey)
    if not form.judge({q["key"] for q in _questions(survey)} | set(past)):
        return _question_form(survey, form, version=version)
    return _keep_question(survey, form, section, version, past)


def _keep_question(
    survey: Survey, form: QuestionForm, section: str, version: int, past: dict[str, str]
) -> ResponseReturnValue:
    made = form.raw()
    is_new = bool(section)
    if is_new:
        known = outline.find_question(survey.draft, made["key"])
        if known is not None or past.get(made["key"], form.kind) != form.kind:
            form.faults["key"] = _("Another question has this short name.")
    try:
        if form.faults:
            raise Invalid("", form.faults)  # noqa: TRY301 - one way to tell
        changed = outline.with_question(survey.draft, made, section)
        rewrite_draft(survey, changed, version=version, by=current_actor())
    except Invalid as error:
        form.stored_key = "" if is_new else form.stored_key
        return _refused(survey, form, error, version)
    except Conflict:
        form.stored_key = "" if is_new else form.stored_key
        return _stale_question(survey, form)
    flash(_("The question is saved."))
    anchor = f"at-{made['key']}"
    return redirect(url_for("builder.show", survey=survey.slug, _anchor=anchor), 303)


def _refused(
    survey: Survey, form: QuestionForm, error: Invalid, version: int
) -> ResponseReturnValue:
    form.status = 422
    if error.message:
        form.form_errors.append(error.message)
    return _question_form(survey, form, version=version)


def _stale_question(survey: Survey, form: QuestionForm) -> ResponseReturnValue:
    """Show what was typed beside what somebody else saved (rule 24)."""
    now = queries.get_managed_survey(current_actor(), survey.slug)
    form.status = 409
    theirs = outline.find_question(_workable(now), form.stored_key)
    other = previewed_question(theirs, "theirs") if theirs else None
    return _question_form(now, form, version=now.version, other=other, is_stale=True)


def _question_form(
    survey: Survey, form: QuestionForm, *, version: int, **more: Any
) -> ResponseReturnValue:
    page = render_template(
        "surveys/builder/question.html",
        survey=survey,
        form=form,
        version=version,
        kind_name=kind_names()[form.kind],
        condition=form.conditions(current_language()),
        shown=previewed_question(form.raw()),
        **more,
    )
    return page, form.status


def _section_page(survey: Survey, raw: dict[str, Any]) -> ResponseReturnValue:
    form = SectionForm()
    theirs: dict[str, Any] | None = None
    if not form.is_submitted:
        form.show("title", raw.get("title") or {})
        form.show("intro", raw.get("intro") or {})
        form.about_you.data = bool(raw.get("about_you"))
        form.version.data = survey.version
    if form.is_submitted_and_valid():
        words: dict[str, Any] = {
            name: vars(form.pair(name)) for name in ("title", "intro")
        }
        words["about_you"] = bool(form.about_you.data)
        changed = outline.with_section(survey.draft, {"key": raw["key"], **words})
        version = form.version.data or 0
        try:
            rewrite_draft(survey, changed, version=version, by=current_actor())
        except Invalid as error:
            form.refuse(error)
        except Conflict:
            survey = queries.get_managed_survey(current_actor(), survey.slug)
            theirs = outline.find_section(_workable(survey), raw["key"]) or {}
            form.version.renew(survey.version)
            form.status = 409
        else:
            flash(_("The section is saved."))
            address = url_for("builder.show", survey=survey.slug, _anchor="outline")
            return redirect(address, 303)
    page = render_template(
        "surveys/builder/section.html", survey=survey, form=form, theirs=theirs
    )
    return page, form.status


def _arranged(draft: dict[str, Any]) -> dict[str, Any]:
    """Return the draft as the button that was pressed wants it."""
    sent = request.form
    item, key, way = (sent.get(name, "") for name in ("item", "key", "way"))
    is_section = item == "section"
    if way in STEPS:
        move = outline.moved_section if is_section else outline.moved_question
        return move(draft, key, STEPS[way])
    if way == "remove":
        drop = outline.without_section if is_section else outline.without_question
        return drop(draft, key)
    raise NotFound


def _workable(survey: Survey) -> dict[str, Any]:
    if not outline.is_workable(survey.draft):
        raise NotFound
    return survey.draft


def _questions(survey: Survey) -> list[dict[str, Any]]:
    return list(outline.questions_of(_workable(survey)))


def _earlier(survey: Survey, raw: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the questions that come before one; before a new one, all of its own.

    A new question stands at the end of its section.
    """
    found: list[dict[str, Any]] = []
    home = request.args.get("section", "") if "key" not in raw else ""
    for section in _workable(survey)["sections"]:
        for question in section["questions"]:
            if question["key"] == raw.get("key"):
                return found
            found.append(question)
        if section["key"] == home:
            return found
    return found


def _number(typed: str) -> int:
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 10
    return int(typed) if is_number else 0
