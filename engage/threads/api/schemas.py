"""What the API shows of a thread and takes as a comment."""

from typing import Any

from marshmallow import Schema, fields, validate

from engage.contributions.facts import FLAG_REASONS
from engage.core import clock
from engage.core.i18n import LANGUAGES
from engage.threads.models import LONGEST_COMMENT, LONGEST_NAME, Thread
from engage.threads.queries.listing import ListedComment
from engage.web.api import (
    ApiBlueprint,
    CleanText,
    Flag,
    Identifier,
    Pair,
    Pattern,
    RequestSchema,
)

bp = ApiBlueprint(
    "threads", __name__, description="Questions to discuss, comments, reactions."
)
PARTICIPANT = r"^[A-Za-z0-9_-]{40,64}$"


class ThreadSchema(Schema):
    """One question to discuss.

    `moderation` is pre where a person reads each comment before it appears, post where
    it is read afterwards, flags where it is read if somebody flags it.
    """

    slug = fields.String(required=True)
    consultation = fields.String(required=True)
    title = fields.Nested(Pair, required=True)
    prompt = fields.Nested(Pair, required=True)
    is_open = fields.Boolean(required=True)
    opens_on = fields.Date(required=True)
    closes_on = fields.Date(required=True)
    catchments = fields.List(fields.String(), required=True)
    moderation = fields.String(required=True)
    version = fields.Integer(required=True)


class CommentSchema(Schema):
    """A comment that was approved, and what readers think of it."""

    id = fields.String(required=True)
    reply_to = fields.String(required=True, allow_none=True)
    text = fields.String(required=True)
    language = fields.String(required=True)
    display_name = fields.String(required=True)
    posted_on = fields.Date(required=True)
    catchment = fields.String(required=True, allow_none=True)
    agrees = fields.Integer(required=True)
    disagrees = fields.Integer(required=True)
    passes = fields.Integer(required=True)


class TakesPart(RequestSchema):
    """`participant` is a random token: one person's in this thread.

    An earlier comment gave it back, or the program made one for each person.
    """

    participant = fields.String(validate=Pattern(PARTICIPANT))


class CommentInput(TakesPart):
    """A comment, or a reply to one."""

    text = CleanText(most=LONGEST_COMMENT, required=True)
    language = fields.String(validate=validate.OneOf(LANGUAGES))
    display_name = CleanText(most=LONGEST_NAME, may_be_blank=True, load_default="")
    catchment = fields.String(
        load_default=None, allow_none=True, validate=validate.Length(max=60)
    )
    may_quote = Flag(load_default=False)
    reply_to = Identifier(load_default=None, allow_none=True)


class SaidSchema(Schema):
    """What became of a comment: pending until a person has read it, or approved.

    `participant` is to be sent with what the same person says or thinks later.
    """

    receipt = fields.String(required=True)
    comment = fields.String(required=True)
    status = fields.String(required=True)
    participant = fields.String(required=True)


class ReactionInput(TakesPart):
    """What one participant thinks of a comment; a later one takes its place."""

    reaction = fields.String(
        required=True, validate=validate.OneOf(("agree", "disagree", "pass"))
    )


class FlagInput(TakesPart):
    """Why moderators should look at a comment; once per participant and comment."""

    reason = fields.String(required=True, validate=validate.OneOf(tuple(FLAG_REASONS)))


class FlagSchema(Schema):
    """What was noted; how many others flagged it is told to nobody.

    `participant` is the one that was sent, or null.
    """

    reason = fields.String(required=True)
    participant = fields.String(required=True, allow_none=True)


class ReactionSchema(Schema):
    """What was noted; `participant` is the one that was sent, or null."""

    reaction = fields.String(required=True)
    participant = fields.String(required=True, allow_none=True)


def shown_thread(thread: Thread) -> dict[str, Any]:
    """Return a thread for its schema."""
    consultation = thread.consultation
    return {
        "slug": thread.slug,
        "consultation": consultation.slug,
        "title": thread.title,
        "prompt": thread.prompt,
        "is_open": consultation.takes_input(clock.now()),
        "opens_on": consultation.opens_on,
        "closes_on": consultation.closes_on,
        "catchments": [item.slug for item in consultation.catchments],
        "moderation": thread.moderation,
        "version": thread.version,
    }


def shown_comment(comment: ListedComment) -> dict[str, Any]:
    """Return a comment for its schema."""
    return vars(comment) | {"id": comment.public_id}
