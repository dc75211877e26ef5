"""The door of a kiosk: one person after another, nothing of the last one left."""

from collections.abc import Mapping

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from engage.surveys import actions, queries
from engage.surveys.answering import (
    form_for,
    is_answerable,
    kept_slots,
    new_slots,
    take,
)
from engage.surveys.forms import SurveyForm
from engage.surveys.models import Survey
from engage.surveys.policy import may_respond
from engage.web.access import guarded, keeps_form
from engage.web.posted import Posted, read_posted
from engage.web.security import keep_private

bp = Blueprint("kiosk", __name__)


@bp.route("/kiosk/<survey>", methods=["GET", "POST"])
@guarded(may_respond, by=queries.get_survey)
@keeps_form
def kiosk(survey: Survey) -> ResponseReturnValue:
    """Take answers on a shared screen; the code is shown there, without a cookie."""
    keep_private()
    if request.method == "GET":
        place = _place(survey)
        form = form_for(survey, Posted({"catchment": [place]}, frozenset()))
        is_open = is_answerable(survey)
        return _page(survey, form, new_slots(survey)) if is_open else _closed(survey)
    form = form_for(survey, read_posted())
    if not form.is_submitted_and_valid():
        return _again(survey, form)
    return _taken(survey, form)


def _place(survey: Survey) -> str:
    """Return the catchment that the screen stands in, if its address says so."""
    place = request.args.get("catchment", "")
    return place if place in queries.catchment_ids(survey.consultation) else ""


def _taken(survey: Survey, form: SurveyForm) -> ResponseReturnValue:
    try:
        receipt = take(survey, form, "kiosk")
    except actions.SurveyClosed:
        return _closed(survey)
    except actions.SameKeyOtherAnswers as error:
        form.begin_anew(error.message)
        return _again(survey, form)
    return render_template(
        "surveys/kiosk_receipt.html",
        survey=survey,
        code=receipt.code,
        session=form.session_code,
        place=_place(survey) or None,
    )


def _again(survey: Survey, form: SurveyForm) -> ResponseReturnValue:
    if not is_answerable(survey, form):
        return _closed(survey)
    return _page(survey, form, kept_slots(survey, form))


def _page(
    survey: Survey, form: SurveyForm, slots: Mapping[str, str]
) -> ResponseReturnValue:
    page = render_template(
        "surveys/kiosk.html",
        survey=survey,
        form=form,
        slots=slots,
        place=_place(survey) or None,
        sample_notice=survey.consultation.sample_notice,
    )
    return page, form.status


def _closed(survey: Survey) -> ResponseReturnValue:
    page = render_template("surveys/kiosk_closed.html", survey=survey)
    return page, 409 if request.method == "POST" else 200
