"""Many people, and one person many times, at the same moment."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select

from engage.core.actors import ANONYMOUS
from engage.core.db import db, session
from engage.threads.actions import Words, react, submit_comment
from engage.threads.models import Comment, Participant, Reaction, Thread
from engage.threads.queries import get_thread
from tests.factories.threads import a_comment, a_thread, count

PEOPLE = 24


def of(app: Flask) -> Thread:
    """Return the thread as one request of its own would load it."""
    return get_thread(ANONYMOUS, "buses")


def test_counts_are_the_votes_whoever_votes_at_once(app: Flask) -> None:
    public_id = a_comment(a_thread())

    def vote(number: int) -> None:
        with app.app_context():
            reaction = ("agree", "disagree", "pass")[number % 3]
            # Half of the votes are changed minds: each token votes twice.
            token = f"token {number // 2}"
            react(of(app), public_id, reaction, token=token, by=ANONYMOUS)
            db.session.remove()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(vote, range(PEOPLE)))

    session().expire_all()
    comment = session().scalars(select(Comment)).one()
    votes = dict(
        session()
        .execute(select(Reaction.value, func.count()).group_by(Reaction.value))
        .all()
    )
    counted = {1: comment.agrees, -1: comment.disagrees, 0: comment.passes}
    assert {value: n for value, n in counted.items() if n} == votes
    assert sum(votes.values()) == PEOPLE // 2
    # The author of the comment is a participant too.
    assert count(Participant) == PEOPLE // 2 + 1


def test_rule_23_one_comment_sent_many_times_at_once(app: Flask) -> None:
    a_thread()

    def say(_number: int) -> str:
        with app.app_context():
            words = Words(text="Night buses.", language="en")
            said = submit_comment(
                of(app),
                words,
                token="one browser",
                receipt="one receipt",
                by=ANONYMOUS,
            )
            db.session.remove()
            return said.public_id

    with ThreadPoolExecutor(8) as pool:
        said = set(pool.map(say, range(16)))

    assert len(said) == 1
    assert count(Comment) == 1
