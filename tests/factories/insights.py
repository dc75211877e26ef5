"""Discussions in which people vote, made row by row: what they say is known."""

from sqlalchemy import select

from engage.core.db import transaction
from engage.threads.models import (
    AGREE,
    DISAGREE,
    Comment,
    Participant,
    Reaction,
    Thread,
)
from tests.factories.threads import a_comment, a_consultation, a_thread

SHARED, DIVIDING = "Buses must run at night.", "Cars should pay to park."
OTHERS = ("A shuttle to the plant.", "Cheaper monthly passes.", "More bike lanes.")


def cast(comment: str, votes: dict[int, int]) -> None:
    """Have participants (ids) vote on a comment."""
    with transaction() as current:
        mine = select(Comment.id).where(Comment.public_id == comment)
        number = current.scalars(mine).one()
        current.add_all(
            Reaction(comment_id=number, participant_id=who, value=value)
            for who, value in votes.items()
        )


def two_camps() -> Thread:
    """Make a discussion in which two camps agree on one thing and differ on the rest.

    24 people stand against 16.
    """
    thread = a_thread(a_consultation())
    with transaction() as current:
        people = [Participant(thread_id=thread.id) for _number in range(40)]
        current.add_all(people)
        current.flush()
        ids = [person.id for person in people]
    cast(a_comment(thread, SHARED), dict.fromkeys(ids, AGREE))
    for text in (DIVIDING, *OTHERS):
        sides = {who: AGREE if n < 24 else DISAGREE for n, who in enumerate(ids)}
        cast(a_comment(thread, text), sides)
    return thread
