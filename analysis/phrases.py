"""Terms as people say them, small words inside phrases included."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from analysis.spelling import SENTENCE_ENDS, tells
from analysis.words import UNSPACED, WORD, stem_words

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from analysis.corpus import Reading
    from analysis.wording import Wording

READ = 24
"""Texts a phrase is looked for in."""
LONGEST = 40
"""Characters of a phrase: more is a coincidence of far words."""


class Phrases:
    """Writes terms; remembers what it has looked up."""

    def __init__(self, reading: Reading, wording: Wording) -> None:
        self.texts = reading.texts
        self.wording = wording
        self.codes = np.array(reading.languages)
        self.by_term = wording.counts.tocsc()
        self.known: dict[tuple[int, str], str] = {}
        self.stems: dict[str, dict[str, str]] = defaultdict(dict)

    def write(self, column: int, language: str) -> str:
        """A word as it is mostly written, a pair as it is mostly said."""
        at = column, language
        if at not in self.known:
            wording = self.wording
            stems = wording.vocabulary.term(column)
            said = len(stems) == 2 and language not in UNSPACED
            phrase = self._said(column, stems, language) if said else ""
            self.known[at] = phrase or wording.write(column, language)
        return self.known[at]

    def _said(self, column: int, stems: tuple[str, ...], language: str) -> str:
        bounds = self.by_term.indptr
        rows = np.sort(self.by_term.indices[bounds[column] : bounds[column + 1]])
        mine = rows[self.codes[rows] == language][:READ]
        heard: Counter[str] = Counter()
        spelt: defaultdict[str, Counter[str]] = defaultdict(Counter)
        texts = [self.texts[row] for row in mine.tolist()]
        words = [list(WORD.finditer(text)) for text in texts]
        stem_of = self.stems[language]
        said = {word.group().lower() for spoken in words for word in spoken}
        new = sorted(said.difference(stem_of))
        stem_of.update(zip(new, stem_words(new, language), strict=True))
        for text, spoken in zip(texts, words, strict=True):
            own = [stem_of[word.group().lower()] for word in spoken]
            for phrase, begins in _occurrences(text, spoken, own, stems):
                heard[phrase.lower()] += 1
                tell = tells(phrase.partition(" ")[0], begins=begins)
                spelt[phrase.lower()][phrase] += tell and not text.isupper()
        usual = _commonest(heard)
        letters = +spelt[usual]
        return _commonest(letters) if letters else usual


def _commonest(heard: Counter[str]) -> str:
    """What is heard most, of equals that in small letters; an empty text of nothing."""
    ranked = sorted(heard.items(), key=lambda one: (-one[1], one[0].swapcase()))
    return ranked[0][0] if ranked else ""


def _occurrences(
    text: str,
    words: Sequence[re.Match[str]],
    found: Sequence[str],
    stems: tuple[str, ...],
) -> list[tuple[str, bool]]:
    """The stretches of a text whose telling words are these two; `found` are stems.

    Each with whether it begins a sentence.
    """
    telling = [at for at, stem in enumerate(found) if stem]
    stretches = []
    for first, second in pairwise(telling):
        if (found[first], found[second]) == stems:
            start = words[first].start()
            stretch = text[start : words[second].end()]
            before = text[:start].rstrip()[-1:]
            tidy = " ".join(stretch.split())
            if len(tidy) <= LONGEST and not set(tidy) & set('.,;:!?()/"«»'):
                begins = not before or before in SENTENCE_ENDS
                stretches.append((tidy, begins))
    return stretches
