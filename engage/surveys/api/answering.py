"""Doors that show a survey and take a response to it."""

from typing import Any

from flask import current_app

from engage.core.errors import Invalid
from engage.core.i18n import current_language
from engage.core.i18n import gettext as _
from engage.surveys import actions, queries
from engage.surveys.api.schemas import (
    ReceiptSchema,
    ResponseInput,
    SurveySchema,
    bp,
    shown_survey,
)
from engage.surveys.models import Survey
from engage.surveys.policy import may_respond
from engage.surveys.questions import Value
from engage.surveys.wording import words_for
from engage.web.access import current_actor, guarded
from engage.web.api import IdempotencyKey, reading, scoped
from engage.web.security import keep_private

UNSURE = "unsure"


@bp.get("/surveys/<survey>")
@reading("admin")
@guarded(may_respond, by=queries.get_survey)
@bp.gives(SurveySchema)
def show(survey: Survey) -> dict[str, Any]:
    """Show what a survey asks."""
    return shown_survey(survey)


@bp.post("/surveys/<survey>/responses")
@scoped("responses:write", staff=False)
@guarded(may_respond, by=queries.get_survey)
@bp.headers(IdempotencyKey)
@bp.body(ResponseInput)
@bp.gives(ReceiptSchema, 201, also=200)
def respond(
    survey: Survey, headers: dict[str, Any], sent: dict[str, Any]
) -> tuple[dict[str, Any], int]:
    """Take one response; sent again with the same key it gives the same receipt."""
    keep_private()
    version = _version(survey, sent.get("survey_version"))
    reply = _reply(survey, version, sent)
    receipt = actions.submit_response(
        survey,
        version,
        reply,
        key=f"api/surveys/{survey.slug}/{headers['key']}",
        secret=current_app.config["SETTINGS"].secret_key,
        by=current_actor(),
    )
    return {"receipt": receipt.code}, 201 if receipt.is_new else 200


def _reply(
    survey: Survey, version: queries.AskedVersion, sent: dict[str, Any]
) -> actions.Reply:
    """Return what was sent as a reply; all that is wrong with it is told at once."""
    faults: dict[str, str] = {}
    consent = queries.consent_of(survey.consultation)
    if sent["consent"]["version"] != consent.number:
        faults["consent.version"] = _(
            "This text has changed in the meantime. Please read it again."
        )
    places = queries.catchment_ids(survey.consultation)
    if sent["catchment"] not in {*places, UNSURE}:
        faults["catchment"] = _("Choose your area from the list.")
    answers = _answers(version, sent["answers"], faults)
    if faults:
        raise Invalid(next(iter(faults.values())), faults)
    return actions.Reply(
        answers=answers,
        catchment_id=places.get(sent["catchment"]),
        language=sent.get("language") or current_language(),
        consent_number=consent.number,
        may_quote=sent["consent"]["quote"],
    )


def _answers(
    version: queries.AskedVersion, given: dict[str, object], faults: dict[str, str]
) -> dict[str, Value]:
    """Return the answers that the questions take; what they refuse goes to `faults`."""
    checked = queries.definition_of(version).check_values(given)
    for key, refused in checked.refused.items():
        faults[f"answers.{key}"] = words_for(refused)
    return checked.answers


def _version(survey: Survey, number: int | None) -> queries.AskedVersion:
    """Return the version that was answered: the one named, or the present one."""
    if number is not None and number > survey.number:
        why = _("This survey has no such version.")
        raise Invalid(why, {"survey_version": why})
    return queries.get_version(survey, number or survey.number)
