"""What the tests of threads share: a command line in the test's own database."""

from collections.abc import Callable

import pytest
from flask import Flask

from engage.commands.main import main
from engage.core.config import Settings


@pytest.fixture
def command(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, app: Flask
) -> Callable[..., int]:
    """Run a command in the test's database; return its exit code."""
    monkeypatch.setenv("ENGAGE_ENV", "test")
    monkeypatch.setenv("ENGAGE_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("ENGAGE_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("ENGAGE_TEST_CLOCK", "2026-11-02T17:00:00+00:00")

    def run(*arguments: object) -> int:
        with pytest.raises(SystemExit) as ended:
            main([str(item) for item in arguments])
        return int(ended.value.code or 0)

    return run
