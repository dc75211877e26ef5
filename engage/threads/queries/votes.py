"""Votes as a table of participants by comments."""

from dataclasses import dataclass

from sqlalchemy import select

from engage.contributions.models import Contribution
from engage.core.db import session
from engage.threads.models import Comment, Reaction, Thread


@dataclass(frozen=True)
class VoteMatrix:
    """Who voted how on what.

    `votes` holds one (participant, comment, value) per reaction: positions in
    `participants` and `comments`, and 1 agree, -1 disagree, 0 pass. Where there is
    none, the participant has not seen the comment.
    """

    participants: list[int]
    comments: list[str]
    contributions: list[int]
    votes: list[tuple[int, int, int]]


def vote_matrix(thread: Thread) -> VoteMatrix:
    """Return the votes on the approved comments of a thread.

    Comments are named by public id and stand in its order; `contributions` has the ids
    of their texts.
    """
    shown = (
        session()
        .execute(
            select(Comment.id, Comment.public_id, Comment.contribution_id)
            .join(Contribution, Contribution.id == Comment.contribution_id)
            .where(Comment.thread_id == thread.id, Contribution.status == "approved")
            .order_by(Comment.public_id)
        )
        .all()
    )
    column = {row.id: place for place, row in enumerate(shown)}
    rows: dict[int, int] = {}
    cast = session().execute(
        select(Reaction.participant_id, Reaction.comment_id, Reaction.value)
        .join(Comment, Comment.id == Reaction.comment_id)
        .where(Comment.thread_id == thread.id)
        .order_by(Reaction.participant_id, Reaction.comment_id)
    )
    votes = [
        (rows.setdefault(participant, len(rows)), column[comment], value)
        for participant, comment, value in cast
        if comment in column
    ]
    return VoteMatrix(
        participants=list(rows),
        comments=[row.public_id for row in shown],
        contributions=[row.contribution_id for row in shown],
        votes=votes,
    )
