"""Whether an unknown word is an everyday word with one letter wrong."""

import re
from collections.abc import Iterator

from engage.contributions.privacy.dictionary import is_listed, without_accents
from engage.contributions.privacy.words import is_everyday

# « limprimante », « jattends », « quon »: the apostrophe left out.
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu)(?=[aeiouyh])(?P<rest>\w{2,})$")
_LONG_ELIDED = re.compile(r"(?:[cjlns]|qu)(?=[aeiouyh])(?P<rest>\w{5,})$")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_VOWELS = "aeiouy"
# Shorter words have too many neighbours: "boris" is one letter from « bois ».
_SHORTEST = 6
# From this length on few names are one letter from any word at all.
_LONG = 8
# Of two words run together one is longer than this, or both are as long.
_HALF = 4


def is_misspelt(word: str) -> bool:
    """Return whether one letter too many, too few, wrong or out of place explains it.

    Whoever mistypes a word seldom does so at its beginning.
    """
    word = without_accents(word)
    if _is_run_together(word) or any(is_everyday(form) for form in _moved(word)):
        return True
    if len(word) >= _LONG and any(is_listed(form) for form in _sounding_alike(word)):
        return True
    return len(word) >= _SHORTEST and any(is_everyday(form) for form in _other(word))


def _is_run_together(word: str) -> bool:
    """Return whether a word is two everyday words, or has lost its apostrophe."""
    if (elided := _ELIDED.match(word)) and is_everyday(elided["rest"]):
        return True
    if (elided := _LONG_ELIDED.match(word)) and is_listed(elided["rest"]):
        return True
    return any(
        is_everyday(word[:at]) and is_everyday(word[at:])
        for at in range(2, len(word) - 1)
        if max(at, len(word) - at) > _HALF or at == _HALF == len(word) - at
    )


def _moved(word: str) -> Iterator[str]:
    """Yield a word with two letters changed about, or one more: "teh", "evry"."""
    for at in range(2, len(word)):
        yield word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
        yield from (word[:at] + letter + word[at:] for letter in _LETTERS)


def _shorter(word: str) -> Iterator[str]:
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]


def _sounding_alike(word: str) -> Iterator[str]:
    """Yield a word with a letter less or another vowel: "adress", "acronims"."""
    if len(word) > _LONG:
        yield from _shorter(word)
    for at in range(1, len(word)):
        if word[at] in _VOWELS:
            yield from (word[:at] + vowel + word[at + 1 :] for vowel in _VOWELS)


def _other(word: str) -> Iterator[str]:
    yield from _shorter(word)
    for at in range(1, len(word)):
        for letter in _LETTERS:
            yield word[:at] + letter + word[at + 1 :]
    yield from (word + letter for letter in _LETTERS)
