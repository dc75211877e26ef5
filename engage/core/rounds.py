"""What a worker looks after each minute, beside the jobs that wait.

Each round asks a cheap question and most often does nothing. Several workers may ask
at once: what a round does must be safe to do twice (rule 26).
"""

from collections.abc import Callable

import structlog

from engage.core.db import session

log = structlog.get_logger("engage.jobs")

Round = Callable[[], None]
_rounds: dict[str, Round] = {}


def look_after(name: str, call: Round) -> None:
    """Have something looked after each minute; named in `app.py`."""
    _rounds[name] = call


def run_rounds() -> None:
    """Look after everything once; what fails keeps nothing else from its turn."""
    for name, call in _rounds.items():
        try:
            call()
        except Exception as error:  # noqa: BLE001 - the next minute comes
            session().rollback()
            # Its message may quote people (rule 33).
            log.error("round", name=name, kind=type(error).__name__)  # noqa: TRY400
