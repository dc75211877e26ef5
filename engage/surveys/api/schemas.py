"""What the API shows of a survey and takes as a response."""

from typing import Any

from marshmallow import Schema, fields, validate

from engage.consultations.api.schemas import ConsentSchema, shown_consent
from engage.core import clock
from engage.core.i18n import LANGUAGES
from engage.surveys import queries
from engage.surveys.models import Survey
from engage.web.api import ApiBlueprint, Flag, Pair, RequestSchema, Version

bp = ApiBlueprint(
    "surveys", __name__, description="What is asked; answering; files of responses."
)
LONGEST_NAME = 60


class SurveySchema(Schema):
    """A survey as it is answered now. `definition` has sections of questions.

    `catchments` are those a response may name.
    """

    slug = fields.String(required=True)
    consultation = fields.String(required=True)
    title = fields.Nested(Pair, required=True)
    intro = fields.Nested(Pair, required=True)
    is_open = fields.Boolean(required=True)
    opens_on = fields.Date(required=True)
    closes_on = fields.Date(required=True)
    survey_version = fields.Integer(required=True)
    definition = fields.Dict(keys=fields.String(), required=True)
    catchments = fields.List(fields.String(), required=True)
    consent = fields.Nested(ConsentSchema, required=True)


class ConsentInput(RequestSchema):
    """That the person agrees to take part, and whether they may be quoted."""

    version = Version(required=True)
    quote = Flag(load_default=False)


class ResponseInput(RequestSchema):
    """One participant's whole reply.

    `catchment` is a slug or "unsure"; `answers` hold a value for each question's key.
    """

    catchment = fields.String(
        load_default="unsure", validate=validate.Length(max=LONGEST_NAME)
    )
    language = fields.String(validate=validate.OneOf(LANGUAGES))
    consent = fields.Nested(ConsentInput, required=True)
    survey_version = Version()
    answers = fields.Dict(keys=fields.String(), required=True)


class ReceiptSchema(Schema):
    """The code by which a person finds their response again."""

    receipt = fields.String(required=True)


def shown_survey(survey: Survey) -> dict[str, Any]:
    """Return a survey for its schema, with the version people answer now."""
    consultation = survey.consultation
    version = queries.get_version(survey, survey.number)
    return {
        "slug": survey.slug,
        "consultation": consultation.slug,
        "title": survey.title,
        "intro": survey.intro,
        "is_open": survey.takes_answers(clock.now()),
        "opens_on": consultation.opens_on,
        "closes_on": consultation.closes_on,
        "survey_version": version.number,
        "definition": queries.get_version_by_id(version.id).definition,
        "catchments": sorted(queries.catchment_ids(consultation)),
        "consent": shown_consent(queries.consent_of(consultation)),
    }
