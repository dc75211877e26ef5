"""How far themes would come back if other people had answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.clusters import consensus, membership

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from analysis.vectors import Floats

ROUNDS = 10
RUNS = 4
ROBUST, TENTATIVE = 0.75, 0.6
SAMPLE = 5000


def stability(
    points: Floats,
    labels: NDArray[np.intp],
    k: int,
    seed: int,
    tick: Callable[[float], None] = lambda done: None,
) -> list[float]:
    """The mean resampled Jaccard index of each of k clusters.

    Bootstrap of the texts, clustered anew; each cluster is compared with the one it
    is most alike among the texts drawn (Hennig 2007, "Cluster-wise assessment of
    cluster stability"). `labels` (n,) may hold -1 for texts in no cluster.
    """
    chance = np.random.default_rng([seed, 1])
    total = np.zeros(k)
    seen = np.zeros(k)
    n = min(len(points), SAMPLE)
    for turn in range(ROUNDS):
        drawn = np.unique(chance.integers(len(points), size=n))
        if len(drawn) < k:
            continue
        again = consensus([points[drawn]], k, seed + turn + 1, RUNS)
        likeness = _jaccard(labels[drawn], again, k)
        present = np.bincount(labels[drawn] + 1, minlength=k + 1)[1:] > 0
        total += np.where(present, likeness, 0)
        seen += present
        tick((turn + 1) / ROUNDS)
    return [round(float(v), 6) for v in total / np.maximum(seen, 1)]


def _jaccard(
    labels: NDArray[np.intp], again: NDArray[np.intp], k: int
) -> NDArray[np.float64]:
    """For each cluster, the Jaccard index with the most alike of the other run."""
    inside = np.flatnonzero(labels >= 0)
    before = membership(labels[inside], k)
    after = membership(again[inside], k)
    common = (before @ after.T).toarray()
    sizes = np.bincount(labels[inside], minlength=k)[:, None]
    others = np.bincount(again, minlength=k)[None, :]
    return np.asarray((common / np.maximum(sizes + others - common, 1)).max(axis=1))


def reading(value: float | None) -> str:
    """How a stability reads: robust, tentative, unstable, or unmeasured."""
    if value is None:
        return "unmeasured"
    if value >= ROBUST:
        return "robust"
    return "tentative" if value >= TENTATIVE else "unstable"


def crossing(
    theme: Sequence[int] | NDArray[np.intp], languages: Sequence[str]
) -> float | None:
    """How often texts of two languages share a theme, over how often texts of one do.

    The mean over pairs of languages, each with at least 10 placed texts; None when
    fewer than two have them.
    """
    labels = np.asarray(theme)
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
