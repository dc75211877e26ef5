"""Many rows at once are the same rows as one by one, on either database."""

from datetime import UTC, date, datetime
from typing import Any, cast

from flask import Flask
from sqlalchemy import Table, select

from engage.contributions.models import Contribution
from engage.core.bulk import FEW, insert_rows
from engage.core.db import session, transaction
from engage.core.i18n import Bilingual
from engage.surveys.models import Answer, Response
from tests.factories.contributions import a_consultation
from tests.factories.surveys import make_survey, respond

VALUES: list[Any] = ["wörker \\ \"x\" 'y' 喂", 41, 2.5, ["b", "a"], {"row": "good"}]
MANY = FEW * 3


def test_texts_days_pairs_and_defaults_are_kept(app: Flask) -> None:
    owner = a_consultation()
    hour = datetime(2026, 11, 2, 17, tzinfo=UTC)
    rows = [
        {
            "public_id": f"text-{number:04}",
            "consultation_id": owner.id,
            "catchment_id": None,
            "kind": "note",
            "source_key": f"note:{number}",
            "prompt_key": "asked",
            "prompt": Bilingual("What “now”?", "Quoi « donc » ?"),
            "voice": "nobody",
            "channel": "web",
            "language": "fr",
            "text": f'Un \\ autobus "{number}"\n喂',
            "received_on": date(2026, 11, 1),
            "received_hour": hour,
        }
        for number in range(MANY)
    ]
    with transaction() as current:
        insert_rows(current, cast("Table", Contribution.__table__), rows)
    found = session().scalars(select(Contribution).order_by(Contribution.id)).all()
    assert len(found) == MANY
    last = max(found, key=lambda one: one.public_id)
    assert {name: getattr(last, name) for name in rows[-1]} == rows[-1]
    assert (last.status, last.may_quote, last.version) == ("pending", False, 1)


def test_values_of_every_shape_are_kept(app: Flask) -> None:
    survey = make_survey()
    respond(survey, {"needs": "A bus"})
    response = session().scalars(select(Response)).one()
    rows = [
        {
            "response_id": response.id,
            "question_key": f"q{number}",
            "value": VALUES[number % len(VALUES)],
        }
        for number in range(MANY)
    ]
    with transaction() as current:
        insert_rows(current, cast("Table", Answer.__table__), rows)
    kept = {one.question_key: one.value for one in session().scalars(select(Answer))}
    assert kept == {row["question_key"]: row["value"] for row in rows}


def test_nothing_to_add_is_no_statement(app: Flask) -> None:
    with transaction() as current:
        insert_rows(current, cast("Table", Answer.__table__), [])
    assert session().scalars(select(Answer)).all() == []
