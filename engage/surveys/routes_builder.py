"""Doors of the builder: surveys, their words, their state, how they will look."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.consultations.models import Consultation
from engage.consultations.policy import may_edit_consultation, may_list_consultations
from engage.consultations.queries import list_managed_consultations
from engage.core.errors import Conflict, Invalid
from engage.core.i18n import current_language
from engage.surveys import queries, queries_staff
from engage.surveys.actions import (
    SurveyFacts,
    close_survey,
    create_survey,
    publish_survey,
)
from engage.surveys.actions.drafting import (
    Described,
    check_address,
    check_words,
    describe_survey,
)
from engage.surveys.builder_forms import NewSurveyForm, SettingsForm
from engage.surveys.fault_words import told_faults
from engage.surveys.models import Survey
from engage.surveys.policy import may_edit_survey, may_manage_surveys
from engage.surveys.preview import previewed, spoken_in
from engage.surveys.question_words import kind_names
from engage.surveys.questions import digest_of, faults_of
from engage.surveys.questions.outline import is_workable
from engage.web.access import current_actor, guarded, keeps_form
from engage.web.paging import Page, page_number

bp = Blueprint("builder", __name__)
bp.add_app_template_global(spoken_in)


@bp.get("/manage/surveys")
@guarded(may_list_consultations)
def index() -> ResponseReturnValue:
    """Show the surveys of one's consultations, or of the one that is asked for."""
    number, only = page_number(), request.args.get("consultation", "")
    listed, total = queries_staff.page_of_surveys(current_actor(), number, only)
    page = Page(listed, number, queries_staff.PER_PAGE, total)
    return render_template("surveys/builder/index.html", page=page, only=only)


@bp.route("/manage/surveys/new", methods=["GET", "POST"])
@guarded(may_list_consultations)
@keeps_form
def create() -> ResponseReturnValue:
    """Make a draft of a survey; nobody outside sees it."""
    actor = current_actor()
    offered = {
        item.slug: item
        for item in list_managed_consultations(actor)
        if may_edit_consultation(actor, item)
    }
    form = NewSurveyForm()
    form.offer(offered.values(), current_language())
    if not form.is_submitted:
        form.consultation.data = request.args.get("consultation", "")
        if form.consultation.data in offered:
            form.moderation.data = offered[form.consultation.data].moderation
    if form.is_submitted_and_valid():
        try:
            made = _created(form, offered[form.consultation.data])
        except Conflict as error:
            form.refuse(Invalid(error.message, {"slug": error.message}))
        except Invalid as error:
            form.refuse(error)
        else:
            flash(_("The draft is saved. Now add questions."))
            return redirect(url_for("builder.show", survey=made.slug), 303)
    page = render_template("surveys/builder/new.html", form=form, offered=offered)
    return page, form.status


def _created(form: NewSurveyForm, consultation: Consultation) -> Survey:
    title, intro = form.pair("title"), form.pair("intro")
    facts = SurveyFacts(
        slug=(form.slug.data or "").strip(),
        title=title,
        intro=intro,
        moderation=form.moderation.data,
        shows_similar=bool(form.shows_similar.data),
        definition={"sections": [{"key": "main", "title": {}, "questions": []}]},
    )
    check_address(facts.slug)
    check_words(title, intro, is_public=False)
    return create_survey(facts, consultation=consultation, by=current_actor())


@bp.get("/manage/surveys/<survey>")
@guarded(may_manage_surveys, by=queries.get_managed_survey)
def show(survey: Survey) -> ResponseReturnValue:
    """Show what the draft asks, in order, and what can be done with the survey."""
    return outline_page(survey)


def outline_page(
    survey: Survey, notice: str = "", status: int = 200
) -> ResponseReturnValue:
    """Show the outline of a draft, with why something was not done."""
    faults = faults_of(survey.draft)
    is_shaped = is_workable(survey.draft)
    told = told_faults(survey.draft, faults, current_language()) if is_shaped else []
    page = render_template(
        "surveys/builder/show.html",
        survey=survey,
        sections=survey.draft["sections"] if is_shaped else None,
        kinds=kind_names(),
        told=told,
        notice_text=notice,
        has_news=survey.number == 0 or digest_of(survey.draft) != survey.digest,
        responses=queries.count_responses(current_actor(), survey),
    )
    return page, status


@bp.route("/manage/surveys/<survey>/settings", methods=["GET", "POST"])
@guarded(may_edit_survey, by=queries.get_managed_survey)
@keeps_form
def settings(survey: Survey) -> ResponseReturnValue:
    """Change the title, the introduction, and how texts appear."""
    form = SettingsForm()
    now: dict[str, Any] = {}
    if not form.is_submitted:
        form.show("title", survey.title)
        form.show("intro", survey.intro)
        form.moderation.data, form.version.data = survey.moderation, survey.version
        form.shows_similar.data = survey.shows_similar
    if form.is_submitted_and_valid():
        try:
            describe_survey(
                survey,
                Described(
                    form.pair("title"),
                    form.pair("intro"),
                    form.moderation.data,
                    bool(form.shows_similar.data),
                ),
                version=form.version.data or 0,
                by=current_actor(),
            )
        except Invalid as error:
            form.refuse(error)
        except Conflict:
            survey = queries.get_managed_survey(current_actor(), survey.slug)
            form.version.renew(survey.version)
            form.status, now = 409, {"title": survey.title, "intro": survey.intro}
        else:
            flash(_("The changes are saved."))
            return redirect(url_for("builder.show", survey=survey.slug), 303)
    page = render_template(
        "surveys/builder/settings.html", survey=survey, form=form, now=now
    )
    return page, form.status


@bp.get("/manage/surveys/<survey>/preview")
@guarded(may_manage_surveys, by=queries.get_managed_survey)
def preview(survey: Survey) -> ResponseReturnValue:
    """Show the draft as people will see it, in both languages side by side."""
    return render_template(
        "surveys/builder/preview.html", survey=survey, sections=previewed(survey.draft)
    )


@bp.post("/manage/surveys/<survey>/publish")
@guarded(may_edit_survey, by=queries.get_managed_survey)
def publish(survey: Survey) -> ResponseReturnValue:
    """Publish the draft as the next version, and open the survey."""
    if request.form.get("version", "") != str(survey.version):
        return outline_page(survey, stale(), 409)
    before = survey.number
    try:
        version = publish_survey(survey, by=current_actor())
    except Invalid as error:
        again = queries.get_managed_survey(current_actor(), survey.slug)
        words = error.message if again.title.is_complete is False else ""
        told = words or _("It cannot be published yet: see what is missing below.")
        return outline_page(again, told, 422)
    if version.number == before:
        flash(_("The survey takes answers again."))
    else:
        flash(_("Version %(number)s is published.", number=version.number))
    return redirect(url_for("builder.show", survey=survey.slug), 303)


@bp.post("/manage/surveys/<survey>/close")
@guarded(may_edit_survey, by=queries.get_managed_survey)
def close(survey: Survey) -> ResponseReturnValue:
    """Take no more answers; the survey can be opened again."""
    if request.form.get("version", "") != str(survey.version):
        return outline_page(survey, stale(), 409)
    close_survey(survey, by=current_actor())
    flash(_("The survey takes no more answers."))
    return redirect(url_for("builder.show", survey=survey.slug), 303)


def stale() -> str:
    """Return what to say where somebody else was quicker."""
    words: str = _(
        "Somebody changed this survey in the meantime. This is how it stands now; "
        "nothing of yours was changed. Look at it, then do it again."
    )
    return words
