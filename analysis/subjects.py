"""Firm kernels that are sayings of one subject are joined to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from analysis.clusters import centres_of

if TYPE_CHECKING:
    from analysis.kernels import Kernels
    from analysis.vectors import Rows

FEWEST = 3
"""Subjects there must be, so that no two halves are made of everything."""
JOINED = 2
"""Kernels fewer that it must make: one pair is no sign of subjects."""
GAP = 1.5
"""How many times more alike kernels of one subject must be than those of two."""
STRANGE = 0.01
"""Cosine of words that have nothing in common."""


def gather(kernels: Kernels, vectors: Rows) -> Kernels:
    """Join the kernels of each subject, where subjects are plain to see.

    Kernels are joined by the mean likeness of their words, most alike first. Where
    that has one clear break, what is joined before it says one thing in several ways;
    without a break, the kernels stay as they are.
    """
    if kernels.number < FEWEST + JOINED:
        return kernels
    centres = centres_of(vectors, kernels.labels, kernels.number)
    likeness = np.maximum((centres @ centres.T).toarray().round(6), STRANGE)
    np.fill_diagonal(likeness, 1)
    chain = linkage(squareform(np.maximum(1 - likeness, 0), checks=False), "average")
    links = 1 - chain[:, 2]
    gaps = links[:-1] / links[1:]
    after = np.arange(1, len(links))
    gaps[(after < JOINED) | (kernels.number - after < FEWEST)] = 0
    if gaps.max() < GAP:
        return kernels
    kept = int(gaps.argmax()) + 1
    home = fcluster(chain, kernels.number - kept, "maxclust") - 1
    labels = np.where(kernels.labels < 0, -1, home[kernels.labels])
    return replace(kernels, labels=labels, number=int(home.max()) + 1, gathered=True)
