"""The nearest texts of each text: found once, used to smooth and to count themes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from analysis.vectors import unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.vectors import Floats

FARTHEST = 40
"""Neighbours kept of each text."""
LENDERS = 15
"""Neighbours that lend a text the words it lacks."""
CHUNK = 1024


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nearest others of each text, nearest first: (n, m) rows and cosines."""

    rows: NDArray[np.int32]
    cosines: Floats

    def graph(self, number: int) -> sparse.csr_matrix:
        """Weights (n, n) from each text to its nearest ones; cosines below 0 are 0."""
        n, most = self.rows.shape
        number = min(number, most)
        bounds = np.arange(n + 1) * number
        weights = np.maximum(self.cosines[:, :number], 0).ravel()
        stored = weights, self.rows[:, :number].ravel(), bounds
        return sparse.csr_matrix(stored, shape=(n, n))


def find_neighbours(points: Floats) -> Neighbours:
    """The texts with the greatest cosine to each text, itself left out.

    `points` are n unit rows.
    """
    n = len(points)
    most = min(FARTHEST, n - 1)
    rows = np.empty((n, most), np.int32)
    cosines = np.empty((n, most), np.float32)
    for start in range(0, n, CHUNK):
        likeness = points[start : start + CHUNK] @ points.T
        at = np.arange(len(likeness))
        likeness[at, at + start] = -2
        # The least cosine that counts is found first: much quicker than ranking rows.
        least = np.partition(likeness, n - most, axis=1)[:, n - most]
        text, other = np.divmod(np.flatnonzero(likeness >= least[:, None]), n)
        found = likeness[text, other]
        order = np.lexsort((other, -found, text))
        kept = order[np.searchsorted(text, at)[:, None] + np.arange(most)]
        rows[start : start + CHUNK] = other[kept]
        cosines[start : start + CHUNK] = found[kept]
    return Neighbours(rows, cosines)


def smooth(points: Floats, neighbours: Neighbours) -> Floats:
    """Move each point half-way to the mean of its nearest ones; unit length.

    Short texts share few words; their neighbours lend them the missing ones.
    """
    return unit(points + unit(neighbours.graph(LENDERS) @ points))
