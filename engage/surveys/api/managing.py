"""Doors that make, change and publish surveys."""

from typing import Any

from flask import Response
from marshmallow import Schema, fields, validate

from engage.consultations.facts import MODERATIONS
from engage.consultations.policy import may_edit_consultation
from engage.consultations.queries import get_managed_consultation
from engage.core.errors import NotAllowed
from engage.core.i18n import Bilingual
from engage.people.policy import may_manage
from engage.surveys import actions, queries
from engage.surveys.actions import SurveyFacts
from engage.surveys.api.schemas import bp
from engage.surveys.models import Survey
from engage.surveys.policy import may_edit_survey
from engage.web.access import current_actor, guarded
from engage.web.api import (
    Flag,
    IfMatch,
    Pair,
    PairInput,
    RequestSchema,
    Slug,
    Version,
    asked_version,
    scoped,
    with_version,
)


class DraftSchema(Schema):
    """A survey as those see it who work on it.

    `definition` is the draft; `survey_version` the one people answer now, 0 before the
    first; `version` goes with a change.
    """

    slug = fields.String(required=True)
    consultation = fields.String(required=True)
    title = fields.Nested(Pair, required=True)
    intro = fields.Nested(Pair, required=True)
    state = fields.String(required=True)
    moderation = fields.String(required=True)
    shows_similar = fields.Boolean(required=True)
    definition = fields.Dict(keys=fields.String(), required=True)
    survey_version = fields.Integer(required=True)
    version = fields.Integer(required=True)


class SurveyInput(RequestSchema):
    """A new survey of a consultation; `definition` has sections of questions."""

    slug = Slug(required=True)
    consultation = Slug(required=True)
    title = fields.Nested(PairInput, required=True)
    intro = fields.Nested(PairInput)
    moderation = fields.String(validate=validate.OneOf(MODERATIONS))
    shows_similar = Flag()
    definition = fields.Dict(keys=fields.String())


class SurveyPatch(RequestSchema):
    """The whole draft of what is asked; published versions stay as they are."""

    definition = fields.Dict(keys=fields.String(), required=True)
    version = Version()


@bp.post("/surveys")
@scoped("admin")
@guarded(may_manage)
@bp.body(SurveyInput)
@bp.gives(DraftSchema, 201)
def create(sent: dict[str, Any]) -> Response:
    """Make a draft of a survey in a consultation."""
    by = current_actor()
    consultation = get_managed_consultation(by, sent.pop("consultation"))
    if not may_edit_consultation(by, consultation):
        raise NotAllowed
    for name in {"title", "intro"} & set(sent):
        sent[name] = Bilingual(**sent[name])
    facts = SurveyFacts(**sent)
    made = actions.create_survey(facts, consultation=consultation, by=by)
    response = _reply(made)
    response.status_code = 201
    return response


@bp.get("/surveys/<survey>/draft")
@scoped("admin")
@guarded(may_edit_survey, by=queries.get_managed_survey)
@bp.gives(DraftSchema)
def draft(survey: Survey) -> Response:
    """Show the draft of a survey; its version is the entity tag."""
    return _reply(survey)


@bp.patch("/surveys/<survey>")
@scoped("admin")
@guarded(may_edit_survey, by=queries.get_managed_survey)
@bp.headers(IfMatch)
@bp.body(SurveyPatch)
@bp.gives(DraftSchema)
def change(survey: Survey, headers: dict[str, Any], sent: dict[str, Any]) -> Response:
    """Change the draft of a survey."""
    version = asked_version(headers["if_match"], sent.get("version"))
    by = current_actor()
    actions.edit_draft(survey, sent["definition"], version=version, by=by)
    return _reply(queries.get_managed_survey(by, survey.slug))


@bp.post("/surveys/<survey>/publish")
@scoped("admin")
@guarded(may_edit_survey, by=queries.get_managed_survey)
@bp.gives(DraftSchema)
def publish(survey: Survey) -> Response:
    """Publish the draft as the next version, and open the survey."""
    by = current_actor()
    actions.publish_survey(survey, by=by)
    return _reply(queries.get_managed_survey(by, survey.slug))


def _reply(survey: Survey) -> Response:
    shown = {
        "slug": survey.slug,
        "consultation": survey.consultation.slug,
        "title": survey.title,
        "intro": survey.intro,
        "state": survey.state,
        "moderation": survey.moderation,
        "shows_similar": survey.shows_similar,
        "definition": survey.draft,
        "survey_version": survey.number,
        "version": survey.version,
    }
    return with_version(DraftSchema().dump(shown), survey.version)
