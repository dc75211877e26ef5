"""Doors of the API to moderation: the queue, and one decision."""

from typing import Any

from marshmallow import Schema, fields, validate

from engage.contributions.models import KINDS, Contribution
from engage.contributions.queries import get_contribution
from engage.core.errors import VersionMissing
from engage.core.i18n import gettext as _
from engage.moderation import actions, queries
from engage.moderation.models import LONGEST_NOTE, OUTCOMES
from engage.moderation.policy import may_moderate
from engage.web.access import current_actor, guarded
from engage.web.api import (
    ApiBlueprint,
    CleanText,
    ListQuery,
    Pair,
    RequestSchema,
    Version,
    cut,
    page_of,
    scoped,
)
from engage.web.api.fields import PlainNumber

bp = ApiBlueprint(
    "moderation",
    __name__,
    description="Texts that wait for a person to read them, and decisions on them.",
)
LONGEST_NAME = 60
LONGEST_WAIT = 3650


class QueueQuery(ListQuery):
    """What part of the queue; `catchment` is a slug, or "none": it names no place."""

    consultation = fields.String(validate=validate.Length(max=LONGEST_NAME))
    catchment = fields.String(
        load_default="", validate=validate.Length(max=LONGEST_NAME)
    )
    kind = fields.String(load_default="", validate=validate.OneOf(("", *KINDS)))
    language = fields.String(load_default="", validate=validate.Length(max=8))
    state = fields.String(
        load_default="", validate=validate.OneOf(("", *queries.STATES))
    )
    days = PlainNumber(
        load_default=0, validate=validate.Range(0, LONGEST_WAIT, error="Out of range.")
    )


class WaitingSchema(Schema):
    """A text that waits, and the version a decision must name."""

    id = fields.String(required=True)
    consultation = fields.String(required=True)
    catchment = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True)
    prompt = fields.Nested(Pair, required=True)
    language = fields.String(required=True)
    text = fields.String(required=True)
    received_on = fields.Date(required=True)
    status = fields.String(required=True)
    version = fields.Integer(required=True)


class DecisionInput(RequestSchema):
    """A decision; rejecting and hiding need the code of a reason."""

    decision = fields.String(required=True, validate=validate.OneOf(tuple(OUTCOMES)))
    reason = fields.String(load_default="", validate=validate.Length(max=40))
    note = CleanText(most=LONGEST_NOTE, may_be_blank=True, load_default="")
    version = Version()


class DecisionSchema(Schema):
    """A decision as it was taken, and where the text stands since."""

    decision = fields.String(required=True)
    reason = fields.String(required=True)
    status_before = fields.String(required=True)
    status = fields.String(required=True, attribute="status_after")
    version = fields.Integer(required=True, attribute="contribution_version")


@bp.get("/moderation/queue")
@scoped("moderation")
@guarded(may_moderate)
@bp.query(QueueQuery)
@bp.gives(page_of(WaitingSchema))
def queue(query: dict[str, Any]) -> dict[str, Any]:
    """List the texts that wait in one's own catchments."""
    asked = query.pop("listing")
    consultation = query.pop("consultation", "")
    only = queries.QueueFilter(**query)
    found = queries.list_waiting(
        current_actor(), consultation, only, asked.after, asked.limit + 1
    )
    part = cut(found, asked, lambda item: item.contribution.public_id)
    items = [_shown(item) for item in part["items"]]
    if items:
        actions.note_reading_many(len(items), by=current_actor())
    return part | {"items": items}


@bp.post("/moderation/<contribution>/decisions")
@scoped("moderation")
@guarded(may_moderate, by=get_contribution)
@bp.body(DecisionInput)
@bp.gives(DecisionSchema, 201)
def decide(contribution: Contribution, sent: dict[str, Any]) -> object:
    """Decide on one text, in the version that was read."""
    if "version" not in sent:
        raise VersionMissing(_("Name the version your change is based on."))
    return actions.decide(contribution, **sent, by=current_actor())


def _shown(waiting: queries.Waiting) -> dict[str, Any]:
    text = waiting.contribution
    named = ("kind", "prompt", "language", "text", "received_on", "status", "version")
    return {name: getattr(text, name) for name in named} | {
        "id": text.public_id,
        "consultation": waiting.consultation,
        "catchment": waiting.catchment,
    }
