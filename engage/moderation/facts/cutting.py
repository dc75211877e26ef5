"""Where a text that says two things can be cut."""

import re
from dataclasses import dataclass

# Where a thought may end: a sign with a space behind it, a new line, "and" or "also".
_CUT = re.compile(
    r"(?<=[.!?…;:,])\s+(?=\S)|\n+(?=\S)|\s+(?=(?:and|but|also|et|mais|aussi)\s)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Cut:
    """A place where a text can be cut, with the words on both sides."""

    at: int
    before: str
    after: str


def cuts_of(text: str, words: int = 40) -> list[Cut]:
    """Return where a text can be cut, in its order, with some words on both sides."""
    found = []
    for place in _CUT.finditer(text):
        before, after = text[: place.start()].strip(), text[place.end() :].strip()
        if before and after:
            found.append(Cut(place.end(), before[-words:], after[:words]))
    return found
