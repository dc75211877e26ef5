"""The statements behind the comments of a thread, each built once.

Building one costs more than running it.
"""

from functools import cache
from typing import Any

from sqlalchemy import (
    Select,
    Text,
    and_,
    bindparam,
    func,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.orm import aliased

from engage.catchments.models import Catchment
from engage.contributions.models import Contribution
from engage.threads.models import Comment, Participant, Reaction

PAGE_SIZE = 20
Rows = Select[*tuple[Any, ...]]


def _shown(*, reads: bool) -> Rows:
    """Select what a reader sees of approved comments, in the order of ShownComment."""
    mine: Any = Reaction.value if reads else literal(None)
    participant = _reader()
    is_own: Any = Comment.participant_id == participant if reads else literal(0)
    selected: Rows = (
        select(
            Comment.id,
            Comment.public_id,
            Comment.reply_to_id,
            Contribution.text,
            Contribution.language,
            Comment.display_name,
            Comment.posted_on,
            Catchment.slug,
            type_coerce(Catchment.name, Text),
            Comment.agrees,
            Comment.disagrees,
            Comment.passes,
            mine,
            is_own,
        )
        .join(Contribution, Contribution.id == Comment.contribution_id)
        .outerjoin(Catchment, Catchment.id == Contribution.catchment_id)
        .where(Contribution.status == "approved")
    )
    if not reads:
        return selected
    is_mine = and_(
        Reaction.comment_id == Comment.id, Reaction.participant_id == participant
    )
    return selected.outerjoin(Reaction, is_mine)


def _reader() -> Any:
    """Select the participant that the reader is in the comment's thread."""
    return (
        select(Participant.id)
        .where(
            Participant.thread_id == Comment.thread_id,
            Participant.token_hash == bindparam("reader"),
        )
        .correlate(Comment)
        .scalar_subquery()
    )


def _reader_here() -> Any:
    """Select the participant that the reader is in the thread: asked once for all."""
    return (
        select(Participant.id)
        .where(
            Participant.thread_id == bindparam("thread"),
            Participant.token_hash == bindparam("reader"),
        )
        .scalar_subquery()
    )


@cache
def page_statement(sort: str, *, reads: bool) -> Rows:
    """Select one page of a thread's comments in an order, and one comment more."""
    selected = _shown(reads=reads).where(
        Comment.thread_id == bindparam("thread"), Comment.reply_to_id.is_(None)
    )
    if sort == "unanswered":
        selected = selected.where(~_has_reply())
    column: Any = {"agreed": Comment.agreement, "dividing": Comment.division}.get(
        sort, Comment.posted_on
    )
    return (
        selected.order_by(column.desc(), Comment.public_id.desc())
        .limit(PAGE_SIZE + 1)
        .offset(bindparam("skipped"))
    )


@cache
def next_statement(*, reads: bool) -> Rows:
    """Select the comment with the fewest votes that the reader has not voted on.

    An index has them in this order: only those the reader voted on are passed over.
    """
    selected = _shown(reads=False).where(
        Comment.thread_id == bindparam("thread"), Comment.reply_to_id.is_(None)
    )
    if reads:
        is_voted = select(Reaction.value).where(
            Reaction.comment_id == Comment.id,
            Reaction.participant_id == _reader_here(),
        )
        selected = selected.where(~is_voted.correlate(Comment).exists())
    return selected.order_by(Comment.votes, Comment.public_id).limit(1)


@cache
def counts_statement() -> Rows:
    """Count the comments to vote on, and those the reader voted on."""
    statements = (
        select(func.count())
        .select_from(Comment)
        .join(Contribution, Contribution.id == Comment.contribution_id)
        .where(
            Comment.thread_id == bindparam("thread"),
            Comment.reply_to_id.is_(None),
            Contribution.status == "approved",
        )
    )
    mine = statements.join(Reaction, Reaction.comment_id == Comment.id).where(
        Reaction.participant_id == _reader_here()
    )
    every = statements.scalar_subquery().label("every")
    return select(every, mine.scalar_subquery().label("mine"))


@cache
def comment_statement(*, reads: bool) -> Rows:
    """Select a comment, or the one above it where it is a reply."""
    asked = aliased(Comment)
    top = (
        select(func.coalesce(asked.reply_to_id, asked.id))
        .where(
            asked.thread_id == bindparam("thread"),
            asked.public_id == bindparam("asked"),
        )
        .scalar_subquery()
    )
    return _shown(reads=reads).where(Comment.id == top)


@cache
def replies_statement(*, reads: bool) -> Rows:
    """Select the first replies to some comments, with how many there are."""
    place = func.row_number().over(
        partition_by=Comment.reply_to_id,
        order_by=(Comment.posted_on, Comment.public_id),
    )
    count = func.count().over(partition_by=Comment.reply_to_id)
    numbered = (
        _shown(reads=reads)
        .where(Comment.reply_to_id.in_(bindparam("parents", expanding=True)))
        .add_columns(place.label("place"), count.label("reply_count"))
        .subquery()
    )
    return (
        select(numbered)
        .where(numbered.c.place <= bindparam("most"))
        .order_by(numbered.c.place)
    )


def _has_reply() -> Any:
    reply, words = aliased(Comment), aliased(Contribution)
    return (
        select(reply.id)
        .join(words, words.id == reply.contribution_id)
        .where(reply.reply_to_id == Comment.id, words.status == "approved")
        .exists()
    )
