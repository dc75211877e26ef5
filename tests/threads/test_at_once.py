"""Many people, and one person many times, at the same moment."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select

from engage.contributions.models import Contribution, EarlierWording, Flag
from engage.core.actors import ANONYMOUS
from engage.core.db import db, session
from engage.core.errors import Conflict
from engage.core.search import SearchEntry
from engage.threads.actions import (
    Words,
    change_comment,
    flag_comment,
    react,
    submit_comment,
)
from engage.threads.models import Comment, Participant, Reaction, Thread
from engage.threads.queries import get_thread
from tests.factories.threads import a_comment, a_thread, count

PEOPLE = 24
RIVALS = 50


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


def test_rule_23_fifty_flags_of_one_browser_are_one(app: Flask) -> None:
    public_id = a_comment(a_thread())

    def flag(number: int) -> None:
        with app.app_context():
            reason = ("hurtful", "untrue")[number % 2]
            token = "one browser"
            flag_comment(of(app), public_id, reason, token=token, by=ANONYMOUS)
            db.session.remove()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(flag, range(RIVALS)))

    session().rollback()
    assert count(Flag) == 1


def test_rule_24_of_fifty_changes_to_one_version_one_is_made(app: Flask) -> None:
    a_comment(a_thread())
    comment = session().scalars(select(Comment)).one()
    version = session().scalars(select(Contribution.version)).one()

    def change(number: int) -> bool:
        with app.app_context():
            text = f"Other words {number}."
            try:
                change_comment(comment, text, version=version, by=ANONYMOUS)
            except Conflict:
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(change, range(RIVALS)))

    assert made.count(True) == 1
    session().rollback()
    session().expire_all()
    said = session().scalars(select(Contribution)).one()
    assert said.text == f"Other words {made.index(True)}."
    assert said.version == version + 1
    assert count(EarlierWording) == 1


def test_fifty_comments_at_once_can_all_be_found(app: Flask) -> None:
    a_thread(moderation="post")

    def say(number: int) -> None:
        with app.app_context():
            words = Words(text=f"Quetzal number {number}.", language="en")
            who = f"browser {number}"
            submit_comment(of(app), words, token=who, receipt=who, by=ANONYMOUS)
            db.session.remove()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(say, range(RIVALS)))

    session().rollback()
    assert count(Comment) == RIVALS
    of_comments = select(func.count()).where(SearchEntry.kind == "comment")
    assert session().scalar(of_comments) == RIVALS
