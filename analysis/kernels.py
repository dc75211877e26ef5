"""Kernels of themes: the clusters, and the texts in them, that keep coming back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.bonds import Bond
from analysis.clusters import (
    agree,
    centres_of,
    membership,
    spherical_kmeans,
    spread_starts,
)
from analysis.lots import Keys, bootstrap, shuffled
from analysis.vectors import unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.tongues import Ear
    from analysis.vectors import Floats, Rows

RUNS, MOST_RUNS, READ = 10, 60, 48_000
"""Runs of many texts and of few, and the texts read in all runs together."""
ROUNDS = 10
"""Rounds of one run: what it has not settled by then, the other runs decide."""
FIRM = 0.5
"""Share of the runs in which a text must come back with its theme to be a firm member,
and the mean Jaccard index a cluster must reach not to be dissolved (Hennig 2007)."""
CLEAR = 0.9
"""Share of the texts that must come back for kernels to be plain to see."""
SMALLEST, LEAST_SHARE = 8, 0.1
"""Firm members a theme must have; of few texts, a share of them."""
BEYOND_ONE_WORD = 1.3
"""How much more alike than any texts the members must be without their first word."""
SLACK = 0.45
"""Share of the least strength of firm members from which others may join them."""
FLOORS = 40
"""Steps in which the least strength of a theme is looked for."""


@dataclass(frozen=True, slots=True)
class Kernels:
    """Firm members, -1 for none, and what the runs say of each of `number` kernels.

    `mass` is how often the average text comes back with its kernel: what a number of
    clusters is judged by. `asked` is the number of clusters they were found among;
    `gathered` ones were then joined by subject.
    """

    labels: NDArray[np.intp]
    number: int
    mass: float
    asked: int
    gathered: bool = False

    def without(self, gone: NDArray[np.intp]) -> Kernels:
        """The kernels without some of them, whose texts are then in none."""
        labels = np.where(np.isin(self.labels, gone), -1, self.labels)
        used = np.unique(labels[labels >= 0])
        place = np.full(self.number + 1, -1)
        place[used] = np.arange(len(used))
        return replace(self, labels=place[labels], number=len(used))

    def largest(self, number: int) -> Kernels:
        """The kernels with the most texts: as many as a person reads in one go."""
        sizes = np.bincount(self.labels[self.labels >= 0], minlength=self.number)
        return self.without(np.argsort(-sizes, kind="stable")[number:])


def resampled_runs(
    points: Floats, keys: Keys, k: int, turn: int, most: int
) -> list[NDArray[np.intp]]:
    """Cluster bootstraps of unit points (n, d) and place all points in each.

    There are at most `most` of them, fewer among many points.
    """
    found = []
    for run in range(min(most, max(RUNS, READ // len(points)))):
        drawn = bootstrap(shuffled(keys, turn, run, 0))
        sample = points[drawn]
        few = min(k, len(drawn))
        starts = spread_starts(sample, shuffled(keys[drawn], turn, run, 1), few)
        labels, _ = spherical_kmeans(sample, starts, ROUNDS)
        centres = unit(membership(labels, few) @ sample)
        found.append((points @ centres.T).argmax(axis=1))
    return found


def find_kernels(
    found: Sequence[NDArray[np.intp]], stems: Rows, ear: Ear, k: int
) -> Kernels:
    """Keep what comes back in runs of k clusters; the rest belongs nowhere.

    Text by text, cluster by cluster: a text stays where at least half of the runs put
    it; clusters that most runs do not part are joined; a cluster that does not come
    back, or is alike in one word only, is dissolved, and its texts go where they come
    back most. `stems` (n, stems) are the single words of the texts.
    """
    labels = agree(found, k)
    bond = Bond.of(stems, ear.speakers)
    number = k
    for _ in range(2 * k):
        often, _, _ = recurrence(found, labels, number)
        best = often.argmax(axis=1)
        share = often[np.arange(len(best)), best]
        labels = np.where(share >= FIRM, best, -1)
        _, back, match = recurrence(found, labels, number)
        twins = _twins(match)
        if twins:
            labels[labels == twins[1]] = twins[0]
        else:
            weak = _weak(labels, number, back, bond)
            if not len(weak):
                return Kernels(labels, number, _mass(share, labels), k)
            labels[np.isin(labels, weak)] = -1
        kept, labels = np.unique(labels, return_inverse=True)
        labels = labels - int(kept[0] < 0)
        number = len(kept) - int(kept[0] < 0)
        if not number:
            break
    return Kernels(np.full(len(labels), -1), 0, 0.0, k)


def recurrence(
    runs: Sequence[NDArray[np.intp]], labels: NDArray[np.intp], k: int
) -> tuple[Floats, NDArray[np.float64], NDArray[np.intp]]:
    """How often each text is with each cluster (n, k), over the runs.

    Also the mean Jaccard index of each cluster (k,) with the most alike of each run,
    and which one that is: (runs, k).
    """
    width = max(int(run.max()) for run in runs) + 1
    sizes = np.bincount(labels[labels >= 0], minlength=k)[:, None]
    own = np.where(labels < 0, k, labels) * width
    often = np.zeros((len(labels), k), np.uint8)
    back, matches = np.zeros(k), []
    for run in runs:
        table = np.bincount(own + run, minlength=(k + 1) * width)
        table = table.reshape(k + 1, width)
        common, others = table[:k], table.sum(axis=0)
        alike = common / np.maximum(sizes + others - common, 1)
        match = alike.argmax(axis=1)
        back += alike[np.arange(k), match]
        often += run.astype(np.int16)[:, None] == match.astype(np.int16)[None]
        matches.append(match)
    shares = np.divide(often, len(runs), dtype=np.float32)
    return shares, back / len(runs), np.array(matches, np.intp)


def _twins(match: NDArray[np.intp]) -> tuple[int, int] | None:
    """The two clusters that are one in most runs, if any are."""
    same = (match[:, :, None] == match[:, None, :]).mean(axis=0)
    np.fill_diagonal(same, 0)
    if not same.size or same.max() < FIRM:
        return None
    first, second = divmod(int(same.argmax()), len(same))
    return first, second


def _weak(
    labels: NDArray[np.intp],
    number: int,
    back: NDArray[np.float64],
    bond: Bond,
) -> NDArray[np.intp]:
    """The weaker half of what must go: the others may gain from their texts."""
    sizes = np.bincount(labels[labels >= 0], minlength=number)
    least = min(SMALLEST, max(round(LEAST_SHARE * len(labels)), 3))
    bad = (back < FIRM) | (sizes < least)
    bad |= bond.beyond_one_word(labels, number, least) < BEYOND_ONE_WORD
    worst = np.flatnonzero(bad)
    order = worst[np.lexsort((worst, back[worst].round(6)))]
    return order[: max(1, len(order) // 2)] if len(order) else order


def _mass(share: Floats, labels: NDArray[np.intp]) -> float:
    return round(float(share[labels >= 0].sum(dtype=np.float64)) / len(labels), 6)


def spell_out(
    vectors: Rows, ear: Ear, kernels: Kernels
) -> tuple[NDArray[np.intp], Rows, Floats]:
    """Say kernels in words: the theme of each text, the centres, the least strengths.

    A text goes to the theme its words fit best, if they fit as well as they mostly do
    for firm members and seldom for others; else it is -1.
    """
    k = kernels.number
    own = kernels.labels
    likeness = ear.likeness(vectors, centres_of(vectors, own, k))
    centres = centres_of(vectors, own, k, likeness[np.arange(len(own)), own])
    likeness = ear.likeness(vectors, centres)
    best = likeness.argmax(axis=1)
    strength = likeness[np.arange(len(best)), best]
    floors = np.array(
        [
            _floor(strength[best == theme], kernels.labels[best == theme] == theme)
            for theme in range(k)
        ],
        np.float32,
    )
    return np.where(strength >= floors[best], best, -1), centres, floors


def _floor(strength: Floats, firm: NDArray[np.bool_]) -> float:
    """The least strength that tells firm members best from others.

    By the F measure that gives finding them twice the weight of finding only them.
    """
    if not firm.any():
        return 2.0
    steps = np.unique(np.quantile(strength[firm], np.linspace(0, 0.5, FLOORS)).round(4))
    taken = strength[None, :] >= steps[:, None]
    right = (taken & firm[None]).sum(axis=1)
    score = 5 * right / (taken.sum(axis=1) + 4 * firm.sum())
    return max(SLACK * float(steps[int(score.round(6).argmax())]), 1e-4)
