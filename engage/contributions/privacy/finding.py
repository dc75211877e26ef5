"""Looks for every kind of personal detail, each part of a text claimed once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engage.contributions.privacy import (
    addresses,
    employers,
    identifiers,
    names,
    numbers,
)

Span = tuple[int, int]
Finder = Callable[[str, str], Iterator[Span]]

# The first to claim a part of a text keeps it: an e-mail address is not a handle.
FINDERS: tuple[tuple[str, Finder], ...] = (
    ("email", addresses.find_emails),
    ("url", addresses.find_urls),
    ("handle", addresses.find_handles),
    ("phone", numbers.find_phones),
    ("sin", numbers.find_social_insurance_numbers),
    ("birth_date", identifiers.find_birth_dates),
    ("identifier", identifiers.find_identifiers),
    ("postal_code", numbers.find_postal_codes),
    ("street", numbers.find_streets),
    ("employer", employers.find_employers),
    ("name", names.find_names),
)
KINDS = tuple(kind for kind, _finder in FINDERS)


@dataclass(frozen=True)
class Found:
    """One personal detail: `text[start:end]` looks like this kind."""

    kind: str
    start: int
    end: int


def find_personal_details(text: str, language: str = "") -> list[Found]:
    """Return what looks like a personal detail, in order, without overlaps.

    People mix languages, so both are looked for; `language` ("en", "fr" or unknown)
    only settles what means different things, such as « M. » before a name.
    """
    found: list[Found] = []
    for kind, finder in FINDERS:
        for start, end in finder(text, language):
            is_free = all(end <= item.start or start >= item.end for item in found)
            if start < end and is_free:
                found.append(Found(kind, start, end))
    return sorted(found, key=lambda item: item.start)


def split_at_details(text: str, language: str = "") -> list[tuple[str, str]]:
    """Return a text in pieces, each with the kind of detail it is, or ""."""
    pieces, at = [], 0
    for item in find_personal_details(text, language):
        pieces += [
            (text[at : item.start], ""),
            (text[item.start : item.end], item.kind),
        ]
        at = item.end
    pieces.append((text[at:], ""))
    return [piece for piece in pieces if piece[0]]
