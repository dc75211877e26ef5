"""Themes across languages, checked: do both halves of a theme say the same?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.clusters import membership

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.vectors import Floats, Rows

KINDRED = 0.1
"""Cosine of the words of two pieces from which they can be one theme. Halves of true
themes share .15 and more through cognates and the lexicon, strangers .06 and less."""
MATERIAL = 5
"""Texts of a language below which its part in a theme is not checked."""


def part_strangers(
    points: Floats,
    vectors: Rows,
    labels: NDArray[np.intp],
    speakers: NDArray[np.int32],
    k: int,
) -> NDArray[np.intp]:
    """Part what only shares a cluster because it shares no language with the rest.

    Texts of one language that others do not speak of have no near neighbours in other
    languages; k-means puts them with whatever is left over there. A cluster whose
    languages share hardly a word is cut by language, and kindred pieces are joined
    again, cheapest first (Ward 1963), until k are left.
    """
    tongues = int(speakers.max(initial=-1)) + 1
    if tongues < 2:
        return labels
    pieces = _cut(vectors, labels * (tongues + 1) + speakers + 1, tongues + 1)
    distinct, pieces = np.unique(pieces, return_inverse=True)
    return _join(points, vectors, pieces, len(distinct), k)


def _cut(vectors: Rows, halves: NDArray[np.intp], span: int) -> NDArray[np.intp]:
    """The piece of each text: a whole cluster, or one language's half of it.

    `halves` number the languages of each cluster, `span` numbers to a cluster.
    """
    pieces = halves.copy()
    names, numbers = np.unique(halves, return_inverse=True)
    likeness = _likeness(_gram(vectors, numbers, len(names)))
    sizes = np.bincount(numbers)
    for cluster in np.unique(names // span):
        mine = np.flatnonzero(names // span == cluster)
        checked = mine[sizes[mine] >= MATERIAL]
        if len(checked) < 2 or likeness[np.ix_(checked, checked)].min() >= KINDRED:
            pieces[np.isin(numbers, mine)] = names[mine[0]]
    return pieces


def _gram(vectors: Rows, labels: NDArray[np.intp], k: int) -> NDArray[np.float64]:
    sums = membership(labels, k) @ vectors
    return np.asarray((sums @ sums.T).toarray(), np.float64)


def _likeness(gram: NDArray[np.float64]) -> NDArray[np.float64]:
    length = np.sqrt(np.maximum(gram.diagonal(), 1e-12))
    return np.asarray(gram / np.outer(length, length))


def _join(
    points: Floats, vectors: Rows, pieces: NDArray[np.intp], number: int, k: int
) -> NDArray[np.intp]:
    """Join pieces until k are left, each time the two whose union costs least."""
    sizes = np.bincount(pieces, minlength=number).astype(np.float64)
    sums = np.asarray(membership(pieces, number) @ points, np.float64)
    gram = _gram(vectors, pieces, number)
    home = np.arange(number)
    while len(sizes) > k:
        first, second = _cheapest(sizes, sums, gram)
        for table in (sizes, sums, gram, gram.T):
            table[first] += table[second]
        gram = np.delete(np.delete(gram, second, axis=0), second, axis=1)
        sizes, sums = np.delete(sizes, second), np.delete(sums, second, axis=0)
        home = np.where(home == second, first, home - (home > second))
    return home[pieces]


def _cheapest(
    sizes: NDArray[np.float64], sums: NDArray[np.float64], gram: NDArray[np.float64]
) -> tuple[int, int]:
    """The two pieces whose union adds least to the spread, kindred ones first."""
    means = sums / sizes[:, None]
    far = ((means[:, None] - means[None]) ** 2).sum(axis=2)
    cost = far * np.outer(sizes, sizes) / np.add.outer(sizes, sizes)
    cost[_likeness(gram) < KINDRED] += cost.max() + 1
    np.fill_diagonal(cost, np.inf)
    first, second = sorted(divmod(int(cost.argmin()), len(sizes)))
    return first, second
