"""The comments of a thread as readers see them.

The statements are built once: building one costs more than running it.
"""

import json
from dataclasses import dataclass, field
from datetime import date
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
from engage.core.db import session
from engage.core.errors import NotFound
from engage.core.i18n import Bilingual
from engage.threads.models import Comment, Participant, Reaction, Thread

PAGE_SIZE = 20
REPLIES_SHOWN = 5
MOST_REPLIES = 500
SORTS = ("newest", "agreed", "dividing", "unanswered")
Rows = Select[*tuple[Any, ...]]
Row = tuple[Any, ...]
# Where in a row the catchment's name and the reader's own reaction stand.
PLACE_NAME, MINE = 8, 12


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

    `rows` and `replies` are all values the page shows: the same ones make the same
    page, so what was written of them can be kept.
    """

    number: int
    rows: tuple[Row, ...]
    replies: tuple[Row, ...]

    @property
    def has_more(self) -> bool:
        """Whether there is a page behind this one."""
        return len(self.rows) > PAGE_SIZE

    @property
    def is_personal(self) -> bool:
        """Whether the reader's own reactions are marked on it."""
        return any(row[MINE] is not None for row in (*self.rows, *self.replies))

    @property
    def items(self) -> list[ShownComment]:
        """The comments with their replies."""
        return _with_replies(self.rows[:PAGE_SIZE], self.replies)


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
    rows = _run(_page_statement(sort, reads=reader is not None), values)
    if number > 1 and not rows:
        raise NotFound
    replies = _replies_to(rows[:PAGE_SIZE], reader, REPLIES_SHOWN)
    return CommentList(number, rows, replies)


def get_comment(thread: Thread, public_id: str, *, reader: str | None) -> ShownComment:
    """Return one approved comment that replies to none, with all its replies.

    Asked for a reply, it returns the comment replied to.

    Raises:
        NotFound: There is none that readers may see.
    """
    values = {"thread": thread.id, "asked": public_id, "reader": reader}
    rows = _run(_comment_statement(reads=reader is not None), values)
    replies = _replies_to(rows, reader, MOST_REPLIES)
    for shown in _with_replies(rows, replies):
        if public_id in {shown.public_id, *(item.public_id for item in shown.replies)}:
            return shown
    raise NotFound


def find_next_statement(thread: Thread, *, reader: str | None) -> ShownComment | None:
    """Return a comment the reader has not voted on, of those with the fewest votes.

    So all comments are seen by about as many people. None when all are voted on.
    """
    values = {"thread": thread.id, "reader": reader}
    rows = _run(_next_statement(reads=reader is not None), values)
    return shown_comment(rows[0]) if rows else None


def count_statements(thread: Thread, *, reader: str | None) -> tuple[int, int]:
    """Return on how many comments the reader voted, and how many there are."""
    values = {"thread": thread.id, "reader": reader}
    row = session().execute(_statement_counts(), values).one()
    return row.mine, row.every


def shown_comment(row: Row) -> ShownComment:
    """Return a comment from a row of the selection that all lists share."""
    name = Bilingual(**json.loads(row[PLACE_NAME])) if row[PLACE_NAME] else None
    values: list[Any] = [*row[: MINE + 1]]
    values[PLACE_NAME] = name
    return ShownComment(*values)


def _run(statement: Rows, values: dict[str, Any]) -> tuple[Row, ...]:
    """Return plain rows: nothing here is an object that could be changed."""
    found = session().connection().execute(statement, values)
    return tuple(tuple(row) for row in found)


def _replies_to(
    rows: tuple[Row, ...], reader: str | None, most: int
) -> tuple[Row, ...]:
    """Return the first replies to each comment, with the number of all at the end."""
    if not rows:
        return ()
    values = {"parents": [row[0] for row in rows], "most": most, "reader": reader}
    return _run(_replies_statement(reads=reader is not None), values)


def _with_replies(
    rows: tuple[Row, ...], replies: tuple[Row, ...]
) -> list[ShownComment]:
    items = [shown_comment(row) for row in rows]
    by_id = {item.id: item for item in items}
    for row in replies:
        reply = shown_comment(row)
        parent = by_id[reply.reply_to_id or 0]
        parent.replies.append(reply)
        parent.reply_count = row[-1]
    return items


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
            type_coerce(Catchment.name, Text),
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


def _has_reply() -> Any:
    reply, words = aliased(Comment), aliased(Contribution)
    return (
        select(reply.id)
        .join(words, words.id == reply.contribution_id)
        .where(reply.reply_to_id == Comment.id, words.status == "approved")
        .exists()
    )
