"""Cells of spreadsheets: text stays text, reversibly (rule 15).

A program that opens a file may run a cell that begins like a formula. Such a text gets
one leading apostrophe; reading takes one away again. Numbers are not text and stay as
they are.
"""

import re

_LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guarded_cell(value: str | float | None) -> str | float | None:
    """Return a cell that no program takes for a formula."""
    if isinstance(value, str) and _LIKE_A_FORMULA.match(value):
        return f"'{value}"
    return value


def unguarded_cell(text: str) -> str:
    """Return a cell as it was before it was guarded."""
    return text[1:] if _GUARDED.match(text) else text
