"""Comments that were split: the parts that stand for one, and what they belong to."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from engage.contributions.models import Contribution
from engage.core.db import session
from engage.threads.models import Comment, Thread
from engage.threads.queries.finding import OwnComment


def list_parts(own: OwnComment) -> list[OwnComment]:
    """Return the comments that stand for one's own, as it was said; none if whole."""
    rows = session().execute(
        select(Comment, Contribution)
        .join(Contribution, Contribution.id == Comment.contribution_id)
        .where(Contribution.part_of_id == own.text.id)
        .order_by(Contribution.source_key)
    )
    found = [OwnComment(comment, text, own.thread) for comment, text in rows]
    return [leaf for part in found for leaf in (list_parts(part) or [part])]


def find_part(thread: Thread, public_id: str) -> str | None:
    """Return the first part that readers see of a comment that was split, or None."""
    whole, said = aliased(Comment), aliased(Contribution)
    row = (
        session()
        .execute(
            select(whole, said)
            .join(said, said.id == whole.contribution_id)
            .where(
                whole.thread_id == thread.id,
                whole.public_id == public_id,
                said.status == "hidden",
            )
        )
        .one_or_none()
    )
    if row is None:
        return None
    parts = list_parts(OwnComment(row[0], row[1], thread))
    seen = (part for part in parts if part.text.status == "approved")
    return next((part.comment.public_id for part in seen), None)


def list_other_parts(thread: Thread, public_id: str) -> list[str]:
    """Return the other parts, seen by readers, of what a comment is a part of."""
    top = session().scalar(
        select(Contribution.part_of_id)
        .join(Comment, Comment.contribution_id == Contribution.id)
        .where(Comment.thread_id == thread.id, Comment.public_id == public_id)
    )
    if top is None:
        return []
    parts = list_parts(_whole_of(thread, top))
    return [
        part.comment.public_id
        for part in parts
        if part.text.status == "approved" and part.comment.public_id != public_id
    ]


def _whole_of(thread: Thread, contribution_id: int) -> OwnComment:
    """Return what was said in one piece: parts may have been split again."""
    comment, text = (
        session()
        .execute(
            select(Comment, Contribution)
            .join(Contribution, Contribution.id == Comment.contribution_id)
            .where(Contribution.id == contribution_id)
        )
        .one()
    )
    if text.part_of_id is not None:
        return _whole_of(thread, text.part_of_id)
    return OwnComment(comment, text, thread)
