"""Cells of spreadsheets: text stays text, reversibly (rule 15).

A program that opens a file may run a cell that begins like a formula; some take the
full-width signs of East Asian keyboards for the plain ones. Such a text gets one
leading apostrophe; reading takes one away again. Numbers are not text and stay as they
are.
"""

import re

# = + - @ and the minus sign, then their full-width, small, raised and lowered forms,
# and equations that begin with one.
_SIGNS = (
    r"=+\-@\t\r\n"
    "\u2212\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u207a-\u207c\u208a-\u208c\u2a75\u2a76\ufb29"
)
_LIKE_A_FORMULA = re.compile(f"'*[{_SIGNS}]")
_GUARDED = re.compile(f"'+[{_SIGNS}]")


def guarded_cell(value: str | float | None) -> str | float | None:
    """Return a cell that no program takes for a formula."""
    if isinstance(value, str) and _LIKE_A_FORMULA.match(value):
        return f"'{value}"
    return value


def unguarded_cell(text: str) -> str:
    """Return a cell as it was before it was guarded."""
    return text[1:] if _GUARDED.match(text) else text
