"""Doors that show a thread and take comments and reactions."""

from typing import Any

from flask import current_app, request

from engage.core.errors import Invalid
from engage.core.i18n import current_language
from engage.core.i18n import gettext as _
from engage.core.text import guessed_language
from engage.core.tokens import keyed, receipt_code
from engage.threads import actions, queries
from engage.threads.api.schemas import (
    CommentInput,
    CommentSchema,
    FlagInput,
    FlagSchema,
    ReactionInput,
    ReactionSchema,
    SaidSchema,
    ThreadSchema,
    bp,
    shown_comment,
    shown_thread,
)
from engage.threads.models import Thread
from engage.threads.policy import may_read_thread
from engage.threads.queries.listing import get_thread_of, list_visible
from engage.web.access import current_actor, guarded
from engage.web.api import IdempotencyKey, ListQuery, cut, page_of, reading, scoped
from engage.web.security import keep_private
from engage.web.throttle import client_network, count_try


@bp.get("/threads/<thread>")
@reading("admin")
@guarded(may_read_thread, by=queries.get_thread)
@bp.gives(ThreadSchema)
def show(thread: Thread) -> dict[str, Any]:
    """Show a thread."""
    return shown_thread(thread)


@bp.get("/threads/<thread>/comments")
@reading("contributions:read")
@guarded(may_read_thread, by=queries.get_thread)
@bp.query(ListQuery)
@bp.gives(page_of(CommentSchema))
def comments(thread: Thread, query: dict[str, Any]) -> dict[str, Any]:
    """List the approved comments of a thread, in random order."""
    asked = query["listing"]
    found = list_visible(thread, asked.after, asked.limit + 1)
    part = cut(found, asked, lambda item: item.public_id)
    return part | {"items": [shown_comment(item) for item in part["items"]]}


@bp.post("/threads/<thread>/comments")
@scoped("responses:write", staff=False)
@guarded(may_read_thread, by=queries.get_thread)
@bp.headers(IdempotencyKey)
@bp.body(CommentInput)
@bp.gives(SaidSchema, 201, also=200)
def comment(
    thread: Thread, headers: dict[str, Any], sent: dict[str, Any]
) -> tuple[dict[str, Any], int]:
    """Take one comment; sent again with the same key it gives the same receipt."""
    keep_private()
    _check_place(thread, sent["catchment"])
    secret = current_app.config["SETTINGS"].secret_key
    key = f"api/threads/{thread.slug}/{headers['key']}"
    receipt = receipt_code(secret, key)
    participant = sent.get("participant") or keyed(secret, "participant", key).hex()
    consent = thread.consultation.consent
    words = actions.Words(
        text=sent["text"],
        language=sent.get("language")
        or guessed_language(sent["text"], current_language()),
        display_name=" ".join(sent["display_name"].split()),
        catchment=sent["catchment"],
        may_quote=sent["may_quote"],
        reply_to=sent["reply_to"],
        consent_number=consent.number if consent else None,
    )
    said = actions.submit_comment(
        thread, words, token=participant, receipt=receipt, by=current_actor()
    )
    told = {
        "receipt": receipt,
        "comment": said.public_id,
        "status": "pending" if said.is_waiting else "approved",
        "participant": participant,
    }
    return told, 201 if said.is_new else 200


@bp.post("/comments/<comment>/reactions")
@scoped("responses:write", staff=False)
@guarded(may_read_thread, by=get_thread_of)
@bp.body(ReactionInput)
@bp.gives(ReactionSchema)
def react(thread: Thread, sent: dict[str, Any]) -> dict[str, Any]:
    """Note what one participant thinks of a comment.

    Those who are not named as a participant are one voice together: their latest
    reaction to a comment is the one that counts, however often a program calls.
    """
    keep_private()
    comment = str((request.view_args or {})["comment"])
    token = _token(thread, sent)
    actions.react(thread, comment, sent["reaction"], token=token, by=current_actor())
    return {"reaction": sent["reaction"], "participant": sent.get("participant")}


@bp.post("/comments/<comment>/flags")
@scoped("responses:write", staff=False)
@guarded(may_read_thread, by=get_thread_of)
@bp.body(FlagInput)
@bp.gives(FlagSchema)
def flag(thread: Thread, sent: dict[str, Any]) -> dict[str, Any]:
    """Ask moderators to look at a comment.

    Those who are not named as a participant are one voice together: however often a
    program calls, they count once for each comment.
    """
    keep_private()
    count_try("flags", client_network())
    comment = str((request.view_args or {})["comment"])
    token, by = _token(thread, sent), current_actor()
    actions.flag_comment(thread, comment, sent["reason"], token=token, by=by)
    return {"reason": sent["reason"], "participant": sent.get("participant")}


def _token(thread: Thread, sent: dict[str, Any]) -> str:
    """Return the token of a participant, or the one all have who send none."""
    secret = current_app.config["SETTINGS"].secret_key
    nameless = keyed(secret, "nameless", thread.slug).hex()
    return sent.get("participant") or nameless


def _check_place(thread: Thread, slug: str | None) -> None:
    """Refuse a catchment that the consultation does not cover.

    Raises:
        Invalid: It is none of them.
    """
    places = {item.slug for item in thread.consultation.catchments}
    if slug is not None and slug not in places:
        why = _("Choose one of the catchments in the list.")
        raise Invalid(why, {"catchment": why})
