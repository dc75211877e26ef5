"""How many themes the texts hold, and how many parts those have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from analysis.vectors import Floats

COARSE, FINE = 40, 8
"""Neighbours per text: many see the broad themes, few the fine ones."""
MATERIAL = 0.003
"""Share of the texts a community must hold to count."""
ONE_SITTING = 24
"""Themes a person reads in one go."""
SAMPLE = 5000


def suggest_numbers(points: Floats, seed: int) -> tuple[int, int]:
    """Count communities of alike texts, broad and fine: (themes, parts in all).

    Leiden communities (Traag, Waltman and van Eck 2019) on the graph of nearest
    neighbours; small ones do not count.
    """
    if len(points) > SAMPLE:
        points = points[:SAMPLE]
    themes = min(_communities(points, COARSE, seed), ONE_SITTING)
    parts = _communities(points, FINE, seed)
    return themes, max(parts, themes)


def _communities(points: Floats, neighbours: int, seed: int) -> int:
    from sknetwork.clustering import Leiden  # noqa: PLC0415

    n = len(points)
    neighbours = min(neighbours, (n - 1) // 2)
    if neighbours < 2:
        return 1
    graph = neighbour_graph(points, neighbours)
    if not graph.nnz:
        return 1
    labels = Leiden(random_state=seed, shuffle_nodes=False).fit_predict(graph)
    sizes = np.bincount(labels)
    return max(int((sizes >= max(MATERIAL * n, 3)).sum()), 1)


def neighbour_graph(points: Floats, neighbours: int) -> sparse.csr_matrix:
    """Join each point to its nearest ones: symmetric cosines, shape (n, n)."""
    n = len(points)
    chosen = np.empty((n, neighbours), np.int32)
    weight = np.empty((n, neighbours), np.float32)
    for start in range(0, n, 1024):
        likeness = points[start : start + 1024] @ points.T
        at = np.arange(len(likeness))
        likeness[at, at + start] = -1
        near = np.argpartition(-likeness, neighbours - 1, axis=1)[:, :neighbours]
        chosen[start : start + 1024] = near
        weight[start : start + 1024] = np.take_along_axis(likeness, near, axis=1)
    bounds = np.arange(0, (n + 1) * neighbours, neighbours)
    stored = np.maximum(weight, 0).ravel(), chosen.ravel(), bounds
    graph = sparse.csr_matrix(stored, shape=(n, n))
    graph.eliminate_zeros()
    return graph.maximum(graph.T)
