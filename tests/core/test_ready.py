"""A ready statement finds what the same statement finds when it is run as usual."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import bindparam, delete, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.core import clock
from engage.core.db import db, session, transaction
from engage.core.ready import Ready
from engage.core.throttle import ThrottleCount
from tests.factories.contributions import a_consultation
from tests.factories.surveys import make_survey, respond

SAID = select(
    Contribution.id,
    Contribution.prompt,
    Contribution.received_on,
    Contribution.received_hour,
    Contribution.catchment_id,
    Contribution.may_quote,
).where(Contribution.received_on >= bindparam("since"))
FORGET = delete(ThrottleCount).where(ThrottleCount.key == bindparam("key"))


def test_values_have_the_types_of_their_columns(app: Flask) -> None:
    respond(make_survey(), {"needs": "Un bus « direct »\n喂"})
    since = {"since": date(2000, 1, 1)}
    usual = [tuple(row) for row in session().execute(SAID, since)]
    ready = Ready(SAID)
    assert usual
    assert ready.rows(session(), **since) == usual
    assert ready.row(session(), since=date(2100, 1, 1)) is None


def test_fixed_values_stay_in_their_places(app: Flask) -> None:
    slugs = [a_consultation(slug).slug for slug in ("one", "three", "two")]
    asked = (
        select(Consultation.slug)
        .where(Consultation.slug > bindparam("after"), Consultation.state != "gone")
        .order_by(Consultation.slug)
        .limit(1)
    )
    ready = Ready(asked)
    assert ready.row(session(), after="") == (slugs[0],)
    assert ready.row(session(), after="p") == (slugs[1],)


def test_a_deletion_is_part_of_the_transaction(app: Flask) -> None:
    ready = Ready(FORGET)
    with transaction() as current:
        for key in ("one", "two"):
            current.add(ThrottleCount(key=key, count=1, ends_at=clock.now()))
        current.flush()
        assert ready.rows(current, key="one") == []
    assert session().scalars(select(ThrottleCount.key)).all() == ["two"]


def test_faults_are_those_of_any_statement(app: Flask) -> None:
    session().execute(text("DROP TABLE throttle_count"))
    with pytest.raises(DBAPIError):
        Ready(FORGET).rows(session(), key="one")
    session().rollback()


def test_rule_27_a_database_that_is_away_is_told_as_such(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite is asked without a session")
    db.session.remove()
    db.engine.dispose()
    file = Path(db.engine.url.database or "")
    file.rename(file.with_suffix(".away"))
    file.mkdir()
    with pytest.raises(OperationalError):
        Ready(FORGET).rows(key="one")
    assert app.test_client().get("/en/").status_code == 503


def test_it_sees_what_the_transaction_at_hand_wrote(app: Flask) -> None:
    counted = Ready(select(ThrottleCount.count).where(ThrottleCount.key == "one"))
    with transaction() as current:
        current.add(ThrottleCount(key="one", count=3, ends_at=clock.now()))
        current.flush()
        assert counted.row() == (3,)
    assert counted.row() == (3,)


def test_a_read_by_itself_leaves_nothing_open(app: Flask) -> None:
    a_consultation("one")
    session().rollback()
    asked = Ready(select(Consultation.slug))
    assert asked.rows() == [("one",)]
    is_sqlite = db.engine.dialect.name == "sqlite"
    assert session().in_transaction() is not is_sqlite
    session().rollback()
    assert "Current Checked out connections: 0" in db.engine.pool.status()
