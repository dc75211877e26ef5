"""Many rows at once: participants, comments with their texts, votes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.contributions.actions import NewContribution, add_contributions
from engage.contributions.models import Contribution
from engage.core.db import is_duplicate
from engage.core.errors import Conflict
from engage.core.i18n import lazy_gettext as _l
from engage.core.tokens import new_public_id
from engage.threads.actions.finding import keep_findable
from engage.threads.actions.polis import Votes
from engage.threads.models import (
    AGREE,
    DISAGREE,
    PASS,
    Comment,
    Participant,
    Reaction,
    Thread,
)

AT_ONCE = 20_000
MEANINGS = {
    "uq_contribution_source_key": _l("This was imported before. Nothing was saved."),
    "uq_thread_slug": _l("There is a thread with this address already."),
}


@dataclass(frozen=True)
class Imported:
    """What came in: comments by status, participants, votes; and what was left out."""

    comments: int
    statuses: dict[str, int]
    participants: int
    votes: int
    blank: int = 0


def add_participants(current: Session, thread: Thread, count: int) -> list[int]:
    """Add participants of whom nothing is known but that they took part."""
    if not count:
        return []
    rows = [{"thread_id": thread.id, "token_hash": None}] * count
    added = current.scalars(insert(Participant).returning(Participant.id), rows)
    return list(added)


def add_comments(
    current: Session,
    thread: Thread,
    rows: Sequence[dict[str, Any]],
    texts: Sequence[NewContribution],
) -> list[int]:
    """Add comments with their texts; return the comments' ids in the same order."""
    add_contributions(current, texts)
    keys = dict(
        current.execute(
            select(Contribution.source_key, Contribution.id).where(
                Contribution.consultation_id == thread.consultation_id,
                Contribution.kind == "comment",
            )
        ).all()
    )
    plain = {"reply_to_id": None, "display_name": "", "receipt_hash": None}
    full = [
        {
            **plain,
            "public_id": new_public_id(),
            "thread_id": thread.id,
            "contribution_id": keys[text.source_key],
            "posted_on": text.received_on,
            **row,
        }
        for row, text in zip(rows, texts, strict=True)
    ]
    if full:
        current.execute(insert(Comment), full)
    keep_findable(current, [row["contribution_id"] for row in full])
    by_public_id = dict(
        current.execute(
            select(Comment.public_id, Comment.id).where(Comment.thread_id == thread.id)
        ).all()
    )
    return [by_public_id[row["public_id"]] for row in full]


def add_reactions(
    current: Session, votes: Votes, participants: Sequence[int], comments: Sequence[int]
) -> None:
    """Add votes in portions, so that memory stays small."""
    rows: list[dict[str, int]] = []
    for voter, comment, value in votes:
        rows.append(
            {
                "comment_id": comments[comment],
                "participant_id": participants[voter],
                "value": value,
            }
        )
        if len(rows) == AT_ONCE:
            current.execute(insert(Reaction), rows)
            rows = []
    if rows:
        current.execute(insert(Reaction), rows)


def count_votes(votes: Votes, comments: int) -> list[tuple[int, int, int]]:
    """Return (agrees, disagrees, passes) of each comment."""
    counted = Counter(zip(votes.comments, votes.values, strict=True))
    return [
        (counted[place, AGREE], counted[place, DISAGREE], counted[place, PASS])
        for place in range(comments)
    ]


def told(error: IntegrityError) -> Exception:
    """Return what a broken constraint means to the person who imports."""
    for name, meaning in MEANINGS.items():
        if is_duplicate(error, name):
            return Conflict(str(meaning))
    return error
