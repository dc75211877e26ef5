"""Doors to a survey: answer it on one page."""

from collections.abc import Mapping

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage.core import clock
from engage.core.i18n import current_language
from engage.core.tokens import new_token
from engage.surveys import actions, queries
from engage.surveys.forms import SurveyForm
from engage.surveys.models import Survey
from engage.surveys.policy import may_manage_surveys, may_respond
from engage.surveys.questions.base import first
from engage.surveys.result_tables import question_tables, response_table
from engage.surveys.results import get_results
from engage.web.access import current_actor, guarded, keeps_form, public
from engage.web.fragments import kept_page
from engage.web.handing import hand_receipt
from engage.web.languages import preferred_language
from engage.web.posted import Posted, read_posted
from engage.web.security import form_token, keep_private

bp = Blueprint("surveys", __name__)
# The address on posters has no language in it.
short = Blueprint("short", __name__)


@short.get("/s/<survey>")
@public
def poster(survey: str) -> ResponseReturnValue:
    """Send a visitor on to the survey in their language."""
    place = request.args.get("catchment")
    language = preferred_language()
    address = url_for("surveys.respond", lang=language, survey=survey, catchment=place)
    response = redirect(address, 302)
    response.vary.update(("Accept-Language", "Cookie"))
    return response


@bp.route("/s/<survey>", methods=["GET", "POST"])
@guarded(may_respond, by=queries.get_survey_at_door)
@keeps_form
def respond(survey: Survey) -> ResponseReturnValue:
    """Show a survey, or take one response to it."""
    if request.method == "POST":
        return _answered(survey)
    is_open = survey.takes_answers(clock.now())
    return _empty_page(survey) if is_open else _closed_page(survey)


@bp.get("/manage/surveys/<survey>/results")
@guarded(may_manage_surveys, by=queries.get_managed_survey)
def results(survey: Survey) -> ResponseReturnValue:
    """Show the tallies of a survey in the actor's catchments, and nobody's words."""
    keep_private()
    actor = current_actor()
    found = get_results(actor, survey)
    areas = [item for item in survey.consultation.catchments if actor.covers(item.id)]
    return render_template(
        "surveys/results.html",
        survey=survey,
        total=sum(found.responses.values()),
        overview=response_table(found, areas),
        tables=question_tables(found, areas),
    )


def _answered(survey: Survey) -> ResponseReturnValue:
    posted = read_posted()
    form = _form(survey, _version(survey, posted), posted)
    if not form.is_submitted_and_valid():
        return _page(survey, form)
    try:
        return _take(survey, form)
    except actions.SurveyClosed:
        return _closed_page(survey, form)
    except actions.SameKeyOtherAnswers as error:
        form.begin_anew(error.message)
        return _page(survey, form)


def _take(survey: Survey, form: SurveyForm) -> ResponseReturnValue:
    reply = actions.Reply(
        answers=form.answers,
        catchment_id=form.around.catchment_id,
        language=current_language(),
        consent_number=form.consent_number,
        may_quote=form.may_quote,
    )
    secret = current_app.config["SETTINGS"].secret_key
    receipt = actions.submit_response(
        survey,
        form.version,
        reply,
        key=form.submission_key,
        secret=secret,
        by=current_actor(),
    )
    response = redirect(url_for("receipts.receipt"), 303)
    hand_receipt(response, receipt.code)
    return response


def _empty_page(survey: Survey) -> ResponseReturnValue:
    """Show the questions, kept ready since a published version never changes."""
    place = request.args.get("catchment", "")
    if place and place not in queries.catchment_ids(survey.consultation):
        place = ""
    slots = {"token": form_token(), "key": new_token()}
    is_plain = request.args.to_dict() == ({"catchment": place} if place else {})
    if not is_plain or current_actor().is_signed_in:
        return _render_empty(survey, place, slots)
    made_of = (survey.id, survey.version, survey.digest, survey.consultation.version)
    name = ("survey", current_language(), place, *made_of)
    return kept_page(name, slots, lambda marks: _render_empty(survey, place, marks))


def _render_empty(survey: Survey, place: str, slots: Mapping[str, str]) -> str:
    version = queries.get_version(survey, survey.number)
    sent = Posted({"catchment": [place]}, frozenset())
    return _rendered(survey, _form(survey, version, sent), slots)


def _page(survey: Survey, form: SurveyForm) -> ResponseReturnValue:
    """Show the form again with everything that was typed."""
    if not survey.takes_answers(clock.now()):
        return _closed_page(survey, form)
    slots = {"token": form_token(), "key": form.submission_key}
    return _rendered(survey, form, slots), form.status


def _rendered(survey: Survey, form: SurveyForm, slots: Mapping[str, str]) -> str:
    queries.read_words(survey)
    return render_template(
        "surveys/respond.html",
        survey=survey,
        form=form,
        slots=slots,
        sample_notice=survey.consultation.sample_notice,
    )


def _closed_page(survey: Survey, form: SurveyForm | None = None) -> ResponseReturnValue:
    """Say when it closed or opens; words that were typed are not lost."""
    queries.read_words(survey)
    page = render_template(
        "surveys/closed.html",
        survey=survey,
        is_early=survey.is_early(clock.now()),
        closed_on=survey.closed_on(clock.now()),
        typed=form.typed_texts if form else [],
        sample_notice=survey.consultation.sample_notice,
    )
    return page, 409 if form else 200


def _form(survey: Survey, version: queries.AskedVersion, posted: Posted) -> SurveyForm:
    return SurveyForm(
        version, queries.definition_of(version), survey.consultation, posted
    )


def _version(survey: Survey, posted: Posted) -> queries.AskedVersion:
    """Return the version the person filled in, or the present one."""
    typed = first(posted.values, "survey_version")
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 6
    number = int(typed) if is_number else survey.number
    has_been = 1 <= number <= survey.number
    return queries.get_version(survey, number if has_been else survey.number)
