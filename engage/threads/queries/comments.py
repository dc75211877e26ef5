"""The comments of a thread as readers see them.

The statements are built once: building one costs more than running it.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, literal, select
from sqlalchemy.orm import aliased

from engage.catchments.models import Catchment
from engage.contributions.models import Contribution
from engage.core.db import session
from engage.core.errors import NotFound
from engage.core.i18n import Bilingual
from engage.threads.models import Comment, Participant, Reaction, Thread

PAGE_SIZE = 20
REPLIES_SHOWN = 5
MOST_REPLIES = 500
SORTS = ("newest", "agreed", "dividing", "unanswered")
Rows = Select[*tuple[Any, ...]]


@dataclass
class ShownComment:
    """A comment as readers see it; `mine` is the reader's own reaction, if any."""

    id: int
    public_id: str
    reply_to_id: int | None
    text: str
    language: str
    display_name: str
    posted_on: date
    catchment_slug: str | None
    catchment_name: Bilingual | None
    agrees: int
    disagrees: int
    passes: int
    mine: int | None
    replies: list["ShownComment"] = field(default_factory=list)
    reply_count: int = 0


@dataclass(frozen=True)
class CommentList:
    """One page of a thread; the total is not counted, only whether there is more.

    `facts` are all values the page shows: the same facts make the same page.
    """

    items: list[ShownComment]
    number: int
    has_more: bool
    facts: tuple[tuple[Any, ...], ...]

    @property
    def is_personal(self) -> bool:
        """Whether the reader's own reactions are marked on it."""
        everything = (c for item in self.items for c in (item, *item.replies))
        return any(comment.mine is not None for comment in everything)


def list_comments(
    thread: Thread, *, sort: str, number: int, reader: str | None
) -> CommentList:
    """Return one page of the approved comments that reply to none, with replies.

    `reader` is the hash of the reader's token: their own reactions are marked.

    Raises:
        NotFound: There is no such order, or the page lies behind the last one.
    """
    if sort not in SORTS:
        raise NotFound
    values = {
        "thread": thread.id,
        "reader": reader,
        "skipped": (number - 1) * PAGE_SIZE,
    }
    statement = _page_statement(sort, reads=reader is not None)
    rows = [tuple(row) for row in session().execute(statement, values)]
    if number > 1 and not rows:
        raise NotFound
    items = [ShownComment(*row) for row in rows[:PAGE_SIZE]]
    replies = _add_replies(items, reader, REPLIES_SHOWN)
    facts = (*rows, *replies)
    return CommentList(items, number, len(rows) > PAGE_SIZE, facts)


def get_comment(thread: Thread, public_id: str, *, reader: str | None) -> ShownComment:
    """Return one approved comment that replies to none, with all its replies.

    Asked for a reply, it returns the comment replied to.

    Raises:
        NotFound: There is none that readers may see.
    """
    values = {"thread": thread.id, "asked": public_id, "reader": reader}
    statement = _comment_statement(reads=reader is not None)
    row = session().execute(statement, values).first()
    if row is None:
        raise NotFound
    shown = ShownComment(*row)
    _add_replies([shown], reader, MOST_REPLIES)
    ids = [shown.public_id, *(reply.public_id for reply in shown.replies)]
    if public_id not in ids:
        raise NotFound
    return shown


def find_next_statement(thread: Thread, *, reader: str | None) -> ShownComment | None:
    """Return a comment the reader has not voted on, of those with the fewest votes.

    So all comments are seen by about as many people. None when all are voted on.
    """
    values = {"thread": thread.id, "reader": reader}
    statement = _next_statement(reads=reader is not None)
    row = session().execute(statement, values).first()
    return ShownComment(*row) if row is not None else None


def count_statements(thread: Thread, *, reader: str | None) -> tuple[int, int]:
    """Return on how many comments the reader voted, and how many there are."""
    values = {"thread": thread.id, "reader": reader}
    row = session().execute(_statement_counts(), values).one()
    return row.mine, row.every


def _add_replies(
    items: list[ShownComment], reader: str | None, most: int
) -> list[tuple[Any, ...]]:
    """Give each comment its first replies and the number of all; return the rows."""
    if not items:
        return []
    by_id = {item.id: item for item in items}
    values = {"parents": list(by_id), "most": most, "reader": reader}
    statement = _replies_statement(reads=reader is not None)
    rows = [tuple(row) for row in session().execute(statement, values)]
    for row in rows:
        reply = ShownComment(*row[:-2])
        parent = by_id[reply.reply_to_id or 0]
        parent.replies.append(reply)
        parent.reply_count = row[-1]
    return rows


def _shown(*, reads: bool) -> Rows:
    """Select what a reader sees of approved comments, in the order of ShownComment."""
    mine: Any = Reaction.value if reads else literal(None)
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
            Catchment.name,
            Comment.agrees,
            Comment.disagrees,
            Comment.passes,
            mine,
        )
        .join(Contribution, Contribution.id == Comment.contribution_id)
        .outerjoin(Catchment, Catchment.id == Contribution.catchment_id)
        .where(Contribution.status == "approved")
    )
    if not reads:
        return selected
    participant = (
        select(Participant.id)
        .where(
            Participant.thread_id == Comment.thread_id,
            Participant.token_hash == bindparam("reader"),
        )
        .correlate(Comment)
        .scalar_subquery()
    )
    is_mine = and_(
        Reaction.comment_id == Comment.id, Reaction.participant_id == participant
    )
    return selected.outerjoin(Reaction, is_mine)


@cache
def _page_statement(sort: str, *, reads: bool) -> Rows:
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
def _next_statement(*, reads: bool) -> Rows:
    selected = _shown(reads=reads).where(
        Comment.thread_id == bindparam("thread"), Comment.reply_to_id.is_(None)
    )
    if reads:
        selected = selected.where(Reaction.comment_id.is_(None))
    votes = Comment.agrees + Comment.disagrees + Comment.passes
    return selected.order_by(votes, Comment.public_id).limit(1)


@cache
def _statement_counts() -> Rows:
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
    mine = (
        statements.join(Reaction, Reaction.comment_id == Comment.id)
        .join(Participant, Participant.id == Reaction.participant_id)
        .where(Participant.token_hash == bindparam("reader"))
    )
    every = statements.scalar_subquery().label("every")
    return select(every, mine.scalar_subquery().label("mine"))


@cache
def _comment_statement(*, reads: bool) -> Rows:
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
def _replies_statement(*, reads: bool) -> Rows:
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


def _has_reply() -> Any:  # noqa: ANN401 - a condition
    reply, words = aliased(Comment), aliased(Contribution)
    return (
        select(reply.id)
        .join(words, words.id == reply.contribution_id)
        .where(reply.reply_to_id == Comment.id, words.status == "approved")
        .exists()
    )
