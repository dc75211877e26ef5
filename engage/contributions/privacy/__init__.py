"""Finds personal details in a text, so that a person can decide about them (rule 19).

A helper, never a judge: it marks what looks like a name, a number or an address. It
knows the ways people give such details in English and French, not lists of names.
How often it is right is measured in `tests/contributions` and told in
`docs/methods-personal-details.md`.
"""

from engage.contributions.privacy.finding import (
    KINDS,
    Found,
    find_personal_details,
    split_at_details,
)
from engage.contributions.privacy.marks import find_words, redacted

__all__ = [
    "KINDS",
    "Found",
    "find_personal_details",
    "find_words",
    "redacted",
    "split_at_details",
]
