"""What the API takes and gives of designs."""

from marshmallow import Schema, fields, validate

from engage.designs.facts import (
    LONGEST_SECTION,
    STATUSES,
    VERDICTS,
)
from engage.web.api import (
    ApiBlueprint,
    CleanText,
    Pair,
    PairInput,
    RequestSchema,
    Version,
)

bp = ApiBlueprint(
    "designs",
    __name__,
    description="SSM designs: what each says, and how it answers what was heard.",
)
LONGEST_NAME = 40


class SummarySchema(Schema):
    """A released design in one line."""

    catchment = fields.String(required=True)
    release = fields.Integer(required=True)
    released_on = fields.Date(required=True)
    manager = fields.Nested(Pair, required=True)
    is_sample = fields.Boolean(required=True)
    elements_written = fields.Integer(required=True)
    themes_answered = fields.Integer(required=True)


class StatusSchema(Schema):
    """How far something is since a day, and why."""

    status = fields.String(required=True, validate=validate.OneOf(STATUSES))
    on = fields.String(required=True)
    reason = fields.Nested(Pair, required=True)


class SaidSchema(Schema):
    """What a design says of an element; `text` is null where it says nothing."""

    id = fields.String(required=True)
    name = fields.Nested(Pair, required=True)
    definition = fields.Nested(Pair, required=True)
    text = fields.Nested(Pair, required=True, allow_none=True)
    section = fields.String(required=True)
    version = fields.Integer(required=True)
    statuses = fields.List(fields.Nested(StatusSchema), required=True)


class AnswerSchema(Schema):
    """How a design answers a theme; `theme` is its id in the consultation's report."""

    consultation = fields.String(required=True)
    theme = fields.String(required=True)
    label = fields.Nested(Pair, required=True)
    verdict = fields.String(required=True, validate=validate.OneOf(VERDICTS))
    reason = fields.Nested(Pair, required=True)
    section = fields.String(required=True)
    element = fields.String(required=True, allow_none=True)
    decided_on = fields.String(required=True)


class DesignSchema(Schema):
    """A design as it was last released."""

    catchment = fields.String(required=True)
    release = fields.Integer(required=True)
    released_on = fields.Date(required=True)
    manager = fields.Nested(Pair, required=True)
    about = fields.Nested(Pair, required=True)
    source_url = fields.String(required=True)
    is_sample = fields.Boolean(required=True)
    elements = fields.List(fields.Nested(SaidSchema), required=True)
    answers = fields.List(fields.Nested(AnswerSchema), required=True)


class TextInput(RequestSchema):
    """What a design says of an element; a status has the day since which it holds."""

    text = fields.Nested(PairInput, required=True)
    section = CleanText(most=LONGEST_SECTION, may_be_blank=True, load_default="")
    status = fields.String(load_default="", validate=validate.OneOf(("", *STATUSES)))
    status_on = fields.Date(load_default=None, allow_none=True)
    status_reason = fields.Nested(PairInput, load_default=dict)
    version = Version()


class TextSchema(Schema):
    """What the working copy says of an element; version 0: nothing yet."""

    catchment = fields.String(required=True)
    element = fields.String(required=True)
    text = fields.Nested(Pair, required=True)
    section = fields.String(required=True)
    status = fields.String(required=True)
    status_on = fields.Date(required=True, allow_none=True)
    status_reason = fields.Nested(Pair, required=True)
    version = fields.Integer(required=True)


class AnswerInput(RequestSchema):
    """How a design answers a theme; every answer but `open` has a reason."""

    verdict = fields.String(required=True, validate=validate.OneOf(VERDICTS))
    reason = fields.Nested(PairInput, load_default=dict)
    section = CleanText(most=LONGEST_SECTION, may_be_blank=True, load_default="")
    element = fields.String(load_default="", validate=validate.Length(max=LONGEST_NAME))
    decided_on = fields.Date(load_default=None, allow_none=True)
    version = Version()


class DispositionSchema(Schema):
    """An answer in the working copy; the public sees it with the next release."""

    catchment = fields.String(required=True)
    theme = fields.String(required=True)
    verdict = fields.String(required=True, validate=validate.OneOf(VERDICTS))
    reason = fields.Nested(Pair, required=True)
    section = fields.String(required=True)
    element = fields.String(required=True, allow_none=True)
    decided_on = fields.Date(required=True)
    version = fields.Integer(required=True)
