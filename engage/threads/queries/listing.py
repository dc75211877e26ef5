"""The comments of a thread as a list that tells nothing of their order."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from engage.catchments.models import Catchment
from engage.contributions.models import Contribution
from engage.core.actors import Actor
from engage.core.db import session
from engage.core.errors import NotFound
from engage.threads.models import Comment, Thread
from engage.threads.queries.finding import get_thread


@dataclass(frozen=True)
class ListedComment:
    """An approved comment; `reply_to` is the public id of the one it replies to."""

    public_id: str
    reply_to: str | None
    text: str
    language: str
    display_name: str
    posted_on: date
    catchment: str | None
    agrees: int
    disagrees: int
    passes: int


def list_visible(thread: Thread, after: str, most: int) -> list[ListedComment]:
    """Return approved comments by public id, from after one on.

    A reply to a comment that is not there for readers is not there either.
    """
    parent, words = aliased(Comment), aliased(Contribution)
    rows: Any = session().execute(
        select(
            Comment.public_id,
            parent.public_id,
            Contribution.text,
            Contribution.language,
            Comment.display_name,
            Comment.posted_on,
            Catchment.slug,
            Comment.agrees,
            Comment.disagrees,
            Comment.passes,
        )
        .join(Contribution, Contribution.id == Comment.contribution_id)
        .outerjoin(Catchment, Catchment.id == Contribution.catchment_id)
        .outerjoin(parent, parent.id == Comment.reply_to_id)
        .outerjoin(words, words.id == parent.contribution_id)
        .where(
            Comment.thread_id == thread.id,
            Comment.public_id > after,
            Contribution.status == "approved",
            or_(Comment.reply_to_id.is_(None), words.status == "approved"),
        )
        .order_by(Comment.public_id)
        .limit(most)
    )
    return [ListedComment(*row) for row in rows]


def get_thread_of(actor: Actor, comment: str) -> Thread:
    """Return the thread in which readers find a comment.

    Raises:
        NotFound: There is no such comment for readers.
    """
    slug = session().scalar(
        select(Thread.slug)
        .join(Comment, Comment.thread_id == Thread.id)
        .join(Contribution, Contribution.id == Comment.contribution_id)
        .where(Comment.public_id == comment, Contribution.status == "approved")
    )
    if slug is None:
        raise NotFound
    return get_thread(actor, slug)
