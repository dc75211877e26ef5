"""Logs for machines: one JSON object a line, never what a person typed (rule 33)."""

import logging
import sys
from typing import Any

import structlog
from structlog.typing import ExcInfo

# What a fault says may quote the words or the row that it met.
SAYS = ("exc_value", "exc_notes", "syntax_error")


def configure_logs() -> None:
    """Write JSON lines to standard error; tracebacks without the values in them."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(_places_only),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


def _places_only(exc_info: ExcInfo) -> list[dict[str, Any]]:
    """Return the kind of a fault and of its causes, and where each was raised."""
    transform = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return _without_words(transform(exc_info))


def _without_words(stacks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in stack.items() if name not in SAYS}
        | {"exceptions": [_without_words(inner) for inner in stack["exceptions"]]}
        for stack in stacks
    ]
