"""Lists ask the database as often for many items as for few."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from engage.core.db import db
from engage.people.models import User
from tests.api.conftest import Program
from tests.factories.contributions import a_consultation, a_contribution
from tests.factories.surveys import make_consultation
from tests.factories.threads import a_comment, a_thread

ProgramOf = Callable[..., Program]


@contextmanager
def statements() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def asked_by(program: Program, path: str) -> tuple[int, int]:
    """Return how many statements and how many items a list takes."""
    program.get(path)
    with statements() as asked:
        items = program.get(path)["items"]
    return len(asked), len(items)


def test_comments(program: Program):
    thread = a_thread()
    a_comment(thread)
    few = asked_by(program, "/threads/buses/comments")
    first = a_comment(thread)
    for number in range(8):
        a_comment(thread, f"Comment {number}.", reply_to=first)

    many = asked_by(program, "/threads/buses/comments")

    assert (few[1], many[1]) == (1, 10)
    assert few[0] == many[0] <= 3


def test_consultations(program: Program):
    make_consultation("one")
    few = asked_by(program, "/consultations")
    for slug in ("two", "three", "four", "five"):
        make_consultation(slug)

    many = asked_by(program, "/consultations")

    assert (few[1], many[1]) == (1, 5)
    assert few[0] == many[0]


def test_the_queue(app: Flask, program_of: ProgramOf, luc: User):
    jobs, program = a_consultation(), program_of(luc)
    a_contribution(jobs, "First.")
    few = asked_by(program, "/moderation/queue")
    for number in range(8):
        a_contribution(jobs, f"Text {number}.")

    many = asked_by(program, "/moderation/queue")

    assert (few[1], many[1]) == (1, 9)
    assert few[0] == many[0]
