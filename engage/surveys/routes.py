"""Doors to a survey: answer it on one page."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage.core import clock
from engage.core.i18n import current_language
from engage.core.tokens import new_token
from engage.surveys import actions, queries
from engage.surveys.forms import SurveyForm
from engage.surveys.models import Survey, SurveyVersion
from engage.surveys.policy import may_respond
from engage.surveys.questions.base import first
from engage.web.access import current_actor, guarded, keeps_form, public
from engage.web.fragments import fragment, kept_fragment
from engage.web.handing import hand_receipt
from engage.web.languages import preferred_language
from engage.web.posted import Posted, read_posted

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
@guarded(may_respond, by=queries.get_survey)
@keeps_form
def respond(survey: Survey) -> ResponseReturnValue:
    """Show a survey, or take one response to it."""
    if request.method == "POST":
        return _answered(survey)
    is_open = survey.takes_answers(clock.now())
    return _empty_page(survey) if is_open else _closed_page(survey)


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
        catchment_id=queries.catchment_ids(survey.consultation).get(form.place),
        language=current_language(),
        consent_number=form.consent_number,
        may_quote=bool(form.consent_quote.data),
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
    version = queries.get_version(survey, survey.number)
    place = request.args.get("catchment", "")
    if place and place not in queries.catchment_ids(survey.consultation):
        place = ""
    made_of = (survey.version, survey.consultation.version, version.digest)
    body = kept_fragment(
        ("surveys", survey.id, *made_of, current_language(), place),
        "surveys/_questions.html",
        lambda: {"survey": survey, "form": _form(survey, version, place=place)},
    )
    return _rendered(survey, version.number, new_token(), body)


def _page(survey: Survey, form: SurveyForm) -> ResponseReturnValue:
    """Show the form again with everything that was typed."""
    if not survey.takes_answers(clock.now()):
        return _closed_page(survey, form)
    body = fragment("surveys/_questions.html", survey=survey, form=form)
    number, key = form.version.number, form.submission_key
    return _rendered(survey, number, key, body, form), form.status


def _rendered(
    survey: Survey, number: int, key: str, body: str, form: SurveyForm | None = None
) -> str:
    return render_template(
        "surveys/respond.html",
        survey=survey,
        number=number,
        submission_key=key,
        body=body,
        form=form,
        sample_notice=survey.consultation.sample_notice,
    )


def _closed_page(survey: Survey, form: SurveyForm | None = None) -> ResponseReturnValue:
    """Say when it closed or opens; words that were typed are not lost."""
    page = render_template(
        "surveys/closed.html",
        survey=survey,
        is_early=survey.is_early(clock.now()),
        closed_on=survey.closed_on(clock.now()),
        typed=form.typed_texts if form else [],
        sample_notice=survey.consultation.sample_notice,
    )
    return page, 409 if form else 200


def _form(
    survey: Survey,
    version: SurveyVersion,
    posted: Posted | None = None,
    *,
    place: str = "",
) -> SurveyForm:
    language = current_language()
    areas = survey.consultation.catchments
    return SurveyForm(
        version,
        queries.definition_of(version),
        queries.consent_of(survey.consultation),
        posted or Posted({"catchment": [place]}, frozenset()),
        language=language,
        catchments={item.slug: item.name[language] for item in areas},
    )


def _version(survey: Survey, posted: Posted) -> SurveyVersion:
    """Return the version the person filled in, or the present one."""
    typed = first(posted.values, "survey_version")
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 6
    number = int(typed) if is_number else survey.number
    has_been = 1 <= number <= survey.number
    return queries.get_version(survey, number if has_been else survey.number)
