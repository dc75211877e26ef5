"""Which session an answer comes from, asked of the room that hosts sessions.

That room stands above the rooms where people answer, so it is named in `app.py`.
"""

import re
from collections.abc import Callable

Find = Callable[[int, str], bool]
CODE = re.compile(r"[0-9A-Za-z]{4,12}")
_finders: list[Find] = []


def ask_for_sessions(find: Find) -> None:
    """Name who knows whether a consultation has a session with a code."""
    if find not in _finders:
        _finders.append(find)


def session_named(consultation_id: int, code: str) -> str | None:
    """Return the code of one of a consultation's sessions, or None if there is none.

    A code that nobody knows does no harm: the answer counts as one from anywhere.
    """
    if not CODE.fullmatch(code):
        return None
    is_known = any(find(consultation_id, code.upper()) for find in _finders)
    return code.upper() if is_known else None
