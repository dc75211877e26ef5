"""A long thread is read as fast as a short one."""

from datetime import date
from time import perf_counter, process_time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select, text

from engage.contributions.models import Contribution
from engage.core.db import session, transaction
from engage.core.tokens import new_public_id, new_token, token_hash
from engage.threads.actions.rows import add_participants
from engage.threads.models import Comment, Participant, Reaction, Thread, standing
from engage.threads.queries import SORTS
from tests.database import is_postgres
from tests.factories.threads import a_thread, count
from tests.threads.test_show import counted

SHORT, LONG = 20, 2000
VOTES_EACH = 10
ROUNDS = 15
# The promise is 1.5 for the page of a thread; the quickest of alternating rounds leave
# out what else runs. A vote asks for one text among all those not voted on yet.
MOST, MOST_OF_A_VOTE = 1.5, 2.0
# What else the machine does is left out, except on a server: it works elsewhere.
seconds = perf_counter if is_postgres() else process_time
TODAY = date(2026, 11, 2)


def fill(thread: Thread, comments: int) -> str:
    """Add comments with ten votes each; return a token that voted on half of them.

    On those that are asked about first, so that the others have to be looked for.
    """
    token = new_token()
    with transaction() as current:
        people = add_participants(current, thread, VOTES_EACH)
        reader = Participant(thread_id=thread.id, token_hash=token_hash(token))
        current.add(reader)
        current.flush()
        texts = [
            {
                "public_id": new_public_id(),
                "consultation_id": thread.consultation_id,
                "kind": "comment",
                "source_key": f"{thread.slug}:{number}",
                "prompt_key": thread.slug,
                "prompt": thread.prompt,
                "voice": f"participant:{people[number % len(people)]}",
                "channel": "web",
                "language": "en",
                "text": f"Comment {number}: a bus at night would help us all.",
                "status": "approved",
                "received_on": TODAY,
            }
            for number in range(comments)
        ]
        current.execute(insert(Contribution), texts)
        here = Contribution.source_key.startswith(f"{thread.slug}:")
        ids = list(current.scalars(select(Contribution.id).where(here)))
        rows = [
            {
                "public_id": new_public_id(),
                "thread_id": thread.id,
                "contribution_id": id_,
                "participant_id": people[place % len(people)],
                "posted_on": TODAY,
                **standing(6, 3, 1),
            }
            for place, id_ in enumerate(ids)
        ]
        current.execute(insert(Comment), rows)
        said = current.scalars(
            select(Comment.id)
            .where(Comment.thread_id == thread.id)
            .order_by(Comment.public_id)
        ).all()
        votes = [
            {"comment_id": id_, "participant_id": person, "value": value}
            for id_ in said
            for person, value in zip(people, [1] * 6 + [-1] * 3 + [0], strict=True)
        ]
        votes += [
            {"comment_id": id_, "participant_id": reader.id, "value": 1}
            for id_ in said[: comments // 2]
        ]
        current.execute(insert(Reaction), votes)
    return token


PAGES = ("", *(f"?sort={name}" for name in SORTS[1:]), "/vote")


@pytest.mark.parametrize("page", PAGES)
def test_two_thousand_comments_are_read_as_fast_as_twenty(
    app: Flask, page: str
) -> None:
    short = a_thread()
    long = a_thread(short.consultation, slug="trains")
    readers = {
        thread.slug: reader_of(app, thread, fill(thread, size))
        for thread, size in ((short, SHORT), (long, LONG))
    }
    assert count(Reaction) == (SHORT + LONG) * VOTES_EACH + (SHORT + LONG) // 2
    # What the database does by itself after a while: know how much there is.
    with transaction() as current:
        current.execute(text("ANALYZE"))
    took: dict[str, list[float]] = {slug: [] for slug in readers}
    ran: dict[str, int] = {}
    for _ in range(ROUNDS):
        for slug, client in readers.items():
            session().rollback()
            with counted() as statements:
                began = seconds()
                reply = client.get(f"/en/threads/{slug}{page}")
                took[slug].append(seconds() - began)
            assert reply.status_code == 200
            ran[slug] = len(statements)
    ratio = min(took["trains"]) / min(took["buses"])
    assert ran["trains"] == ran["buses"] <= 5, ran
    most = MOST_OF_A_VOTE if page == "/vote" else MOST
    assert ratio < most, f"{ratio:.2f} times as long"


def reader_of(app: Flask, thread: Thread, token: str) -> FlaskClient:
    """Return a browser that has voted: its own marks are on each page."""
    client = app.test_client()
    client.set_cookie(f"engage_thread_{thread.id}", token)
    assert session().scalar(select(func.count(Comment.id))) or 0
    return client
