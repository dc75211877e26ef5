"""What the API shows of a consultation."""

from typing import Any

from marshmallow import Schema, fields

from engage.consultations.models import ConsentText, Consultation
from engage.web.api import ApiBlueprint, Pair

bp = ApiBlueprint(
    "consultations",
    __name__,
    description="What is asked, where, and from when to when.",
)


class ConsentSchema(Schema):
    """What people agree to; `version` goes with each response."""

    version = fields.Integer(required=True)
    participation = fields.Nested(Pair, required=True)
    quoting = fields.Nested(Pair, required=True)


class ConsultationSchema(Schema):
    """A consultation; `state` is draft, open, closed or reported.

    The closing day is included. `sample_notice` is there where it is made of sample
    data.
    """

    slug = fields.String(required=True)
    title = fields.Nested(Pair, required=True)
    summary = fields.Nested(Pair, required=True)
    purpose = fields.Nested(Pair, required=True)
    outcome = fields.Nested(Pair, required=True)
    contact = fields.Nested(Pair, required=True)
    state = fields.String(required=True)
    opens_on = fields.Date(required=True)
    closes_on = fields.Date(required=True)
    zone = fields.String(required=True)
    catchments = fields.List(fields.String(), required=True)
    consent = fields.Nested(ConsentSchema, required=True, allow_none=True)
    sample_notice = fields.Nested(Pair, required=True, allow_none=True)
    attribution = fields.Nested(Pair, required=True, allow_none=True)
    source_url = fields.String(required=True)


def shown_consultation(consultation: Consultation) -> dict[str, Any]:
    """Return a consultation for its schema."""
    named = {
        name: getattr(consultation, name)
        for name in ConsultationSchema().fields
        if name not in {"catchments", "consent"}
    }
    return named | {
        "catchments": [item.slug for item in consultation.catchments],
        "consent": shown_consent(consultation.consent),
    }


def shown_consent(consent: ConsentText | None) -> dict[str, Any] | None:
    """Return a consent text for its schema."""
    if consent is None:
        return None
    return {
        "version": consent.number,
        "participation": consent.participation,
        "quoting": consent.quoting,
    }
