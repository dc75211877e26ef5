"""Statements that join or divide groups of people, tested against chance.

Tests are exact (binomial for one group, Fisher's for one against all others,
one-sided); q values control the false discovery rate (Benjamini and Hochberg 1995).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import sparse, stats

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Side = Literal["agree", "disagree"]

SIDES: tuple[Side, Side] = ("agree", "disagree")
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Tally:
    """Votes on one statement by one group of people."""

    votes: int
    agrees: int
    disagrees: int


@dataclass(frozen=True, slots=True)
class Highlight:
    """A statement that stands out, on a side or on both (None), and how strongly.

    `q` is the false discovery rate at which it would count.
    """

    statement: int
    side: Side | None
    strength: float
    q: float


@dataclass(frozen=True, slots=True)
class VoteCount:
    """Votes, shape (groups, statements), and those on each side, (2, groups, …)."""

    votes: Integers
    on_side: Integers

    @property
    def shares(self) -> Floats:
        """Share on each side, drawn to one half by two votes (Laplace)."""
        return (self.on_side + 1) / (self.votes + 2)


def count_votes(matrix: sparse.csr_array, labels: Integers) -> VoteCount:
    """Count the votes (1, -1, 0 where stored) of each group, labels from 0 up."""
    size = int(labels.max(initial=-1)) + 1
    rows = np.repeat(labels, np.diff(matrix.indptr))
    cells = rows * matrix.shape[1] + matrix.indices

    def count(chosen: npt.NDArray[np.bool_]) -> Integers:
        flat = np.bincount(cells[chosen], minlength=size * matrix.shape[1])
        return flat.reshape(size, matrix.shape[1])

    votes = matrix.data
    return VoteCount(
        count(np.isfinite(votes)), np.stack([count(votes == 1), count(votes == -1)])
    )


def tallies(counted: VoteCount) -> tuple[tuple[Tally, ...], ...]:
    """List the tally of each group on each statement."""
    cells = np.stack([counted.votes, *counted.on_side], axis=-1)
    return tuple(
        tuple(Tally(*cell) for cell in groups)
        for groups in cells.transpose(1, 0, 2).tolist()
    )


def _discovery_rates(p: Floats) -> Floats:
    """Turn p values of any shape into q values (Benjamini and Hochberg 1995)."""
    # The exact tails may exceed 1 by a rounding error.
    rates = stats.false_discovery_control(np.minimum(p.ravel(), 1.0), method="bh")
    return np.asarray(rates, dtype=np.float64).reshape(p.shape)


def _ordered(
    chosen: npt.NDArray[np.bool_], strength: Floats, q: Floats, sides: tuple[Side, ...]
) -> tuple[Highlight, ...]:
    """List the chosen cells, shape (sides or 1, statements), strongest first."""
    found = [
        Highlight(
            n, sides[row] if sides else None, float(strength[row, n]), float(q[row, n])
        )
        for row, n in np.argwhere(chosen).tolist()
    ]
    return tuple(sorted(found, key=lambda one: (-one.strength, one.statement)))


def find_consensus(counted: VoteCount) -> tuple[Highlight, ...]:
    """List where every group is mostly on one side: exact binomial test in each."""
    if not len(counted.votes):
        return ()
    p = stats.binom.sf(counted.on_side - 1, counted.votes, 0.5)
    q = _discovery_rates(np.where(counted.votes > 0, p, 1.0).max(axis=1))
    return _ordered(q < LEVEL, counted.shares.prod(axis=1), q, SIDES)


def contrast_groups(counted: VoteCount) -> Floats:
    """Test each group against all others on each side: Fisher's exact, one-sided.

    Returns:
        The q values over all cells together: shape (2, groups, statements).
    """
    if len(counted.votes) < 2:
        return np.ones(counted.on_side.shape)
    on_side, votes = counted.on_side.sum(axis=1), counted.votes.sum(axis=0)
    p = stats.hypergeom.sf(
        counted.on_side - 1, votes, on_side[:, None, :], counted.votes
    )
    return _discovery_rates(np.where(counted.votes > 0, p, 1.0))


def find_dividing(counted: VoteCount, q: Floats) -> tuple[Highlight, ...]:
    """List where one group mostly agrees, another mostly does not, beyond chance."""
    if len(counted.votes) < 2:
        return ()
    agrees, disagrees = counted.on_side
    on_both = (agrees > disagrees).any(axis=0) & (disagrees > agrees).any(axis=0)
    lowest = q.min(axis=(0, 1))
    spread = np.ptp(counted.shares[0], axis=0)
    return _ordered((on_both & (lowest < LEVEL))[None], spread[None], lowest[None], ())


def find_representative(
    counted: VoteCount, q: Floats
) -> tuple[tuple[Highlight, ...], ...]:
    """List, for each group, the sides it takes more than everybody else does."""
    on_side = counted.on_side.sum(axis=1, keepdims=True) - counted.on_side
    others = VoteCount(counted.votes.sum(axis=0) - counted.votes, on_side)
    above = counted.shares - others.shares
    chosen = (q < LEVEL) & (counted.shares > 0.5) & (above > 0)
    return tuple(
        _ordered(chosen[:, group], above[:, group], q[:, group], SIDES)
        for group in range(len(counted.votes))
    )
