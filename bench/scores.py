"""How near found themes are to labels, and to each other."""

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from sklearn.metrics.cluster import contingency_matrix


@dataclass(frozen=True, slots=True)
class Scores:
    """Agreement with labels in percent, and how many themes there were."""

    nmi: float
    ari: float
    accuracy: float
    themes: int


def score(labels: list[str], found: list[str]) -> Scores:
    """Compare found themes with labels; unassigned texts are a theme of their own."""
    table = contingency_matrix(labels, found)
    rows, columns = linear_sum_assignment(-table)
    return Scores(
        100 * normalized_mutual_info_score(labels, found),
        agreement(labels, found),
        100 * table[rows, columns].sum() / len(labels),
        len(set(found) - {""}),
    )


def agreement(one: list[str], other: list[str]) -> float:
    """Measure the adjusted Rand index in percent."""
    return 100 * float(adjusted_rand_score(one, other))


def octaves(found: list[str], labels: list[str]) -> float:
    """Measure how many doublings the number of themes is off."""
    themes = max(len(set(found) - {""}), 1)
    return abs(math.log2(themes / len(set(labels))))


def crossing(labels: list[str], found: list[str], languages: list[str]) -> float:
    """Compare how often same-label pairs share a theme across and within languages.

    1 where languages mix as freely as they do alone (pairs counted exactly).
    """
    apart, alone = np.zeros(2), np.zeros(2)
    for label in sorted(set(labels)):
        rows = [at for at, one in enumerate(labels) if one == label and found[at]]
        table = contingency_matrix(
            [languages[at] for at in rows], [found[at] for at in rows]
        ).astype(float)
        sizes = table.sum(axis=1)
        within = (table * (table - 1)).sum(), (sizes * (sizes - 1)).sum()
        every = table.sum(axis=0), sizes.sum()
        alone += within
        apart += (
            (every[0] ** 2).sum() - (table**2).sum(),
            every[1] ** 2 - (sizes**2).sum(),
        )
    return float((apart[0] / apart[1]) / (alone[0] / alone[1]))


def exponent(sizes: list[int], costs: list[float]) -> float:
    """Fit the power of growth: cost ~ size ** exponent (least squares on logs)."""
    return float(np.polyfit(np.log(sizes), np.log(costs), 1)[0])
