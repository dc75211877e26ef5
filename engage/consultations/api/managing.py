"""Doors that make and change consultations."""

from dataclasses import fields as fields_of
from typing import Any

from flask import Response
from marshmallow import fields, validate

from engage.consultations import actions, queries
from engage.consultations.actions import STEPS, ConsultationFacts
from engage.consultations.api.schemas import ConsultationSchema, bp, shown_consultation
from engage.consultations.facts import MODERATIONS
from engage.consultations.models import Consultation
from engage.consultations.policy import may_create_consultation, may_edit_consultation
from engage.core.errors import Invalid
from engage.core.i18n import gettext as _
from engage.web.access import current_actor, guarded
from engage.web.api import (
    IfMatch,
    PairInput,
    RequestSchema,
    Slug,
    Version,
    WholeNumber,
    asked_version,
    bilingual,
    scoped,
    with_version,
)


class ManagedSchema(ConsultationSchema):
    """A consultation as those see it who work on it; `version` goes with a change."""

    retention_months = fields.Integer(required=True)
    moderation = fields.String(required=True)
    version = fields.Integer(required=True)


class Facts(RequestSchema):
    """What a consultation is made of; texts may be missing until it opens."""

    title = fields.Nested(PairInput)
    summary = fields.Nested(PairInput)
    purpose = fields.Nested(PairInput)
    outcome = fields.Nested(PairInput)
    contact = fields.Nested(PairInput)
    opens_on = fields.Date()
    closes_on = fields.Date()
    zone = fields.String(validate=validate.Length(max=60, error="Wrong length."))
    retention_months = WholeNumber(
        validate=validate.Range(1, 120, error="Out of range.")
    )
    moderation = fields.String(validate=validate.OneOf(MODERATIONS))
    catchments = fields.List(
        Slug(), validate=validate.Length(max=15, error="Wrong length.")
    )


class ConsultationInput(Facts):
    """A new consultation: a draft. `participation` and `quoting` are its consent."""

    slug = Slug(required=True)
    title = fields.Nested(PairInput, required=True)
    summary = fields.Nested(PairInput, required=True)
    opens_on = fields.Date(required=True)
    closes_on = fields.Date(required=True)
    participation = fields.Nested(PairInput)
    quoting = fields.Nested(PairInput)


class ConsultationPatch(Facts):
    """What is to change; or `state` alone, to take it one step on."""

    state = fields.String(validate=validate.OneOf(tuple(STEPS.values())))
    version = Version()


@bp.post("/consultations")
@scoped("admin")
@guarded(may_create_consultation)
@bp.body(ConsultationInput)
@bp.gives(ManagedSchema, 201)
def create(sent: dict[str, Any]) -> Response:
    """Make a draft of a consultation."""
    places = sent.pop("catchments", [])
    facts = ConsultationFacts(**bilingual(sent))
    made = actions.create_consultation(facts, catchments=places, by=current_actor())
    response = _reply(made)
    response.status_code = 201
    return response


@bp.patch("/consultations/<consultation>")
@scoped("admin")
@guarded(may_edit_consultation, by=queries.get_managed_consultation)
@bp.headers(IfMatch)
@bp.body(ConsultationPatch)
@bp.gives(ManagedSchema)
def change(
    consultation: Consultation, headers: dict[str, Any], sent: dict[str, Any]
) -> Response:
    """Change a consultation, or take it one step on: open, closed, reported."""
    version = asked_version(headers["if_match"], sent.pop("version", None))
    state = sent.pop("state", None)
    if (state is None) == (not sent):
        raise Invalid(_("Send one change at a time."))
    by = current_actor()
    if state is not None:
        actions.advance_consultation(consultation, state, by=by)
        return _reply(queries.get_managed_consultation(by, consultation.slug))
    kept = {
        item.name: getattr(consultation, item.name)
        for item in fields_of(ConsultationFacts)
        if hasattr(consultation, item.name)
    }
    places = sent.pop("catchments", [item.slug for item in consultation.catchments])
    changed = actions.edit_consultation(
        consultation,
        ConsultationFacts(**(kept | bilingual(sent))),
        catchments=places,
        version=version,
        by=by,
    )
    return _reply(changed)


def _reply(consultation: Consultation) -> Response:
    shown = shown_consultation(consultation) | {
        "retention_months": consultation.retention_months,
        "moderation": consultation.moderation,
        "version": consultation.version,
    }
    return with_version(ManagedSchema().dump(shown), consultation.version)
