"""How far themes would come back if other people had answered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np

from analysis.clusters import consensus, membership

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from analysis.lots import Keys
    from analysis.vectors import Floats

Again: TypeAlias = "Callable[[NDArray[np.intp], int], NDArray[np.intp]]"
"""Clusters some of the texts, given their rows and the number of the turn."""
Echo: TypeAlias = "tuple[NDArray[np.intp], NDArray[np.intp]]"

ROUNDS, ROUNDS_MANY, MANY = 10, 6, 2_000
"""Bootstraps that test given themes of few texts, and of many."""
PROBED, PROBED_MANY = 16, 8
"""Bootstraps of few texts, and of many, of which the first half choose what is
dissolved, and the others test what is left, so that no theme looks too steady."""
RUNS = 4
ROBUST, TENTATIVE = 0.75, 0.6
SAMPLE = 5000


class Levels(Protocol):
    """Themes and their parts: each row's parent, and where each text is."""

    @property
    def parents(self) -> NDArray[np.int32]:
        """The row of each part's theme, -1 for a theme."""

    @property
    def theme(self) -> NDArray[np.intp]:
        """The theme of each text, -1 for none."""

    @property
    def part(self) -> NDArray[np.intp]:
        """The part of each text, -1 for none."""


def steadiness(
    points: Floats,
    keys: Keys,
    tree: Levels,
    seed: int,
    workers: int = 1,
    echoes: Sequence[Echo] | None = None,
) -> list[float | None]:
    """The stability of each theme, and of each part among the texts of its theme.

    `echoes` are the themes found anew, where others than a consensus of as many.
    """
    top = int((tree.parents < 0).sum())
    rounds = ROUNDS if len(points) < MANY else ROUNDS_MANY
    again = partial(stability, seed=seed, workers=workers, rounds=rounds)
    first = (
        again(points, keys, tree.theme, top)
        if echoes is None
        else recurring(tree.theme, top, echoes)
    )
    steady: list[float | None] = [*first]
    for theme in range(top):
        rows = np.flatnonzero(tree.parents == theme)
        if len(rows):
            inside = np.flatnonzero(tree.theme == theme)
            labels = tree.part[inside] - rows[0]
            steady += again(points[inside], keys[inside], labels, len(rows))
    return steady


def stability(  # noqa: PLR0913
    points: Floats,
    keys: Keys,
    labels: NDArray[np.intp],
    k: int,
    *,
    seed: int,
    workers: int = 1,
    rounds: int = ROUNDS,
) -> list[float]:
    """The mean resampled Jaccard index of each of k clusters (see `recurring`)."""

    def cluster(drawn: NDArray[np.intp], turn: int) -> NDArray[np.intp]:
        return consensus(points[drawn], keys[drawn], min(k, len(drawn)), turn, RUNS)

    return recurring(labels, k, echo(len(points), seed, workers, cluster, rounds))


def echo(n: int, seed: int, workers: int, cluster: Again, rounds: int) -> list[Echo]:
    """Bootstraps of n texts, each clustered anew: the rows drawn and their clusters."""

    def again(turn: int) -> Echo:
        chance = np.random.default_rng([seed, turn])
        drawn = np.unique(chance.integers(n, size=min(n, SAMPLE)))
        return drawn, cluster(drawn, turn + 1)

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(again, range(rounds)))


def recurring(labels: NDArray[np.intp], k: int, echoes: Sequence[Echo]) -> list[float]:
    """The mean resampled Jaccard index of each of k clusters.

    Each cluster is compared, among the texts drawn, with the one it is most alike
    (Hennig 2007, "Cluster-wise assessment of cluster stability"). Texts with the label
    -1 are in no cluster.
    """
    total, seen = np.zeros(k), np.zeros(k)
    for drawn, found in echoes:
        inside = labels[drawn]
        present = np.bincount(inside[inside >= 0], minlength=k) > 0
        total += np.where(present, _jaccard(inside, found, k), 0)
        seen += present
    return [round(float(value), 6) for value in total / np.maximum(seen, 1)]


def _jaccard(
    labels: NDArray[np.intp], again: NDArray[np.intp], k: int
) -> NDArray[np.float64]:
    """For each cluster, the Jaccard index with the most alike of the other run."""
    width = max(k, int(again.max(initial=-1)) + 1)
    theirs = membership(np.where(again < 0, width, again), width + 1)[:width]
    common = (
        membership(np.where(labels < 0, k, labels), k + 1)[:k] @ theirs.T
    ).toarray()
    sizes = np.bincount(labels[labels >= 0], minlength=k)[:, None]
    others = np.bincount(again[again >= 0], minlength=width)[None, :]
    return np.asarray((common / np.maximum(sizes + others - common, 1)).max(axis=1))


def reading(value: float | None) -> str:
    """How a stability reads: robust, tentative, fragile, or unmeasured."""
    if value is None:
        return "unmeasured"
    if value >= ROBUST:
        return "robust"
    return "tentative" if value >= TENTATIVE else "fragile"


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
