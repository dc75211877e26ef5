"""Comparing texts of several languages with the same themes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from analysis.vectors import unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from analysis.vectors import Floats, Rows, Vocabulary

ENOUGH = 20
"""Texts from which a language is heard in its own right."""
FOREIGN = 0.3
"""Weight of a theme's other languages in the length of its centre: a theme hardly
spoken of in a language does not draw that language's texts by a shared word or two."""


@dataclass(frozen=True, slots=True)
class Ear:
    """Hears each text in its own language.

    `masks` (languages, terms) hold 1 for the terms a language uses; `speakers`
    (texts,) say which language each text is in, -1 for one compared with everything.
    """

    masks: Floats
    speakers: NDArray[np.int32]

    def only(self, rows: NDArray[np.intp]) -> Ear:
        """The same for some of the texts."""
        return replace(self, speakers=self.speakers[rows])

    def likeness(self, vectors: Rows, centres: Rows) -> Floats:
        """Cosines (texts, centres); each centre is cut to the terms of the language."""
        if not len(self.masks):
            return np.asarray((vectors @ centres.T).toarray())
        found = np.empty((vectors.shape[0], centres.shape[0]), np.float32)
        for tongue in np.unique(self.speakers):
            mine = np.flatnonzero(self.speakers == tongue)
            found[mine] = (vectors[mine] @ self._heard_by(tongue, centres).T).toarray()
        return found

    def heard(self, centres: Rows, text: int) -> Rows:
        """The centres as a text of its language hears them."""
        return self._heard_by(int(self.speakers[text]), centres)

    def _heard_by(self, tongue: int, centres: Rows) -> Rows:
        return centres if tongue < 0 else _cut(centres, self.masks[tongue])

    def centred(self, points: Floats) -> Floats:
        """Unit points, each language's mean moved to the origin.

        What all texts of a language share is the language, not what they say.
        """
        moved = points.copy()
        for tongue in range(len(self.masks)):
            mine = self.speakers == tongue
            if mine.any():
                moved[mine] -= moved[mine].mean(axis=0)
        return unit(moved)


def _cut(centres: Rows, mask: Floats) -> Rows:
    """Centres of unit length within a language, near enough (see `FOREIGN`)."""
    inside = centres.copy()
    inside.data = centres.data * mask[centres.indices]
    squares = sparse.csr_matrix(
        (inside.data**2, inside.indices, inside.indptr), inside.shape
    )
    length = np.sqrt(np.asarray(squares.sum(axis=1)).ravel())
    length = np.sqrt(length**2 + FOREIGN**2 * (1 - length**2))
    inside.data /= np.repeat(np.maximum(length, 1e-9), np.diff(inside.indptr))
    return inside


def heard_languages(languages: Sequence[str]) -> tuple[str, ...]:
    """The languages with enough texts; none when that leaves fewer than two."""
    codes, counts = np.unique(np.array(languages), return_counts=True)
    enough = tuple(str(code) for code in codes[counts >= ENOUGH])
    return enough if len(enough) > 1 else ()


def make_ear(
    heard: Sequence[str],
    languages: Sequence[str],
    vocabulary: Vocabulary,
    surfaces: Mapping[str, Sequence[str]],
) -> Ear:
    """Make the ear for texts of these languages."""
    heard = [code for code in heard if code in languages]
    number = {code: i for i, code in enumerate(heard)}
    speakers = np.array([number.get(code, -1) for code in languages], np.int32)
    masks = np.zeros((len(heard), vocabulary.size), np.float32)
    n = len(vocabulary.stems)
    for mask, code in zip(masks, heard, strict=True):
        stems = np.fromiter(map(bool, surfaces[code]), bool, n)
        first, second = np.divmod(vocabulary.pairs, max(n, 1))
        mask[:n] = stems
        mask[n : vocabulary.plain] = stems[first] & stems[second]
        mask[vocabulary.plain :] = 1
    return Ear(masks, speakers)
