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
        .order_by(Contribution.id)
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
    mine, other = aliased(Contribution), aliased(Contribution)
    own, beside = aliased(Comment), aliased(Comment)
    return list(
        session().scalars(
            select(beside.public_id)
            .join(other, other.id == beside.contribution_id)
            .join(mine, mine.part_of_id == other.part_of_id)
            .join(own, own.contribution_id == mine.id)
            .where(
                own.thread_id == thread.id,
                own.public_id == public_id,
                other.id != mine.id,
                other.status == "approved",
            )
            .order_by(other.id)
        )
    )
