"""What holds a cluster together: more than one word that its texts share?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from analysis.coherence import likeness_of_all
from analysis.vectors import unit_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.vectors import Floats, Rows


@dataclass(frozen=True, slots=True)
class Bond:
    """The single words of texts, as the entries of a table of unit rows.

    `texts`, `words` and `weights` (entries,) say which text has which of `width` words,
    how much; `speakers` (texts,) are numbers of languages, -1 for none, and `usual`
    (languages and none,) is how alike any two texts of a language are.
    """

    texts: NDArray[np.int32]
    words: NDArray[np.int32]
    weights: Floats
    width: int
    speakers: NDArray[np.int32]
    usual: NDArray[np.float64]

    @classmethod
    def of(cls, stems: Rows, speakers: NDArray[np.int32]) -> Self:
        """The words of some texts: `stems` are rows of weights (texts, stems)."""
        rows = unit_rows(stems)
        used, words = np.unique(rows.indices, return_inverse=True)
        texts = np.repeat(
            np.arange(rows.shape[0], dtype=np.int32), np.diff(rows.indptr)
        )
        tongues = [*range(int(speakers.max(initial=-1)) + 1), -1]
        usual = [likeness_of_all(rows[np.flatnonzero(speakers == t)]) for t in tongues]
        return cls(
            texts,
            words.astype(np.int32),
            rows.data,
            len(used),
            speakers,
            np.array(usual),
        )

    def beyond_one_word(
        self, labels: NDArray[np.intp], number: int, least: int
    ) -> NDArray[np.float64]:
        """How alike texts are without their first word, over how alike any are.

        For each of `number` clusters, the best of the languages that at least `least`
        of its texts speak; texts with the label -1 are in none.
        """
        tongues = len(self.usual)
        group = np.where(labels < 0, number, labels) * tongues + self.speakers % tongues
        groups = number * tongues
        said = group[self.texts]
        kept = said < groups
        said, texts, words = said[kept], self.texts[kept], self.words[kept]
        weights = self.weights[kept]
        first = _sums(said, words, weights, groups, self.width).round(6).argmax(axis=1)
        others = words != first[said]
        said, texts, words = said[others], texts[others], words[others]
        weights = weights[others]
        squares = np.bincount(texts, weights**2, minlength=len(labels))
        weights = weights / np.sqrt(squares)[texts]
        total = _sums(said, words, weights, groups, self.width)
        alike = np.einsum("ij,ij->i", total, total)
        own = np.bincount(said, weights**2, minlength=groups)
        sizes = np.bincount(group, minlength=groups)[:groups]
        pairs = np.maximum(sizes * (sizes - 1), 1)
        usual = np.tile(self.usual, number)
        counts = (sizes >= max(least, 2)) & (usual > 0)
        more = np.where(counts, (alike - own) / pairs / np.maximum(usual, 1e-12), 0)
        return np.asarray(more.reshape(number, tongues).max(axis=1))


def _sums(
    groups: NDArray[np.signedinteger],
    words: NDArray[np.int32],
    weights: NDArray[np.floating],
    number: int,
    width: int,
) -> NDArray[np.float64]:
    """The weight of each word in each group: (number, width)."""
    at = groups * width + words
    sums = np.bincount(at, weights, minlength=number * width)
    return np.asarray(sums, np.float64).reshape(number, width)
