"""The door of a kiosk: one person after another, nothing of the last one left."""

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from engage.core import clock
from engage.core.tokens import new_token
from engage.surveys import actions, queries
from engage.surveys.answering import form_for, reply_of
from engage.surveys.forms import SurveyForm
from engage.surveys.models import Survey
from engage.surveys.policy import may_respond
from engage.web.access import current_actor, guarded, keeps_form
from engage.web.posted import Posted, read_posted
from engage.web.security import form_token, keep_private

bp = Blueprint("kiosk", __name__)


@bp.route("/kiosk/<survey>", methods=["GET", "POST"])
@guarded(may_respond, by=queries.get_survey)
@keeps_form
def kiosk(survey: Survey) -> ResponseReturnValue:
    """Take answers on a shared screen; the code is shown there, without a cookie."""
    keep_private()
    is_open = survey.takes_answers(clock.now())
    if request.method == "GET":
        place = request.args.get("catchment", "")
        if place not in queries.catchment_ids(survey.consultation):
            place = ""
        form = form_for(survey, Posted({"catchment": [place]}, frozenset()))
        return _page(survey, form, new_token()) if is_open else _closed(survey)
    form = form_for(survey, read_posted())
    if not form.is_submitted_and_valid():
        return _page(survey, form, form.submission_key) if is_open else _closed(survey)
    return _taken(survey, form)


def _taken(survey: Survey, form: SurveyForm) -> ResponseReturnValue:
    try:
        receipt = actions.submit_response(
            survey,
            form.version,
            reply_of(form, "kiosk"),
            key=form.submission_key,
            secret=current_app.config["SETTINGS"].secret_key,
            by=current_actor(),
        )
    except actions.SurveyClosed:
        return _closed(survey)
    except actions.SameKeyOtherAnswers as error:
        form.begin_anew(error.message)
        return _page(survey, form, form.submission_key)
    return render_template(
        "surveys/kiosk_receipt.html", survey=survey, code=receipt.code
    )


def _page(survey: Survey, form: SurveyForm, key: str) -> ResponseReturnValue:
    page = render_template(
        "surveys/kiosk.html",
        survey=survey,
        form=form,
        slots={"token": form_token(), "key": key},
        sample_notice=survey.consultation.sample_notice,
    )
    return page, form.status


def _closed(survey: Survey) -> ResponseReturnValue:
    page = render_template("surveys/kiosk_closed.html", survey=survey)
    return page, 409 if request.method == "POST" else 200
