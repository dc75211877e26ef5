"""Capitalised words, and those of them that name nobody."""

import csv
import re
from functools import cache

from babel import Locale

from engage.contributions.privacy.dictionary import without_accents
from engage.contributions.privacy.known import (
    BODIES,
    OTHERS,
    PART_OF_BODY,
    PEOPLES,
    PLACES,
    TIMES,
)
from engage.core.config import PACKAGE

UPPER = "A-ZÀ-ÖØ-ÞŒĀ-Ž"
LOWER = "a-zß-öø-ÿœā-ž"
# Quantifiers that never give back (++, *+) keep the time linear in the text.
CAPITALISED = (
    rf"(?!I['’])[{UPPER}](?:[{LOWER}]++|['’][{UPPER}]?[{LOWER}]++)"
    rf"(?:['’-][{UPPER}]?[{LOWER}]++|[{UPPER}][{LOWER}]++){{0,4}}+"
)
PART_OF_NAME = rf"(?:{CAPITALISED}|(?:[{UPPER}]\.){{1,3}})"
_PARTICLE = (
    r"(?:(?:de|du|da|dos|di|van|von|der|den|la|le|el|al|bin|bint|ben|St\.|Ste\.)\s)"
)
NAME = rf"{PART_OF_NAME}(?:\s{_PARTICLE}{{0,2}}{PART_OF_NAME}){{0,3}}"


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set: a list that can be read and changed."""
    return frozenset(text.split())


NOT_NAMES = word_set(TIMES + PLACES + PEOPLES + BODIES + OTHERS)
NOT_EMPLOYERS = word_set(TIMES + PLACES + PEOPLES)
NOT_PEOPLE = word_set(PLACES + PEOPLES + BODIES)
BODY_WORDS = word_set(PART_OF_BODY)
# Of these the ones that may also be what a person does: "Ada works nights".
VERBS_TOO = word_set("works home times first plan act team st co news house award")

_SPLIT = re.compile(r"['’-]")
_SEPARATORS = re.compile(r"[\s-]+")
# "We've", "Don't", « L'aide », « Qu'on »: words with an apostrophe that name nobody.
_SHORTENED = re.compile(
    r"(?:\w+(?:n['’]t|['’](?:ve|re|ll|d|m))|(?:[LDJCSNYMT]|Qu|Jusqu|Lorsqu|Aujourd)['’]"
    rf"[{LOWER}].*)$"
)


def names_somebody(words: str) -> bool:
    """Return whether capitalised words can be a name, by none of them being known."""
    parts = _SEPARATORS.split(words)
    is_known = any(part.rstrip(".") in NOT_NAMES for part in parts)
    return not is_known and not _SHORTENED.match(words)


def length_of_name(words: str) -> int:
    """Return how many characters at the beginning can be a name; 0 for none."""
    kept = 0
    for part in re.finditer(r"\S+", words):
        if not names_somebody(part.group()):
            break
        kept = part.end()
    return kept


def is_common(word: str) -> bool:
    """Return whether a word is one of everyday English or French."""
    parts = [part for part in _SPLIT.split(word.rstrip(".")) if part]
    words = _common_words()
    known = [_is_in(part.lower(), words) for part in parts]
    # "Mid-career" is one everyday word, "Jean-Guy" is not.
    return all(known) if all(part[0].isupper() for part in parts) else any(known)


def _is_in(word: str, words: frozenset[str]) -> bool:
    return word in words or word.removesuffix("s") in words


def is_place(words: str) -> bool:
    """Return whether words are a municipality, a place in Ontario, or a country."""
    return words.lower().replace("’", "'") in _places()


def is_everyday(word: str) -> bool:
    """Return whether a word stands, without its accents, in the everyday words."""
    return word in _plain_words()


@cache
def _plain_words() -> frozenset[str]:
    return frozenset(without_accents(word) for word in _common_words())


@cache
def _common_words() -> frozenset[str]:
    return word_set((PACKAGE / "data" / "common_words.txt").read_text("utf-8"))


@cache
def _places() -> frozenset[str]:
    found: set[str] = set()
    for file_name, columns in (
        ("municipalities.csv", ("name_en", "name_fr", "census_division_en")),
        ("places.csv", ("place", "census_division_en")),
    ):
        with (PACKAGE / "data" / file_name).open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                found.update(row[column].lower() for column in columns)
    for language in ("en", "fr"):
        locale = Locale(language)
        found.update(str(name).lower() for name in locale.territories.values())
        found.update(str(name).lower() for name in locale.languages.values())
    return frozenset(found)
