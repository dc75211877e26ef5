"""Doors that open threads."""

from typing import Any

from marshmallow import fields, validate

from engage.consultations.facts import MODERATIONS
from engage.consultations.policy import may_edit_consultation
from engage.consultations.queries import get_managed_consultation
from engage.core.errors import Invalid, NotAllowed
from engage.core.i18n import Bilingual
from engage.core.i18n import gettext as _
from engage.people.policy import may_manage
from engage.threads import actions
from engage.threads.actions import ThreadFacts
from engage.threads.api.schemas import ThreadSchema, bp, shown_thread
from engage.web.access import current_actor, guarded
from engage.web.api import CleanText, RequestSchema, Slug, scoped

LONGEST_TITLE, LONGEST_PROMPT = 200, 2000


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


@bp.post("/threads")
@scoped("admin")
@guarded(may_manage)
@bp.body(ThreadInput)
@bp.gives(ThreadSchema, 201)
def create(sent: dict[str, Any]) -> dict[str, Any]:
    """Open a thread in a consultation."""
    by = current_actor()
    consultation = get_managed_consultation(by, sent.pop("consultation"))
    if not may_edit_consultation(by, consultation):
        raise NotAllowed
    places = {item.slug for item in consultation.catchments}
    if sent["catchment"] is not None and sent["catchment"] not in places:
        why = _("Choose one of the catchments in the list.")
        raise Invalid(why, {"catchment": why})
    for name in ("title", "prompt"):
        sent[name] = Bilingual(**sent[name])
    facts = ThreadFacts(**sent)
    made = actions.create_thread(facts, consultation=consultation, by=by)
    return shown_thread(made)
