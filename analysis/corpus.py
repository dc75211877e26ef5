"""Which documents count: blank ones set aside, equal ones read once, order fixed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.campaigns import find_campaigns
from analysis.distributed import HERE
from analysis.documents import TooFewTexts
from analysis.languages import detect_languages, normalise_code
from analysis.words import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.distributed import Hands
    from analysis.documents import Document

TOO_LONG = 20_000
"""Characters of a text that are read: a whole book says no more of one opinion."""
LONGEST_EMPTY = 40
"""Characters beyond which an answer is in no list of ways to say nothing."""
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """The different texts of the documents, in an order that input cannot change.

    `texts`, `languages`, `keys` and `campaigns` have one entry per different text;
    `row` (documents,) says which text each document has, -1 for a blank or excluded
    one; `voices` (texts,) counts a campaign once: 1 for its first text, else 0.
    """

    texts: list[str]
    languages: list[str]
    keys: list[str]
    row: NDArray[np.int64]
    campaigns: NDArray[np.int64]
    voices: NDArray[np.int64]
    blank: NDArray[np.bool_]

    @property
    def numbers(self) -> NDArray[np.uint64]:
        """The keys of the texts as numbers."""
        return np.array([int(key, 16) for key in self.keys], np.uint64)


@cache
def _empty_answers() -> frozenset[str]:
    listed = Path(__file__).parent / "data" / "blank.txt"
    lines = listed.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def is_blank(text: str) -> bool:
    """Whether a text says nothing: no letter or digit, or words like `n/a`, `rien`."""
    if len(text) > LONGEST_EMPTY:
        return _WORDS.search(text) is None
    words = " ".join(_WORDS.findall(fold(text.casefold())))
    return not words or words in _empty_answers()


def text_key(text: str, language: str) -> str:
    """A short name for a text that the order of the input cannot change."""
    return blake2b(f"{language}\x1f{text}".encode(), digest_size=8).hexdigest()


def read_corpus(
    documents: Sequence[Document],
    excluded: frozenset[str] = frozenset(),
    *,
    with_campaigns: bool = True,
    hands: Hands = HERE,
) -> Reading:
    """Sort the different texts by a hash, and find the campaigns among them.

    Raises:
        TooFewTexts: Fewer than two different texts say something.
    """
    texts = [_tidy(document.text) for document in documents]
    blank = np.array([is_blank(text) for text in texts], bool)
    languages = _languages(documents, texts, blank, hands)
    out = blank
    if excluded:
        out = blank | np.array([d.id in excluded for d in documents], bool)
    keys = list(map(text_key, texts, languages))
    kept = sorted({key for key, gone in zip(keys, out, strict=True) if not gone})
    if len(kept) < 2:
        raise TooFewTexts(_too_few(len(documents), len(kept)))
    place = {key: i for i, key in enumerate(kept)}
    row = np.array([place.get(key, -1) for key in keys], np.int64)
    row[out] = -1
    said = np.flatnonzero(~out)
    first = said[np.unique(row[said], return_index=True)[1]]
    chosen_texts = [texts[i] for i in first]
    chosen_languages = [languages[i] for i in first]
    campaigns = np.full(len(kept), -1, np.int64)
    if with_campaigns:
        campaigns = find_campaigns(chosen_texts, chosen_languages)
    voices = _voices(campaigns)
    return Reading(chosen_texts, chosen_languages, kept, row, campaigns, voices, blank)


def _tidy(text: str) -> str:
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()
    return text.strip()[:TOO_LONG]


def _languages(
    documents: Sequence[Document],
    texts: Sequence[str],
    blank: NDArray[np.bool_],
    hands: Hands,
) -> list[str]:
    given = [normalise_code(document.language) for document in documents]
    asked = [i for i, code in enumerate(given) if code is None and not blank[i]]
    found = detect_languages([texts[i] for i in asked], hands)
    for i, code in zip(asked, found, strict=True):
        given[i] = code
    return [code or "" for code in given]


def _voices(campaigns: NDArray[np.int64]) -> NDArray[np.int64]:
    voices = np.ones(len(campaigns), np.int64)
    member = np.flatnonzero(campaigns >= 0)
    voices[member] = 0
    first = np.unique(campaigns[member], return_index=True)[1]
    voices[member[first]] = 1
    return voices


def _too_few(documents: int, different: int) -> str:
    if documents == 0:
        return "There are no texts."
    if different == 0:
        return "Every text is blank, so there is nothing to find themes in."
    return "There is only one text to read, once blank ones and copies are set aside."
