"""How many themes the texts hold, and how many parts those have."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

import numpy as np

from analysis.kernels import CLEAR

if TYPE_CHECKING:
    from analysis.kernels import Kernels
    from analysis.neighbours import Neighbours
    from analysis.tree import Ground

COARSE, FINE = 40, 8
"""Neighbours per text: many see the broad themes, few the fine ones."""
COUNTS, MANY = 3, 2_000
"""Times communities are counted; once is enough among so many texts."""
MATERIAL = 0.003
"""Share of the texts a community must hold to count."""
FINER = 2
"""Clusters that narrow themes are sought among, as a multiple of the parts."""
NEARLY = 1.5
"""How many times the number of broad themes a handful may be off to be weighed."""
SAYS_MORE = 0.1
"""Power of the number of kernels: between numbers with which as much comes back, the
greater one says more, and chance should not decide."""
HANDFUL = 6
"""Themes tried one number after the other: the first that is clear is taken."""
WIDEST = 48
"""Clusters beyond which more kernels would be left than a person reads in one go."""
ONE_SITTING = 24
"""Themes a person reads in one go."""


def count_themes(neighbours: Neighbours) -> int:
    """How many broad themes: communities of alike texts (see `_communities`)."""
    return min(_usual_count(neighbours, COARSE), ONE_SITTING)


def count_parts(neighbours: Neighbours, times: int = COUNTS) -> int:
    """How many fine themes in all."""
    return _usual_count(neighbours, FINE, times)


def choose_kernels(ground: Ground, broad: int, fine: int) -> Kernels | None:
    """The kernels that most texts come back with, among several numbers of clusters.

    None when nothing comes back. Texts that speak of clear subjects come back with the
    broad themes; where people speak of many things, only narrow themes are firm. Where
    a handful of themes already bring nearly everything back, the rest are their parts;
    so they are where firm parts are plainly sayings of fewer subjects.
    """
    found = [ground.kernels(fine)] if fine <= WIDEST else []
    subjects = next((one for one in map(ground.gathered, found) if one.gathered), None)
    most = min(round(NEARLY * broad), HANDFUL) if broad <= 2 * HANDFUL else 0
    for k in range(3, subjects.number if subjects else most + 1):
        kernels = ground.kernels(k)
        if kernels.mass >= CLEAR:
            return kernels
        if NEARLY * k >= broad:
            found.append(kernels)
    if subjects:
        return subjects
    wanted = {broad, *([FINER * fine] if FINER * fine <= WIDEST else [])}
    wanted -= {kernels.asked for kernels in found}
    best = max([*found, *map(ground.kernels, sorted(wanted))], key=_worth)
    return best.largest(ONE_SITTING) if best.number else None


def _worth(kernels: Kernels) -> float:
    """How much of the texts comes back; a little more where more themes tell it."""
    return kernels.mass * float(kernels.number**SAYS_MORE)


def _usual_count(neighbours: Neighbours, number: int, times: int = COUNTS) -> int:
    """The middle one of several counts: one alone would leave it to chance."""
    times = times if len(neighbours.rows) < MANY else 1
    counts = [_communities(neighbours, number, turn) for turn in range(times)]
    return sorted(counts)[times // 2]


def _communities(neighbours: Neighbours, number: int, turn: int) -> int:
    """Leiden communities on the graph of nearest neighbours that hold enough texts.

    Traag, Waltman and van Eck 2019, modularity at resolution 1.
    """
    from sknetwork.clustering import Leiden  # noqa: PLC0415

    n = len(neighbours.rows)
    graph = neighbours.graph(min(number, (n - 1) // 2))
    graph.eliminate_zeros()
    if not graph.nnz:
        return 1
    # Its refining draws from the C library's `rand`, which goes on from call to call.
    ctypes.CDLL(None).srand(turn + 1)
    found = Leiden(random_state=turn, shuffle_nodes=False)
    labels = found.fit_predict(graph.maximum(graph.T))
    sizes = np.bincount(labels)
    return max(int((sizes >= max(MATERIAL * n, 3)).sum()), 1)
