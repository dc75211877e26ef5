"""What the log says of a fault: where, and never with whose words."""

import json
from collections.abc import Iterator

import pytest
import structlog

from engage.core.logs import configure_logs

WORDS = "A bus, please, says Mrs. Roy"


@pytest.fixture(autouse=True)
def kept_configuration() -> Iterator[None]:
    """Leave no log behind that writes to this test's output."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


def _fail() -> None:
    inner = ValueError(WORDS)
    inner.add_note(WORDS)
    group = ExceptionGroup(WORDS, [inner, SyntaxError(WORDS, ("f", 1, 1, WORDS))])
    try:
        raise group
    except ExceptionGroup as error:
        raise RuntimeError(WORDS) from error


def test_rule_33_a_fault_is_logged_without_the_words_it_met(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logs()
    try:
        _fail()
    except RuntimeError as error:
        structlog.get_logger("test").error("unexpected", exc_info=error)
    line = capsys.readouterr().err
    assert WORDS not in line
    first, cause = json.loads(line)["exception"]
    assert first["exc_type"] == "RuntimeError"
    assert first["frames"][-1]["name"] == "_fail"
    assert [inner[0]["exc_type"] for inner in cause["exceptions"]] == [
        "ValueError",
        "SyntaxError",
    ]
