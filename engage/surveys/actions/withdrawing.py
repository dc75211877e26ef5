"""Take one response back, as its author asks."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from engage.contributions.actions import withdraw_voice
from engage.core import events
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.db import transaction
from engage.surveys.models import Answer, Characteristic, Response


def withdraw_response(response: Response, *, by: Actor) -> None:
    """Take a response back: answers go, words are blanked, everybody is told (rule 20).

    That there was a response stays, so that the withdrawal can be shown again.
    """
    response_id = response.id
    with transaction() as current:
        fresh = current.get_one(Response, response_id)
        if fresh.is_withdrawn:
            return
        take_back(current, fresh)
        record(current, "surveys.response.withdrawn", by=by)


def take_back(current: Session, response: Response) -> None:
    """Take a response back inside the caller's transaction."""
    response.is_withdrawn = True
    response.content_hash = ""
    for table in (Answer, Characteristic):
        current.execute(delete(table).where(table.response_id == response.id))
    texts = withdraw_voice(current, response.voice)
    events.announce(
        "response.withdrawn", current=current, response=response, contributions=texts
    )
