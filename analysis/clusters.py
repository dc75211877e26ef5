"""Groups of alike texts: spherical k-means, consensus, re-centring on words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from analysis.lots import Keys, race, shuffled
from analysis.vectors import Floats, Rows, main_directions, unit, unit_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from analysis.tongues import Ear

ROUNDS = 30
NEAREST = 0.8
"""Share of a cluster's members, the nearest ones, that its next centre is made of."""

KEPT, STARTS = 2, 8
"""Main directions to a cluster that runs are compared along, and runs begun from."""


def spread_starts(points: Floats, keys: Keys, k: int) -> Floats:
    """Choose k of the points, far apart.

    Greedy k-means++ (Arthur and Vassilvitskii 2007) with the distance 1 - cosine; the
    draws are the soonest of a race that distance quickens (see `lots.py`).
    """
    chosen = [int(race(keys, 0).argmin())]
    gap = np.maximum(1 - points @ points[chosen[0]], 0)
    trials = min(2 + int(np.log(k)), len(points))
    for step in range(1, k):
        pace = race(keys, step) / np.maximum(gap, 1e-9)
        draws = np.argpartition(pace, trials - 1)[:trials]
        left = np.minimum(gap, 1 - points[draws] @ points.T)
        best = int(np.argmin(left.sum(axis=1)))
        gap = np.maximum(left[best], 0)
        chosen.append(int(draws[best]))
    return points[chosen]


def membership(labels: NDArray[np.intp], k: int) -> sparse.csc_matrix:
    """The matrix (k, n) with a one where a text is in a cluster."""
    n = len(labels)
    ones = np.ones(n, np.float32)
    return sparse.csc_matrix((ones, labels, np.arange(n + 1)), shape=(k, n))


def spherical_kmeans(
    points: Floats, centres: Floats, rounds: int = ROUNDS
) -> tuple[NDArray[np.intp], float]:
    """Assign unit points (n, d) to the nearest of k centres until nothing moves.

    Returns the labels (n,) and the mean cosine to the centres. An empty cluster
    starts again from the point that fits its own centre worst.
    """
    k = len(centres)
    labels = np.full(len(points), -1)
    for _ in range(rounds):
        likeness = points @ centres.T
        before, labels = labels, likeness.argmax(axis=1)
        if np.array_equal(before, labels):
            break
        fit = likeness[np.arange(len(points)), labels]
        centres = membership(labels, k) @ points
        empty = np.flatnonzero(np.bincount(labels, minlength=k) == 0)
        if len(empty):
            centres[empty] = points[np.argsort(fit, kind="stable")[: len(empty)]]
        centres = unit(centres)
    return labels, float(fit.mean(dtype=np.float64))


def agree(runs: Sequence[NDArray[np.intp]], k: int) -> NDArray[np.intp]:
    """One clustering that several runs of k clusters agree on most.

    Spherical k-means on the rows of the co-membership matrix, along its main directions
    where they are fewer, started from the first runs in turn; the best fit wins.
    """
    n, width = len(runs[0]), k * len(runs)
    columns = np.stack([run + i * k for i, run in enumerate(runs)], axis=1)
    parts = np.full(columns.size, np.float32(len(runs) ** -0.5))
    bounds = np.arange(n + 1) * len(runs)
    shared = sparse.csr_matrix((parts, columns.ravel(), bounds), shape=(n, width))
    few = KEPT * k
    points = (
        shared.toarray()
        if width <= few
        else unit(np.asarray(shared @ main_directions(shared, few, 0)))
    )
    tries = [
        spherical_kmeans(points, unit(membership(run, k) @ points))
        for run in runs[:STARTS]
    ]
    return max(tries, key=lambda found: found[1])[0]


def consensus(
    points: Floats, keys: Keys, k: int, turn: int, runs: int
) -> NDArray[np.intp]:
    """Cluster the points (n, d) into k several times, and agree."""
    found = [
        spherical_kmeans(points, spread_starts(points, shuffled(keys, turn, run), k))[0]
        for run in range(runs)
    ]
    return agree(found, k)


def centres_of(
    vectors: Rows, labels: NDArray[np.intp], k: int, fit: Floats | None = None
) -> Rows:
    """Unit centres (k, terms) in the space of words, of the nearest members each.

    Texts with the label -1 are in no cluster.
    """
    labels = np.where(labels < 0, k, labels)
    if fit is not None:
        order = np.lexsort((-fit, labels))
        sizes = np.bincount(labels, minlength=k + 1)
        place = np.empty(len(labels), np.intp)
        place[order] = (
            np.arange(len(labels)) - (np.cumsum(sizes) - sizes)[labels[order]]
        )
        labels = np.where(place < np.ceil(NEAREST * sizes[labels]), labels, k)
    return unit_rows(_sums(vectors, labels, k))


def _sums(vectors: Rows, labels: NDArray[np.intp], k: int) -> Rows:
    """The sum of the rows (n, terms) of each of k clusters; other labels are left."""
    order = np.argsort(labels, kind="stable")
    bounds = np.searchsorted(labels[order], np.arange(k + 1))
    order = order[: bounds[k]]
    ones = np.ones(len(order), np.float32)
    groups = sparse.csr_matrix((ones, order, bounds), shape=(k, vectors.shape[0]))
    return groups @ vectors


def recentre(
    vectors: Rows,
    labels: NDArray[np.intp],
    k: int,
    ear: Ear,
    choose: Callable[[Floats], NDArray[np.intp]],
    rounds: int,
) -> tuple[NDArray[np.intp], Rows]:
    """Move clusters to where their words are, so that words explain each member.

    `choose` turns cosines (texts, k) into labels (texts,), -1 for none.
    """
    centres = centres_of(vectors, labels, k)
    for _ in range(rounds):
        likeness = ear.likeness(vectors, centres)
        labels = choose(likeness)
        fit = likeness[np.arange(len(labels)), labels]
        centres = centres_of(vectors, labels, k, fit)
    return choose(ear.likeness(vectors, centres)), centres
