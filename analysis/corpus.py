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

    `texts`, `languages`, `keys` and `campaigns` have one entry per different text, in
    the order of the keys, numbers made of what each says; `row` (documents,) says which
    text each document has, -1 for a blank or excluded one; `voices` (texts,) counts a
    campaign once: 1 for its first text, else 0.
    """

    texts: list[str]
    languages: list[str]
    keys: NDArray[np.uint64]
    row: NDArray[np.int64]
    campaigns: NDArray[np.int64]
    voices: NDArray[np.int64]
    blank: NDArray[np.bool_]


@cache
def _empty_answers() -> frozenset[str]:
    listed = Path(__file__).parent / "data" / "blank.txt"
    lines = listed.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


@cache
def _empty_starts() -> frozenset[str]:
    """The first words of answers that say nothing."""
    return frozenset(answer.split()[0] for answer in _empty_answers())


def is_blank(text: str) -> bool:
    """Whether a text says nothing: no letter or digit, or words like `n/a`, `rien`."""
    if len(text) > LONGEST_EMPTY:
        return _WORDS.search(text) is None
    plain = fold(text.casefold())
    first = _WORDS.search(plain)
    if first is None or first.group() not in _empty_starts():
        return first is None
    return " ".join(_WORDS.findall(plain)) in _empty_answers()


def text_keys(texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.uint64]:
    """A number for each text, made of what it says and in which language."""
    digests = [
        blake2b(f"{language}\x1f{text}".encode(), digest_size=8).digest()
        for text, language in zip(texts, languages, strict=True)
    ]
    return np.frombuffer(b"".join(digests), ">u8").astype(np.uint64)


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
    said = np.flatnonzero(~out)
    kept, first, place = np.unique(
        text_keys(texts, languages)[said], return_index=True, return_inverse=True
    )
    if len(kept) < 2:
        raise TooFewTexts(_too_few(len(documents), len(kept)))
    row = np.full(len(texts), -1, np.int64)
    row[said] = place
    first = said[first]
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
