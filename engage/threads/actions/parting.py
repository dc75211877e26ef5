"""Two comments in the place of one that was split, and one again (lineage kept)."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from engage.contributions.models import Contribution, Flag
from engage.core.errors import Conflict
from engage.core.i18n import gettext as _
from engage.threads.models import Comment, Reaction

KIND = "comment"
# What all parts have of the whole; its receipt and its votes stay with it.
SHARED = ("thread_id", "reply_to_id", "participant_id", "display_name")
SHARED_TOO = ("consent_number", "session_code", "posted_on")


def follow_split(
    *, current: Session, whole: Contribution, parts: Sequence[Contribution]
) -> None:
    """Add comments for the parts of one; replies to the whole go to the first part."""
    if whole.kind != KIND:
        return
    comment = _comment_of(current, whole)
    kept = {name: getattr(comment, name) for name in (*SHARED, *SHARED_TOO)}
    added = [Comment(contribution_id=part.id, **kept) for part in parts]
    current.add_all(added)
    current.flush()
    _move_replies(current, comment.id, added[0].id)


def follow_joining(
    *, current: Session, whole: Contribution, parts: Sequence[Contribution]
) -> None:
    """Take away the comments of the parts; replies to the first go to the whole.

    Raises:
        Conflict: Somebody has voted on a part, reported it, or replied to a later one.
    """
    if whole.kind != KIND:
        return
    comment = _comment_of(current, whole)
    comments = [_comment_of(current, part) for part in parts]
    ids = [item.id for item in comments]
    answers = (
        select(func.count()).where(Reaction.comment_id.in_(ids)),
        select(func.count()).where(Comment.reply_to_id.in_(ids[1:])),
        select(func.count()).where(Flag.contribution_id.in_([p.id for p in parts])),
    )
    if any(current.scalar(answer) for answer in answers):
        raise Conflict(_("Somebody has answered to one of its parts since."))
    _move_replies(current, ids[0], comment.id)
    current.execute(delete(Comment).where(Comment.id.in_(ids)))
    for item in comments:
        current.expunge(item)


def _comment_of(current: Session, said: Contribution) -> Comment:
    found = select(Comment).where(Comment.contribution_id == said.id)
    return current.scalars(found).one()


def _move_replies(current: Session, origin: int, target: int) -> None:
    replies = update(Comment).where(Comment.reply_to_id == origin)
    current.execute(replies.values(reply_to_id=target))
