"""Whether everybody may read a report of a consultation, asked of the room of reports.

That room stands above the rooms where people speak, so it is named in `app.py`.
"""

from collections.abc import Callable

Find = Callable[[int], bool]
_finders: list[Find] = []


def ask_for_reports(find: Find) -> None:
    """Name who knows whether a report of a consultation is out."""
    if find not in _finders:
        _finders.append(find)


def has_report(consultation_id: int) -> bool:
    """Return whether a report of a consultation is out."""
    return any(find(consultation_id) for find in _finders)
