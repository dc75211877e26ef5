"""Which words English and French have, so that a name stands out even in small letters.

The two lists hold some 260,000 forms without accents, a line for each beginning of
three letters. They are read once, when a text is looked through for the first time,
and stay in the memory as they are: about 2 MB.
"""

import lzma
import re
import unicodedata
from functools import cache

from engage.core.config import PACKAGE

_LISTS = ("words_en.txt.xz", "words_fr.txt.xz")
_SPELT = str.maketrans({"œ": "oe", "æ": "ae", "’": "", "'": ""})
_BEGINNINGS = re.compile(
    r"(?:over|under|inter|non|anti|pre|multi|micro|socio|psycho|auto|mini|super|self"
    r"|anglo|franco|tele|post|semi|un|re|co|bio|eco|dis|mis|out|in)(?P<rest>\w{5,})$"
)
_VOWELS = frozenset("aeiouy")


def without_accents(word: str) -> str:
    """Return a word in small letters without its accents, as the lists write it."""
    parts = unicodedata.normalize("NFD", word.lower().translate(_SPELT))
    return "".join(part for part in parts if not unicodedata.combining(part))


def is_word(word: str) -> bool:
    """Return whether a word is one of English or French, accents left out or not."""
    parts = [part for part in without_accents(word).split("-") if len(part) > 2]
    return bool(parts) and all(is_listed(part) or _is_made(part) for part in parts)


def is_listed(word: str) -> bool:
    """Return whether a form stands in the lists; those of many only without the s."""
    singular = word.removesuffix("s")
    many = word.removesuffix("nt") if word.endswith("ent") else word
    return any(_stands(form) for form in {word, singular, many} if len(form) > 2)


def _is_made(word: str) -> bool:
    """Return whether a word is made of others, or is no word but letters."""
    if not _VOWELS.intersection(word):
        return True
    found = _BEGINNINGS.match(word)
    return bool(found and is_listed(found["rest"]))


def _stands(word: str) -> bool:
    return f" {word[3:]} " in _beginnings().get(word[:3], "")


@cache
def _beginnings() -> dict[str, str]:
    """Return what follows each beginning of three letters, with blanks around."""
    found: dict[str, str] = {}
    for name in _LISTS:
        with lzma.open(PACKAGE / "data" / name, "rt", encoding="ascii") as file:
            for line in file:
                found[line[:3]] = found.get(line[:3], "") + line[3:-1]
    return found
