"""Rows are made ready apart: people who answer meanwhile do not wait."""

from threading import Thread
from typing import cast

from flask import Flask
from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from engage.core import clock
from engage.core.apart import Known, made_apart
from engage.core.bulk import insert_rows
from engage.core.db import session, transaction
from engage.surveys.models import Answer, ImportBatch, Response
from engage.surveys.queries import find_survey
from tests.factories.surveys import make_survey, respond

RESPONSES, ANSWERS = (cast("Table", kind.__table__) for kind in (Response, Answer))
LONGEST_WAIT = 5


def test_rule_25_people_answer_while_rows_are_made(app: Flask) -> None:
    survey = make_survey()
    respond(survey, {"age": 30}, key="before-the-rows-are-made")
    like = session().scalars(select(Response)).one()
    others = {"id", "public_id", "submission_hash", "receipt_hash"}
    shared = set(RESPONSES.columns.keys()) - others
    row = {name: getattr(like, name) for name in shared}

    def answer() -> None:
        with app.app_context():
            known = find_survey("work")
            assert known is not None
            respond(known, {"age": 40}, key="while-the-rows-are-made")

    def make(current: Session, known: Known) -> None:
        rows = [
            {**row, "public_id": name, "submission_hash": name, **known}
            for name in ("first", "second")
        ]
        insert_rows(current, RESPONSES, rows)
        made = select(Response.id).where(Response.public_id.in_(["first", "second"]))
        answers = [
            {"response_id": number, "question_key": "age", "value": value}
            for value, number in enumerate(current.scalars(made), 1)
        ]
        insert_rows(current, ANSWERS, answers)
        person = Thread(target=answer)
        person.start()
        person.join(LONGEST_WAIT)
        assert not person.is_alive()

    with (
        made_apart((RESPONSES, ANSWERS), make) as apart,
        transaction(apart.session) as current,
    ):
        batch = ImportBatch(
            survey_id=survey.id, file_hash="x", responses=2, imported_at=clock.now()
        )
        current.add(batch)
        current.flush()
        apart.put({"batch_id": batch.id})
    pairs = select(Response.batch_id, Answer.value).join(
        Answer, Answer.response_id == Response.id
    )
    found = {value: number for number, value in session().execute(pairs).tuples()}
    assert found == {30: None, 40: None, 1: batch.id, 2: batch.id}
