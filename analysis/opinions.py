"""Opinion groups: people who vote alike on the same statements.

People are placed by a principal component analysis of the votes, missing ones standing
at their statement's mean, and moved outwards by how few statements they saw, after
Small et al. 2021, "Polis: scaling deliberation by mapping high dimensional opinion
spaces". Only axes stronger than those of shuffled votes count (parallel analysis, Horn
1965): with none, nothing divides people and they are one group. Groups are k-means on
these axes, their number chosen by silhouette (Rousseeuw 1987).

Groups are made from the same votes they are then described by: the tests say which
differences stand out of the noise, not that the groups exist outside this vote.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from sklearn.utils.extmath import randomized_svd
from threadpoolctl import threadpool_limits

from analysis.statements import (
    Highlight,
    Tally,
    contrast_groups,
    count_votes,
    find_consensus,
    find_dividing,
    find_representative,
    tallies,
)

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

MINIMUM_VOTES = 7
MINIMUM_PEOPLE = 10
GROUP_COUNTS = range(2, 6)
AXES = 4  # enough to tell five groups apart
SHUFFLES = 19  # a real axis is above all of them: p < .05
SILHOUETTE_SAMPLE = 3_000


@dataclass(frozen=True, slots=True)
class OpinionGroups:
    """The groups found among the people who voted.

    `groups` has one number per person, the largest group 0, -1 for people with too
    few votes; `positions` their place on the first two axes, (people, 2), not-a-number
    for the latter. `tallies` holds, for each statement, one tally per group. Highlights
    run from the strongest to the weakest; their shares are drawn to one half by two
    votes.

    `consensus`: most people of every group are on one side; strength is the product
    of the groups' shares (group-informed consensus, Small et al. 2021).
    `dividing`: one group mostly agrees, another mostly disagrees; strength is the
    largest difference of two groups' shares of agreement. `representative`: for each
    group, the sides most of it takes, more than everybody else; strength is the
    difference of the two shares.
    """

    groups: Integers
    positions: Floats
    sizes: tuple[int, ...]
    silhouettes: Mapping[int, float]
    tallies: tuple[tuple[Tally, ...], ...]
    consensus: tuple[Highlight, ...]
    dividing: tuple[Highlight, ...]
    representative: tuple[tuple[Highlight, ...], ...]


def find_opinion_groups(
    votes: Floats | sparse.sparray, *, seed: int = 0, count: int | None = None
) -> OpinionGroups:
    """Group people by how they vote, and say what joins and what divides the groups.

    Args:
        votes: Shape (people, statements): 1 agree, -1 disagree, 0 pass. Not voted is
            not-a-number in an array, and not stored in a sparse one, where a stored 0
            is a pass.
        seed: Seed of the starts of k-means and of the shuffles.
        count: Number of groups; 1 to 5, as the votes have it, by default.

    Raises:
        ValueError: A vote is something else, or fewer people than `count` can be
            grouped.
    """
    matrix = _checked(votes)
    people, statements = matrix.shape
    cast = np.diff(matrix.indptr)
    placed = np.flatnonzero(cast >= max(min(MINIMUM_VOTES, statements), 1))
    groups = np.full(people, -1, dtype=np.int64)
    positions = np.full((people, 2), np.nan)
    with threadpool_limits(1):
        points, real = _placed(matrix[placed], seed)
        wanted = count if count or real else 1
        labels, silhouettes = _groups(points[:, : max(real, 2)], seed, wanted)
    groups[placed], positions[placed] = labels, points[:, :2]
    counted = count_votes(matrix[placed], labels)
    q = contrast_groups(counted)
    return OpinionGroups(
        groups,
        positions,
        tuple(np.bincount(labels).tolist()),
        silhouettes,
        tallies(counted),
        find_consensus(counted),
        find_dividing(counted, q),
        find_representative(counted, q),
    )


def _checked(votes: Floats | sparse.sparray) -> sparse.csr_array:
    if sparse.issparse(votes):
        matrix = sparse.csr_array(votes, dtype=np.float64)
    else:
        dense = np.asarray(votes, dtype=np.float64)
        cells = np.nonzero(~np.isnan(dense))
        matrix = sparse.csr_array((dense[cells], cells), shape=dense.shape)
    if not np.isin(matrix.data, (-1, 0, 1)).all():
        raise ValueError("votes must be 1, -1 or 0")
    return matrix


def _placed(matrix: sparse.csr_array, seed: int) -> tuple[Floats, int]:
    """Place people on 2 to AXES axes, strongest first, and count the real ones."""
    people, statements = matrix.shape
    if people < MINIMUM_PEOPLE or statements < 3:
        return np.zeros((people, 2)), 0
    centred = _centred(matrix)
    axes = min(AXES, statements)
    left, strengths, _ = randomized_svd(centred, axes, random_state=seed)
    chance = _chance_strengths(centred.tocsc(), axes, seed)
    is_real = strengths > chance * (1 + 1e-9)
    seen = np.diff(matrix.indptr)[:, None]
    points = left * strengths * np.sqrt(statements / seen)
    # Rounded, so that people who voted the same stand on the same point.
    return points.round(9), int(np.logical_and.accumulate(is_real).sum())


def _centred(matrix: sparse.csr_array) -> sparse.csr_array:
    """Take the mean of its statement from each vote; what is missing becomes 0."""
    cast = np.bincount(matrix.indices, minlength=matrix.shape[1])
    means = matrix.sum(axis=0) / np.maximum(cast, 1)
    data = matrix.data - means[matrix.indices]
    return sparse.csr_array((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def _chance_strengths(columns: sparse.csc_array, axes: int, seed: int) -> Floats:
    """Measure the strongest axes when each statement's votes change hands."""
    rng = np.random.default_rng(seed)
    owner = np.repeat(np.arange(columns.shape[1]), np.diff(columns.indptr))
    strongest = np.zeros(axes)
    for _ in range(SHUFFLES):
        order = np.lexsort((rng.random(len(owner)), owner))
        parts = (columns.data[order], columns.indices, columns.indptr)
        shuffled = sparse.csc_array(parts, shape=columns.shape)
        _, strengths, _ = randomized_svd(shuffled, axes, random_state=seed)
        strongest = np.maximum(strongest, strengths)
    return strongest


def _groups(
    points: Floats, seed: int, count: int | None
) -> tuple[Integers, dict[int, float]]:
    """Cut the map into the number of groups with the best silhouette."""
    distinct = len(np.unique(points, axis=0))
    if count is not None and count > max(distinct, 1):
        raise ValueError("there are fewer different people than groups")
    # A silhouette needs at least one person more than there are groups.
    most = min(distinct, len(points) - 1)
    counts = [count] if count else [k for k in GROUP_COUNTS if k <= most]
    if count == 1 or not counts:
        return np.zeros(len(points), dtype=np.int64), {}
    cuts = {k: _k_means(points, k, seed) for k in counts}
    silhouettes = {k: _silhouette(points, cut, seed) for k, cut in cuts.items()}
    return cuts[max(silhouettes, key=lambda k: silhouettes[k])], silhouettes


def _silhouette(points: Floats, labels: Integers, seed: int) -> float:
    size = min(len(points), SILHOUETTE_SAMPLE)
    return float(silhouette_score(points, labels, sample_size=size, random_state=seed))


def _k_means(points: Floats, count: int, seed: int) -> Integers:
    labels = KMeans(count, n_init=10, random_state=seed).fit(points).labels_
    order = np.argsort(-np.bincount(labels), kind="stable")
    return np.asarray(np.argsort(order)[labels], dtype=np.int64)
