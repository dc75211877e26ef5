"""Take back what staff brought in together: a file, or a stack of paper forms."""

from collections.abc import Iterator

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from engage.contributions.actions import withdraw_voices
from engage.core import events
from engage.core.actors import Actor
from engage.core.audit import record_detailed
from engage.core.db import transaction
from engage.core.errors import Conflict
from engage.core.i18n import gettext as _
from engage.core.tokens import new_token, token_hash
from engage.surveys.models import (
    Answer,
    Characteristic,
    ImportBatch,
    Response,
    voice_of,
)

CHUNK = 500


def undo_batch(batch: ImportBatch, *, by: Actor) -> int:
    """Take a whole batch back, its texts blanked everywhere; return how many responses.

    Other rooms may refuse when they hear `responses.undoing` (a published edition
    stands), and follow when they hear `responses.undone`, once for each chunk.

    Raises:
        Conflict: It was undone before, or an edition counts it.
    """
    with transaction() as current:
        fresh = current.get_one(ImportBatch, batch.id)
        if fresh.is_undone:
            raise Conflict(_("This was undone before."))
        events.announce("responses.undoing", current=current, batch=fresh)
        taken = sum(_take_back(current, some) for some in _chunks(current, fresh.id))
        fresh.is_undone = True
        fresh.file_hash = token_hash(new_token())
        record_detailed(
            current,
            "surveys.batch.undone",
            by=by,
            subject=("import", fresh.id),
            detail={"responses": taken, "survey": fresh.survey_id},
        )
    return taken


def _chunks(current: Session, batch_id: int) -> Iterator[dict[int, str]]:
    """Yield the ids of what still stands, some at a time."""
    standing = select(Response.id, Response.public_id).where(
        Response.batch_id == batch_id, Response.is_withdrawn.is_(False)
    )
    rows = current.execute(standing).all()
    for start in range(0, len(rows), CHUNK):
        yield {row.id: row.public_id for row in rows[start : start + CHUNK]}


def _take_back(current: Session, chunk: dict[int, str]) -> int:
    ids, public_ids = list(chunk), list(chunk.values())
    for table in (Answer, Characteristic):
        current.execute(delete(table).where(table.response_id.in_(ids)))
    # The number on a paper form may be used again.
    current.execute(
        update(Response)
        .where(Response.id.in_(ids))
        .values(is_withdrawn=True, content_hash="", batch_place=None)
    )
    texts = withdraw_voices(current, [voice_of(name) for name in public_ids])
    events.announce(
        "responses.undone", current=current, responses=public_ids, contributions=texts
    )
    return len(ids)
