"""Words as points: two words are near each other when they keep the same company."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from analysis.vectors import main_directions, unit

if TYPE_CHECKING:
    from analysis.vectors import Floats, Rows

STRONGEST = 32
"""Terms of one text that keep company with each other: in a long text, those of the
most weight, since the cost grows with their square."""
EVENED = 0.75
"""Power of how often a companion comes up: rare companions else tell too much."""


def word_points(vectors: Rows, dimensions: int, *, evened: bool = False) -> Floats:
    """A unit point for each term of weighted texts (n, terms): (terms, dimensions).

    Positive pointwise mutual information of two terms in one text, factorised (Levy,
    Goldberg and Dagan 2015, "Improving distributional similarity", section 3). With
    `evened`, the singular values count by their square root: small subjects then weigh
    more beside large ones. A word keeps company with itself as well, so that texts of
    one word have a place too.
    """
    company = _telling_company(_strongest(vectors))
    directions = main_directions(company, dimensions, 0)
    points = np.asarray(company @ directions, np.float32)
    if not evened:
        return unit(points)
    reach = np.sqrt(np.einsum("ij,ij->j", points, points))
    return unit(points / np.sqrt(np.maximum(reach, np.float32(1e-6))))


def _strongest(vectors: Rows) -> Rows:
    """A one for each of the strongest terms of each text, the first ones of equals."""
    sizes = np.diff(vectors.indptr)
    rows = np.repeat(np.arange(len(sizes)), sizes)
    order = np.lexsort((vectors.indices, -vectors.data, rows))
    place = np.arange(len(order)) - np.repeat(vectors.indptr[:-1], sizes)
    kept = order[(place < STRONGEST) & (vectors.data[order] > 0)]
    ones = np.ones(len(kept), np.float32)
    at = rows[kept], vectors.indices[kept]
    return sparse.csr_matrix((ones, at), shape=vectors.shape)


def _telling_company(has: Rows) -> Rows:
    """How much more often two terms meet than by chance: log ratios above 0."""
    together = (has.T.tocsr() @ has).tocoo()
    first, second = together.row, together.col
    times = together.data.astype(np.float64)
    meets = np.bincount(first, times, minlength=has.shape[1])
    evened = np.power(meets, EVENED)
    chance = meets[first] * evened[second] / max(evened.sum(), 1.0)
    gain = np.log(times / chance)
    more = gain > 0
    kept = first[more], second[more]
    return sparse.csr_matrix((gain[more].astype(np.float32), kept), together.shape)
