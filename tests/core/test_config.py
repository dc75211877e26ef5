"""Settings are read once; what cannot be used is refused in a sentence (exit 3)."""

from pathlib import Path

import pytest

from engage.core.config import read_settings
from engage.core.errors import Misconfigured


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENGAGE_ENV", "staging"),
        ("ENGAGE_BASE_URL", "engage.example.org"),
        ("ENGAGE_BASE_URL", "https://"),
        ("ENGAGE_DATABASE_URL", "mysql://localhost/engage"),
        ("ENGAGE_MAIL_URL", "ftp://mail.example.org"),
        ("ENGAGE_MAIL_URL", "file://letters"),
        ("ENGAGE_QUEUE_URL", "amqp://queue.example.org"),
        ("ENGAGE_TRUSTED_PROXIES", "-1"),
        ("ENGAGE_TRUSTED_PROXIES", "٣"),
        ("ENGAGE_TEST_CLOCK", "yesterday"),
        ("ENGAGE_TEST_CLOCK", "2026-11-02T17:00:00"),
        ("ENGAGE_FAILPOINTS", "themes.step"),
        ("ENGAGE_FAILPOINTS", "themes.step=explode"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(
    tmp_path: Path, name: str, value: str
) -> None:
    told = {"ENGAGE_ENV": "test", "ENGAGE_DATA_DIR": str(tmp_path), name: value}
    with pytest.raises(Misconfigured, match=name):
        read_settings(told)


def test_failpoints_and_the_clock_are_read_in_a_test_run_alone(tmp_path: Path) -> None:
    told = {
        "ENGAGE_ENV": "test",
        "ENGAGE_DATA_DIR": str(tmp_path),
        "ENGAGE_TEST_CLOCK": "2026-11-02T17:00:00Z",
        "ENGAGE_FAILPOINTS": "themes.step=exit, import.mid=pause:/x/y,",
    }
    found = read_settings(told)
    assert found.failpoints == {"themes.step": "exit", "import.mid": "pause:/x/y"}
    assert found.test_clock is not None
    elsewhere = read_settings({**told, "ENGAGE_ENV": "development"})
    assert (elsewhere.failpoints, elsewhere.test_clock) == ({}, None)
    assert len(elsewhere.warnings) == 2


@pytest.mark.parametrize("key", ["", "change-me", "a" * 60, "short-but-mixed-123"])
def test_rule_09_production_refuses_a_weak_key(tmp_path: Path, key: str) -> None:
    told = {"ENGAGE_ENV": "production", "ENGAGE_DATA_DIR": str(tmp_path)}
    with pytest.raises(Misconfigured, match="ENGAGE_SECRET_KEY"):
        read_settings({**told, "ENGAGE_SECRET_KEY": key})


def test_rule_09_development_makes_a_key_for_its_owner_alone(tmp_path: Path) -> None:
    told = {"ENGAGE_DATA_DIR": str(tmp_path)}
    first = read_settings(told).secret_key
    assert read_settings(told).secret_key == first
    assert len(first) >= 32
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_database_is_found_from_the_project_not_the_folder_one_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {
        "ENGAGE_DATA_DIR": str(tmp_path),
        "ENGAGE_DATABASE_URL": "sqlite:///instance/other.sqlite",
    }
    here = read_settings(told).database_url
    monkeypatch.chdir(tmp_path)
    assert read_settings(told).database_url == here
    assert here.count("instance") == 1
    assert here.startswith("sqlite:////")
