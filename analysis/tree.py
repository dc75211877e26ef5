"""Themes and their parts: clusters of the texts, then clusters inside each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from analysis.clusters import consensus, recentre

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.tongues import Ear
    from analysis.vectors import Floats, Rows

SMALLEST_PART = 5
"""Texts a part must hold: fewer are a remark, not a part of a theme."""
PART_RUNS = 4


@dataclass(frozen=True, slots=True)
class Tree:
    """Centres (themes and parts, terms), themes first, and each row's parent.

    `parents` is -1 for a theme. `theme` and `part` (texts,) are rows of `centres`,
    `part` -1 where a theme has no parts.
    """

    centres: Rows
    parents: NDArray[np.int32]
    theme: NDArray[np.intp]
    part: NDArray[np.intp]


def grow(  # noqa: PLR0913
    points: Floats, vectors: Rows, ear: Ear, themes: int, parts: int, seed: int
) -> Tree:
    """Cluster texts into themes, and each theme into its fair share of the parts.

    `points` (n, d) are the dense view that is clustered, `vectors` (n, terms) the
    words that explain it.
    """
    themes = min(themes, len(points))
    labels = consensus([points], themes, seed)
    labels, centres = _without_empty(*recentre(vectors, labels, themes, ear))
    branches, parents = [centres], [np.full(centres.shape[0], -1, np.int32)]
    part = np.full(len(labels), -1)
    grown = centres.shape[0]
    for theme in range(centres.shape[0]):
        inside = np.flatnonzero(labels == theme)
        number = _fair_share(len(inside), len(labels), parts)
        if number < 2:
            continue
        split = consensus([points[inside]], number, seed, PART_RUNS)
        split, twigs = _without_empty(*recentre(vectors[inside], split, number, ear.only(inside)))
        part[inside] = grown + split
        branches.append(twigs)
        parents.append(np.full(twigs.shape[0], theme, np.int32))
        grown += twigs.shape[0]
    stacked = sparse.vstack(branches, format="csr")
    return Tree(stacked, np.concatenate(parents), labels, part)


def _fair_share(inside: int, total: int, parts: int) -> int:
    return min(round(parts * inside / total), inside // SMALLEST_PART)


def _without_empty(
    labels: NDArray[np.intp], centres: Rows
) -> tuple[NDArray[np.intp], Rows]:
    used, numbers = np.unique(labels, return_inverse=True)
    return numbers, centres[used]
