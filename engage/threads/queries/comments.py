"""The comments of a thread as readers see them.

The statements are built once: building one costs more than running it.
"""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engage.core.db import session
from engage.core.errors import NotFound
from engage.core.i18n import Bilingual
from engage.threads.models import Thread
from engage.threads.queries.statements import (
    PAGE_SIZE,
    Rows,
    comment_statement,
    counts_statement,
    next_statement,
    page_statement,
    replies_statement,
)

REPLIES_SHOWN = 5
MOST_REPLIES = 500
SORTS = ("newest", "agreed", "dividing", "unanswered")
Row = tuple[Any, ...]
# Where in a row the catchment's name stands, the reader's own reaction, and whether
# the reader wrote it.
PLACE_NAME, MINE, OWN = 8, 12, 13


@dataclass
class ShownComment:
    """A comment as readers see it; `mine` is the reader's own reaction, if any.

    `is_own` says that it came from the reader's browser.
    """

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
    is_own: bool
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
        """Whether the reader's own reactions or comments are marked on it."""
        rows = (*self.rows, *self.replies)
        return any(row[MINE] is not None or row[OWN] for row in rows)

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
    rows = _run(page_statement(sort, reads=reader is not None), values)
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
    rows = _run(comment_statement(reads=reader is not None), values)
    replies = _replies_to(rows, reader, MOST_REPLIES)
    for shown in _with_replies(rows, replies):
        if public_id in {shown.public_id, *(item.public_id for item in shown.replies)}:
            return shown
    raise NotFound


def get_shown(thread: Thread, public_id: str, *, reader: str | None) -> ShownComment:
    """Return one comment or one reply that readers may see.

    Raises:
        NotFound: There is none.
    """
    top = get_comment(thread, public_id, reader=reader)
    return next(item for item in (top, *top.replies) if item.public_id == public_id)


def find_next_statement(thread: Thread, *, reader: str | None) -> ShownComment | None:
    """Return a comment the reader has not voted on, of those with the fewest votes.

    So all comments are seen by about as many people. None when all are voted on.
    """
    values = {"thread": thread.id, "reader": reader}
    rows = _run(next_statement(reads=reader is not None), values)
    return shown_comment(rows[0]) if rows else None


def count_statements(thread: Thread, *, reader: str | None) -> tuple[int, int]:
    """Return on how many comments the reader voted, and how many there are."""
    values = {"thread": thread.id, "reader": reader}
    row = session().execute(counts_statement(), values).one()
    return row.mine, row.every


def shown_comment(row: Row) -> ShownComment:
    """Return a comment from a row of the selection that all lists share."""
    name = Bilingual(**json.loads(row[PLACE_NAME])) if row[PLACE_NAME] else None
    values: list[Any] = [*row[: OWN + 1]]
    values[PLACE_NAME] = name
    return ShownComment(*values)


def _run(statement: Rows, values: dict[str, Any]) -> tuple[Row, ...]:
    """Return plain rows: nothing here is an object that could be changed."""
    found = session().connection().execute(statement, values)
    return tuple(map(tuple, found.all()))


def _replies_to(
    rows: tuple[Row, ...], reader: str | None, most: int
) -> tuple[Row, ...]:
    """Return the first replies to each comment, with the number of all at the end."""
    if not rows:
        return ()
    values = {"parents": [row[0] for row in rows], "most": most, "reader": reader}
    return _run(replies_statement(reads=reader is not None), values)


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
