"""How far two readers agree beyond chance, and how long texts wait."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from engage.core.disclosure import Z95

FEWEST_REVIEWS = 30


@dataclass(frozen=True)
class Agreement:
    """How far first and second readers agree, beyond chance.

    `kappa` with its 95 % interval is None where too few texts were read twice, or
    where everybody decided the same on everything.
    """

    reviews: int
    same: int
    kappa: float | None = None
    low: float | None = None
    high: float | None = None


def agreement(table: Mapping[tuple[str, str], int]) -> Agreement:
    """Return the agreement of two readers; the table counts (first, second) verdicts.

    Kappa: J. Cohen, Educational and Psychological Measurement 20 (1960), 37-46. Its
    standard error for large samples: J. L. Fleiss, J. Cohen & B. S. Everitt,
    Psychological Bulletin 72 (1969), 323-327, formula 13.
    """
    total = sum(table.values())
    kinds = sorted({kind for pair in table for kind in pair})
    same = sum(table.get((kind, kind), 0) for kind in kinds)
    if total < FEWEST_REVIEWS:
        return Agreement(total, same)
    share = {pair: count / total for pair, count in table.items()}
    first = {k: sum(share.get((k, other), 0.0) for other in kinds) for k in kinds}
    second = {k: sum(share.get((other, k), 0.0) for other in kinds) for k in kinds}
    chance = sum(first[kind] * second[kind] for kind in kinds)
    if math.isclose(chance, 1.0):
        return Agreement(total, same)
    kappa = (same / total - chance) / (1 - chance)
    spread = _variance(share, first, second, kappa, chance) / total
    half = Z95 * math.sqrt(max(0.0, spread))
    return Agreement(
        total, same, kappa, max(-1.0, kappa - half), min(1.0, kappa + half)
    )


def _variance(
    share: Mapping[tuple[str, str], float],
    first: Mapping[str, float],
    second: Mapping[str, float],
    kappa: float,
    chance: float,
) -> float:
    """Return the variance of kappa times the number of texts (Fleiss et al. 1969)."""
    rest = 1 - kappa
    on_it = sum(
        share.get((kind, kind), 0.0) * (1 - (first[kind] + second[kind]) * rest) ** 2
        for kind in first
    )
    beside = rest**2 * sum(
        part * (second[one] + first[other]) ** 2
        for (one, other), part in share.items()
        if one != other
    )
    return (on_it + beside - (kappa - chance * rest) ** 2) / (1 - chance) ** 2


def quantile(counts: Mapping[int, int], share: float) -> int | None:
    """Return the smallest value that at least a share of all are not above.

    `counts` says how often each value occurs; None where there are none.
    """
    needed = share * sum(counts.values())
    reached = 0
    for value in sorted(counts):
        reached += counts[value]
        if reached >= needed > 0:
            return value
    return None
