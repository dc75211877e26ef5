"""Commands as a person types them, on the database of the test."""

import pytest
from flask import Flask

from engage.commands.main import main
from tests.conftest import NOON


def run(*words: object) -> int:
    """Type a command; give how it ends."""
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return int(ended.value.code or 0)


@pytest.fixture
def shell(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands find this test's database by its settings."""
    settings = app.config["SETTINGS"]
    monkeypatch.setenv("ENGAGE_ENV", "test")
    monkeypatch.setenv("ENGAGE_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("ENGAGE_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("ENGAGE_SECRET_KEY", settings.secret_key)
    monkeypatch.setenv("ENGAGE_TEST_CLOCK", NOON.isoformat())
