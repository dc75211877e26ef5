"""Doors that open threads and change them."""

from typing import Any

from flask import Response
from marshmallow import fields, validate

from engage.consultations.facts import MODERATIONS
from engage.consultations.policy import may_edit_consultation
from engage.consultations.queries import get_managed_consultation
from engage.core.errors import NotAllowed
from engage.people.policy import may_manage
from engage.threads import actions, queries
from engage.threads.actions import ThreadFacts
from engage.threads.api.schemas import ThreadSchema, bp, shown_thread
from engage.threads.models import LONGEST_PROMPT, LONGEST_TITLE, Thread
from engage.threads.policy import may_edit_thread
from engage.web.access import current_actor, guarded
from engage.web.api import (
    CleanText,
    IfMatch,
    RequestSchema,
    Slug,
    Version,
    asked_version,
    bilingual,
    scoped,
    with_version,
)


class Title(RequestSchema):
    """The title in both languages."""

    en = CleanText(most=LONGEST_TITLE, required=True)
    fr = CleanText(most=LONGEST_TITLE, required=True)


class Prompt(RequestSchema):
    """What is asked, in both languages."""

    en = CleanText(most=LONGEST_PROMPT, required=True)
    fr = CleanText(most=LONGEST_PROMPT, required=True)


class ThreadInput(RequestSchema):
    """A new thread of a consultation, in one of its catchments or in all."""

    slug = Slug(required=True)
    consultation = Slug(required=True)
    title = fields.Nested(Title, required=True)
    prompt = fields.Nested(Prompt, required=True)
    catchment = Slug(load_default=None, allow_none=True)
    moderation = fields.String(load_default="pre", validate=validate.OneOf(MODERATIONS))


class ThreadPatch(RequestSchema):
    """What is to change; what is left out stays."""

    title = fields.Nested(Title)
    prompt = fields.Nested(Prompt)
    catchment = Slug(allow_none=True)
    moderation = fields.String(validate=validate.OneOf(MODERATIONS))
    version = Version()


@bp.post("/threads")
@scoped("admin")
@guarded(may_manage)
@bp.body(ThreadInput)
@bp.gives(ThreadSchema, 201)
def create(sent: dict[str, Any]) -> Response:
    """Open a thread in a consultation."""
    by = current_actor()
    consultation = get_managed_consultation(by, sent.pop("consultation"))
    if not may_edit_consultation(by, consultation):
        raise NotAllowed
    facts = ThreadFacts(**bilingual(sent))
    made = actions.create_thread(facts, consultation=consultation, by=by)
    response = _reply(made)
    response.status_code = 201
    return response


@bp.patch("/threads/<thread>")
@scoped("admin")
@guarded(may_edit_thread, by=queries.get_managed_thread)
@bp.headers(IfMatch)
@bp.body(ThreadPatch)
@bp.gives(ThreadSchema)
def change(thread: Thread, headers: dict[str, Any], sent: dict[str, Any]) -> Response:
    """Change what a thread asks, where, or how it is moderated from now on."""
    version = asked_version(headers["if_match"], sent.pop("version", None))
    places = {item.id: item.slug for item in thread.consultation.catchments}
    kept = {
        "title": thread.title,
        "prompt": thread.prompt,
        "catchment": places.get(thread.catchment_id or 0),
        "moderation": thread.moderation,
    }
    facts = ThreadFacts(slug=thread.slug, **(kept | bilingual(sent)))
    by = current_actor()
    actions.edit_thread(thread, facts, version=version, by=by)
    return _reply(queries.get_managed_thread(by, thread.slug))


def _reply(thread: Thread) -> Response:
    return with_version(ThreadSchema().dump(shown_thread(thread)), thread.version)
