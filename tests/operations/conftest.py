"""An installation as operators have it: at a revision, in a folder of its own."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from engage.app import create_app
from engage.catchments.actions import load_catchments
from engage.commands.main import main
from engage.core import clock
from engage.core.actors import SYSTEM
from engage.core.config import Settings
from engage.core.db import db, session
from tests.conftest import NOON, Visitor, settings_for
from tests.database import fresh_database, make_tables

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def settings(data_dir: Path) -> Iterator[Settings]:
    with fresh_database(data_dir) as url:
        yield settings_for(data_dir, url)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    app.test_client_class = Visitor
    with app.app_context():
        make_tables()
        load_catchments(by=SYSTEM)
        yield app
        db.session.remove()
        db.engine.dispose()
    clock.freeze(None)


@pytest.fixture
def environment(settings: Settings) -> dict[str, str]:
    """What a command of this installation finds in its environment."""
    return {
        "ENGAGE_ENV": "test",
        "ENGAGE_DATA_DIR": str(settings.data_dir),
        "ENGAGE_DATABASE_URL": settings.database_url,
        "ENGAGE_SECRET_KEY": settings.secret_key,
        "ENGAGE_TEST_CLOCK": NOON.isoformat(),
    }


@pytest.fixture
def engage(
    app: Flask,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    """Run a command here; give exit, output and errors."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        # An operator's command meets a server that is stopped.
        db.session.remove()
        db.engine.dispose()
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        session().rollback()
        session().expire_all()
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return run
