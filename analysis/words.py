"""From texts to streams of stems: split, drop function words, stem each word once."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import Stemmer

from analysis.distributed import HERE
from analysis.spelling import SENTENCE_ENDS, spell, surface_forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.distributed import Hands

BREAK = "\0"
# A word, `c++` and `c#` included; apostrophes split, so elisions fall off.
WORD = re.compile(rf"{BREAK}|[^\W_]+(?:\+\+|#)?")
CHUNK = 20_000
"""Texts cut into pieces at a time: their pieces are held as strings, then numbered."""
SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "eu": "basque", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "ne": "nepali", "nl": "dutch", "no": "norwegian", "nb": "norwegian",
    "nn": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
    "yi": "yiddish",
}  # fmt: skip
UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my"})
TOO_LONG = 60
"""Characters beyond which a run of letters is noise (a key, an address), not a word."""


@dataclass(frozen=True, slots=True)
class Stream:
    """The stems of many texts in reading order.

    `stems` are the distinct stems, `ids` (tokens,) index them, `rows` (tokens,) say
    which text each token is in; the tokens of a text stand together. `surfaces` has,
    for each language, each stem's commonest written form, '' where it has none; ties
    go to the first in the alphabet.
    """

    stems: list[str]
    ids: NDArray[np.int32]
    rows: NDArray[np.int32]
    surfaces: dict[str, list[str]]

    def only(self, texts: NDArray[np.bool_]) -> Stream:
        """The stream of some of the texts."""
        kept = texts[self.rows]
        return replace(self, ids=self.ids[kept], rows=self.rows[kept])


@cache
def stop_words(language: str) -> frozenset[str]:
    """The function words of a language, empty when none are listed for it."""
    source = Path(__file__).parent / "data" / "stopwords" / f"{language}.txt"
    if not source.is_file():
        return frozenset()
    return frozenset(source.read_text(encoding="utf-8").split())


@cache
def _stopped(language: str) -> frozenset[str]:
    """The function words of a language, with their accents and without."""
    listed = stop_words(language)
    return listed.union(map(fold, listed))


def fold(text: str) -> str:
    """Take the accents off, so that spellings with and without them meet."""
    if text.isascii():
        return text
    bare = unicodedata.normalize("NFKD", text)
    return "".join(mark for mark in bare if not unicodedata.combining(mark))


def _pieces(texts: Sequence[str]) -> _Numbered:
    """What stands between spaces, numbered."""
    blob = f" {BREAK} ".join([*texts, ""])
    if blob.count(BREAK) > len(texts):
        blob = f" {BREAK} ".join([*(text.replace(BREAK, " ") for text in texts), ""])
    if not blob.isascii():
        blob = unicodedata.normalize("NFC", blob)
    return _numbered(blob.split())


def _words(pieces: Sequence[str], language: str) -> list[str]:
    """The words of all pieces, with a break after each piece."""
    words = WORD.findall(f" {BREAK} ".join([*pieces, ""]))
    if language not in UNSPACED:
        return words
    return [part for word in words for part in _pairs(word)]


@dataclass(frozen=True, slots=True)
class _Numbered:
    """Distinct strings, and a long row of them: their numbers and their places.

    `places` (strings,) say how many breaks stand before each.
    """

    distinct: list[str]
    numbers: NDArray[np.int32]
    places: NDArray[np.int32]


def _numbered(strings: Sequence[str]) -> _Numbered:
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    gap = numbers[BREAK]
    ids = np.fromiter(map(numbers.__getitem__, strings), np.int32, len(strings))
    breaks = ids == gap
    kept = ~breaks
    places = np.cumsum(breaks, dtype=np.int32)[kept]
    return _Numbered(list(numbers)[1:], ids[kept] - 1, places)


def _joined(parts: Sequence[_Numbered], length: int) -> _Numbered:
    """Parts that follow each other, each but the last of `length` breaks, as one."""
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    ids, places = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    for i, part in enumerate(parts):
        own = np.fromiter(map(numbers.__getitem__, part.distinct), np.int32)
        ids.append(own[part.numbers])
        places.append(part.places + np.int32(i * length))
    return _Numbered(list(numbers), np.concatenate(ids), np.concatenate(places))


def _spans(starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The whole numbers from each start on, as many as its size."""
    before = np.cumsum(sizes) - sizes
    return np.asarray(np.arange(int(sizes.sum())) + np.repeat(starts - before, sizes))


def _pairs(word: str) -> list[str]:
    """Overlapping pairs of characters, for scripts without spaces between words."""
    if word.isascii() or len(word) < 3:
        return [word]
    return [word[i : i + 2] for i in range(len(word) - 1)]


def stem_words(words: Sequence[str], language: str) -> list[str]:
    """The stem of each word; '' for function words, single letters and noise."""
    stopped = _stopped(language)
    name = SNOWBALL.get(language)
    spelled = _fullest(words)
    # Each word comes once: PyStemmer's cache would only be filled and emptied.
    stems = Stemmer.Stemmer(name, 0).stemWords(spelled) if name else spelled
    return [
        "" if word in stopped or not 1 < len(word) <= TOO_LONG else fold(stem)
        for word, stem in zip(words, stems, strict=True)
    ]


def read_texts(
    texts: Sequence[str], languages: Sequence[str], hands: Hands = HERE
) -> Stream:
    """Read texts of any languages into one stream; equal stems are one stem."""
    codes = np.array(languages)
    streams = []
    for language in sorted(set(languages)):
        at = np.flatnonzero(codes == language).astype(np.int32)
        stream = read_words([texts[i] for i in at.tolist()], language, hands)
        streams.append(replace(stream, rows=at[stream.rows]))
    stems = sorted({stem for stream in streams for stem in stream.stems})
    place = {stem: i for i, stem in enumerate(stems)}
    ids, surfaces = [], {}
    for stream in streams:
        moved = np.fromiter(map(place.__getitem__, stream.stems), np.int32)
        ids.append(moved[stream.ids])
        for language, forms in stream.surfaces.items():
            spread = np.full(len(stems), "", object)
            spread[moved] = forms
            surfaces[language] = spread.tolist()
    rows = np.concatenate([stream.rows for stream in streams])
    return Stream(stems, np.concatenate(ids), rows, surfaces)


def read_words(texts: Sequence[str], language: str, hands: Hands = HERE) -> Stream:
    """Read texts of one language into a stream of stems.

    Each distinct word is stemmed once; counting then works on integers alone.
    """
    starts = range(0, len(texts), CHUNK)
    cut = hands.each(_pieces, (texts[start : start + CHUNK] for start in starts))
    pieces = _joined(cut, CHUNK)
    words = _numbered(_words(pieces.distinct, language))
    in_piece = np.bincount(words.places, minlength=len(pieces.distinct))
    sizes = in_piece[pieces.numbers]
    first = (np.cumsum(in_piece) - in_piece)[pieces.numbers]
    tokens = words.numbers[_spans(first, sizes)]
    lower, plain = _number([word.lower() for word in words.distinct])
    stems, of_word = _number(stem_words(lower, language))
    ids = of_word[plain[tokens]]
    kept = ids >= 0
    rows = np.repeat(pieces.places, sizes)[kept]
    told = np.bincount(plain[tokens], minlength=len(lower))
    opening = (np.cumsum(sizes) - sizes)[(sizes > 0) & _begins(pieces)]
    spelt = spell(words.distinct, tokens, tokens[opening], lower, plain)
    surfaces = surface_forms(lower, spelt, of_word, told, len(stems))
    return Stream(stems, ids[kept], rows, {language: surfaces})


def _begins(pieces: _Numbered) -> NDArray[np.bool_]:
    """Which pieces begin a text or a sentence."""
    ends = np.array([piece[-1] in SENTENCE_ENDS for piece in pieces.distinct], bool)
    begins = np.ones(len(pieces.numbers), bool)
    begins[1:] = (np.diff(pieces.places) > 0) | ends[pieces.numbers[:-1]]
    return begins


def _fullest(words: Sequence[str]) -> Sequence[str]:
    """Each word with the accents that others give it: people leave them out."""
    marked = [word for word in words if not word.isascii()]
    if not marked:
        return words
    bare = {word: fold(word) for word in marked}
    fullest = {bare[word]: word for word in sorted(marked, key=_marks)}
    return [fullest.get(bare.get(word, word), word) for word in words]


def _marks(word: str) -> tuple[int, str]:
    return sum(not mark.isascii() for mark in word), word


def _number(stems: Sequence[str]) -> tuple[list[str], NDArray[np.int32]]:
    """Distinct stems, and for each word the number of its stem or -1 for none."""
    numbers: dict[str, int] = {"": -1}
    for stem in stems:
        numbers.setdefault(stem, len(numbers) - 1)
    of_word = np.fromiter(map(numbers.__getitem__, stems), np.int32, len(stems))
    return list(numbers)[1:], of_word
