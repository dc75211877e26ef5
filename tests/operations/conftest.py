"""An installation as operators have it: at a revision, in a folder of its own."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from engage.commands.main import main
from engage.core.config import Settings
from engage.core.db import db, session
from tests.conftest import NOON, settings_for
from tests.database import fresh_database

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def settings(data_dir: Path, template: str) -> Iterator[Settings]:
    with fresh_database(data_dir, template) as url:
        yield settings_for(data_dir, url)


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
