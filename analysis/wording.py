"""The texts as weighted terms: streams, vocabulary and weights put together."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from analysis.coherence import company_weights
from analysis.distributed import HERE
from analysis.tongues import heard_languages, make_ear
from analysis.vectors import count_terms, learn_vocabulary, learn_weights, weigh
from analysis.words import read_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from analysis.corpus import Reading
    from analysis.distributed import Hands
    from analysis.tongues import Ear
    from analysis.vectors import Rows, Vocabulary, Weights
    from analysis.words import Stream


@dataclass(frozen=True)
class Wording:
    """Counts of terms (texts, terms), and what is needed to weigh them.

    `surfaces` has, for each language, every stem as its speakers mostly write it.
    """

    vocabulary: Vocabulary
    weights: Weights
    surfaces: Mapping[str, tuple[str, ...]]
    counts: Rows
    heard: tuple[str, ...]
    ear: Ear

    @cached_property
    def vectors(self) -> Rows:
        """The texts as unit rows (texts, terms), weighed when first looked at."""
        return weigh(self.counts, self.weights)

    def write(self, column: int, language: str) -> str:
        """A term as people write it in a language."""
        return written(self.vocabulary, self.surfaces, column, language)


def written(
    vocabulary: Vocabulary,
    surfaces: Mapping[str, Sequence[str]],
    column: int,
    language: str,
) -> str:
    """A term as people write it in a language, else in whichever language has it."""
    codes = [code for code in (language, *surfaces) if code in surfaces]
    words = []
    for stem in vocabulary.term(column):
        at = bisect_left(vocabulary.stems, stem)
        forms = (surfaces[code][at] for code in codes)
        words.append(next((form for form in forms if form), stem))
    return " ".join(words)


def put_in_words(reading: Reading, hands: Hands = HERE) -> Wording:
    """Read, count and weigh; a campaign teaches the vocabulary once."""
    n = len(reading.texts)
    voiced = heard_languages(reading.languages)
    stream = read_texts(reading.texts, reading.languages, hands)
    heard = reading.voices > 0
    once = stream.only(heard)
    vocabulary = learn_vocabulary(once, n, voiced)
    counts = count_terms(stream, vocabulary, n)
    weights = learn_weights(counts[np.flatnonzero(heard)])
    surfaces = _surfaces(stream, vocabulary.stems)
    ear = make_ear(voiced, reading.languages, vocabulary, surfaces)
    return Wording(vocabulary, weights, surfaces, counts, voiced, ear)


def heed_company(
    wording: Wording, reading: Reading, texts: NDArray[np.intp]
) -> Wording:
    """The same wording, its words weighed by the company they keep in some texts."""
    languages = [reading.languages[text] for text in texts.tolist()]
    vectors = weigh(wording.counts[texts], wording.weights)
    kept = company_weights(vectors, languages, wording.vocabulary)
    return replace(
        wording, weights=replace(wording.weights, idf=wording.weights.idf * kept)
    )


def _surfaces(stream: Stream, stems: Sequence[str]) -> dict[str, tuple[str, ...]]:
    at = {stem: i for i, stem in enumerate(stream.stems)}
    kept = [at[stem] for stem in stems]
    return {
        code: tuple(forms[i] for i in kept) for code, forms in stream.surfaces.items()
    }
