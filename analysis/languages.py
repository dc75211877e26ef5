"""Which language a text is written in: by its function words first."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from analysis.distributed import HERE
from analysis.words import CHUNK, stop_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.distributed import Hands

KNOWN = ("de", "en", "es", "fr", "it", "nl", "pt")
"""Languages whose function words are listed, so that they can be told apart."""
UNKNOWN = "und"
ENOUGH = 24
"""Letters a text must have before its letters alone say what language it is."""
_WORD = re.compile(r"[^\W\d_]+")


@cache
def normalise_code(code: str | None) -> str | None:
    """Give the plain two-letter code of `fr-CA`, `FR_ca` or ` fr `; None for none."""
    plain = re.split(r"[-_.]", (code or "").strip().lower())[0]
    return plain if plain.isalpha() and len(plain) in {2, 3} else None


def detect_languages(texts: Sequence[str], hands: Hands = HERE) -> list[str]:
    """Name the language of each text.

    Function words decide; a text without a majority goes to a letter model when it
    is long enough, else to the commonest language of the texts that were decided.
    """
    starts = range(0, len(texts), CHUNK)
    heard = hands.each(_votes, (texts[start : start + CHUNK] for start in starts))
    votes = [vote for part in heard for vote in part]
    usual = Counter(vote for vote in votes if vote)
    fallback = min(usual, key=lambda code: (-usual[code], code), default=None)
    return [
        vote or _by_letters(text, fallback)
        for text, vote in zip(texts, votes, strict=True)
    ]


@cache
def _speakers() -> dict[str, tuple[str, ...]]:
    """Each function word and the languages that use it."""
    speakers: dict[str, tuple[str, ...]] = {}
    for code in KNOWN:
        for word in stop_words(code):
            speakers[word] = (*speakers.get(word, ()), code)
    return speakers


def _votes(texts: Sequence[str]) -> list[str | None]:
    return [_vote(text) for text in texts]


def _vote(text: str) -> str | None:
    """The one language with most function words in the text, if there is one.

    A word counts for less the more languages use it.
    """
    speakers = _speakers()
    votes: Counter[str] = Counter()
    for word in _WORD.findall(text.lower()):
        for code in speakers.get(word, ()):
            votes[code] += 60 // len(speakers[word])
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _by_letters(text: str, fallback: str | None) -> str:
    letters = " ".join(_WORD.findall(text))
    if len(letters) < ENOUGH and fallback:
        return fallback
    if not letters:
        return UNKNOWN
    import py3langid  # noqa: PLC0415  its model takes half a second to load

    return str(py3langid.classify(letters)[0])
