"""How far themes would come back if other people had answered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from analysis.clusters import consensus, membership

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.tree import Tree
    from analysis.vectors import Floats

ROUNDS = 10
RUNS = 4
ROBUST, TENTATIVE = 0.75, 0.6
SAMPLE = 5000


def steadiness(
    points: Floats, tree: Tree, seed: int, workers: int = 1
) -> list[float | None]:
    """The stability of each theme, and of each part among the texts of its theme."""
    top = int((tree.parents < 0).sum())
    steady: list[float | None] = [
        *stability(points, tree.theme, top, seed, workers=workers)
    ]
    for theme in range(top):
        rows = np.flatnonzero(tree.parents == theme)
        if len(rows):
            inside = np.flatnonzero(tree.theme == theme)
            labels = tree.part[inside] - rows[0]
            steady += stability(
                points[inside], labels, len(rows), seed, workers=workers
            )
    return steady


def stability(
    points: Floats, labels: NDArray[np.intp], k: int, seed: int, workers: int = 1
) -> list[float]:
    """The mean resampled Jaccard index of each of k clusters.

    Bootstrap of the texts, clustered anew; each cluster is compared with the one it
    is most alike among the texts drawn (Hennig 2007, "Cluster-wise assessment of
    cluster stability").
    """

    def again(turn: int) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        chance = np.random.default_rng([seed, turn])
        size = min(len(points), SAMPLE)
        drawn = np.unique(chance.integers(len(points), size=size))
        found = consensus(points[drawn], min(k, len(drawn)), seed + turn + 1, RUNS)
        present = np.bincount(labels[drawn], minlength=k) > 0
        return np.where(present, _jaccard(labels[drawn], found, k), 0), present

    with ThreadPoolExecutor(workers) as pool:
        turns = list(pool.map(again, range(ROUNDS)))
    total = np.sum([likeness for likeness, _ in turns], axis=0)
    seen = np.sum([present for _, present in turns], axis=0)
    return [round(float(value), 6) for value in total / np.maximum(seen, 1)]


def _jaccard(
    labels: NDArray[np.intp], again: NDArray[np.intp], k: int
) -> NDArray[np.float64]:
    """For each cluster, the Jaccard index with the most alike of the other run."""
    common = (membership(labels, k) @ membership(again, k).T).toarray()
    sizes = np.bincount(labels, minlength=k)[:, None]
    others = np.bincount(again, minlength=k)[None, :]
    return np.asarray((common / np.maximum(sizes + others - common, 1)).max(axis=1))


def reading(value: float | None) -> str:
    """How a stability reads: robust, tentative, unstable, or unmeasured."""
    if value is None:
        return "unmeasured"
    if value >= ROBUST:
        return "robust"
    return "tentative" if value >= TENTATIVE else "unstable"


def crossing(labels: NDArray[np.int32], languages: Sequence[str]) -> float | None:
    """How often texts of two languages share a theme, over how often texts of one do.

    The mean over pairs of languages, each with at least 10 placed texts; None when
    fewer than two have them.
    """
    codes = np.array(languages)
    k = int(labels.max(initial=-1)) + 1
    shares = []
    for code in sorted(set(languages)):
        mine = labels[(codes == code) & (labels >= 0)]
        if len(mine) >= 10:
            shares.append(np.bincount(mine, minlength=k) / len(mine))
    if len(shares) < 2:
        return None
    table = np.array(shares) @ np.array(shares).T
    same = np.sqrt(np.outer(table.diagonal(), table.diagonal()))
    above = np.triu_indices(len(shares), 1)
    return round(float((table / same)[above].mean()), 6)
