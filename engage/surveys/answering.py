"""What all doors share that show a survey to people and take what they answer."""

import re
from collections.abc import Mapping

from flask import current_app, request

from engage.core import clock
from engage.core.i18n import current_language
from engage.core.tokens import new_token
from engage.surveys import actions, queries
from engage.surveys.at_door import AnySurvey
from engage.surveys.forms import SurveyForm
from engage.surveys.models import Survey
from engage.surveys.questions.base import first
from engage.web.access import current_actor
from engage.web.begun import begun_stamp
from engage.web.posted import Posted
from engage.web.security import form_token

SESSION = re.compile(r"[0-9A-Za-z]{4,12}")


def form_for(survey: AnySurvey, posted: Posted) -> SurveyForm:
    """Return the form of the version that was filled in, or of the present one."""
    typed = first(posted.values, "survey_version")
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 6
    number = int(typed) if is_number else survey.number
    has_been = 1 <= number <= survey.number
    place = first(posted.values, "catchment")
    version, around = queries.get_asked(
        survey, number if has_been else survey.number, place
    )
    definition = queries.definition_of(version)
    form = SurveyForm(version, definition, survey.consultation, posted)
    form.around = around
    return form


def is_answerable(survey: AnySurvey, form: SurveyForm | None = None) -> bool:
    """Return whether people may answer now, or began while they might."""
    moment = clock.now()
    if survey.takes_answers(moment):
        return True
    return form is not None and survey.takes_late(moment, form.begun_at)


def take(survey: AnySurvey, form: SurveyForm, channel: str = "web") -> actions.Receipt:
    """Hand a form that passed to the action that takes it once."""
    session = form.session_code
    reply = actions.Reply(
        answers=form.answers,
        catchment_id=form.around.catchment_id,
        language=current_language(),
        consent_number=form.consent_number,
        may_quote=form.may_quote,
        channel="session" if session and channel == "web" else channel,
        session_code=session,
        begun_at=form.begun_at,
    )
    return actions.submit_response(
        survey,
        form.version,
        reply,
        key=form.submission_key,
        secret=current_app.config["SETTINGS"].secret_key,
        by=current_actor(),
    )


def put_aside(survey: Survey, form: SurveyForm) -> actions.Saved:
    """Hand what is filled in to the action that keeps it for later."""
    return actions.save_reply(
        survey,
        form.sent,
        key=form.submission_key,
        secret=current_app.config["SETTINGS"].secret_key,
        by=current_actor(),
    )


def new_slots(survey: AnySurvey) -> dict[str, str]:
    """Return what is one visitor's own in an empty form."""
    session = request.args.get("session", "")
    return {
        "token": form_token(),
        "key": new_token(),
        "begun": begun_stamp(survey.consultation.slug),
        "session": session if SESSION.fullmatch(session) else "",
    }


def kept_slots(survey: AnySurvey, form: SurveyForm) -> Mapping[str, str]:
    """Return what is one visitor's own in a form that is shown again."""
    slots = {
        "token": form_token(),
        "key": form.submission_key,
        "session": form.session_code or "",
    }
    stamp = first(form.sent, "begun") if form.begun_at else ""
    return slots | {"begun": stamp or begun_stamp(survey.consultation.slug)}
