"""The schema: made by migrations, the same as the code's, up and down (rule 29)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, text

from engage.app import create_app
from engage.catchments.actions import load_catchments
from engage.core.actors import SYSTEM
from engage.core.config import Settings
from engage.core.db import db
from engage.operations import health, schema
from tests.conftest import settings_for
from tests.database import fresh_database


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    with fresh_database(tmp_path) as url:
        yield settings_for(tmp_path, url)


@pytest.fixture
def empty_app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_rule_29_upgraded_schema_is_the_codes_schema(empty_app: Flask) -> None:
    schema.upgrade_database()
    assert schema.missing_from_database() == []
    assert schema.current_revision() == schema.head_revision()


def test_rule_29_down_and_up_again_on_populated_tables(empty_app: Flask) -> None:
    schema.upgrade_database()
    load_catchments(by=SYSTEM)
    schema.downgrade_database("base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
    schema.upgrade_database()
    assert load_catchments(by=SYSTEM) == 15


def test_upgrading_twice_changes_nothing(empty_app: Flask) -> None:
    schema.upgrade_database()
    load_catchments(by=SYSTEM)
    schema.upgrade_database()
    assert load_catchments(by=SYSTEM) == 0


def test_rule_29_an_empty_database_is_not_ready(empty_app: Flask) -> None:
    reply = empty_app.test_client().get("/readyz")
    assert reply.status_code == 503
    assert reply.headers["Retry-After"]
    assert "engage init" in reply.get_json()["problems"][0]


def test_rule_29_a_wrong_revision_is_not_ready(empty_app: Flask) -> None:
    schema.upgrade_database()
    assert health.problems() == []
    with db.engine.connect() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'zzzz'"))
        connection.commit()
    found = health.problems()
    assert len(found) == 1
    assert "zzzz" in found[0]


def test_a_ready_database_says_so(empty_app: Flask) -> None:
    schema.upgrade_database()
    assert empty_app.test_client().get("/readyz").get_json() == {"status": "ready"}
    assert empty_app.test_client().get("/healthz").get_json() == {"status": "ok"}


def test_rule_27_a_read_only_database_is_503(
    empty_app: Flask, settings: Settings, tmp_path: Path
) -> None:
    if not settings.is_sqlite:
        pytest.skip("a read-only file is a matter of SQLite")
    schema.upgrade_database()
    db.session.remove()
    db.engine.dispose()
    (tmp_path / "engage.sqlite").unlink()
    (tmp_path / "engage.sqlite").mkdir()
    reply = empty_app.test_client().get("/readyz")
    assert reply.status_code == 503
