"""Priorities: many people's rankings, points and scales drawn into one picture.

Rankings give a Borda score (the share of pairwise comparisons an option wins, ties as
half) and a Schulze order (Schulze 2011, "A new monotonic, clone-independent, reversal
symmetric, and condorcet-consistent single-winner election method"). The score says how
far apart options are, the order who would win against whom; where they differ, both
are worth telling. Intervals are 95 % percentile intervals of a bootstrap over people
(Efron 1979), and None with too few people to say.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

RESAMPLES = 1_000
MINIMUM_PEOPLE = 5  # with fewer, no interval is given


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds of a mean, with 95 % confidence."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RankedOption:
    """One option: its Borda score (0-1), and how many people placed it, and first."""

    option: str
    score: float
    interval: Interval | None
    placed: int
    first: int


@dataclass(frozen=True, slots=True)
class RankingResult:
    """Rankings of `people` together.

    `options` run from the highest score to the lowest; `order` from the Schulze winner
    to the last, tied options together; `preferred[a][b]` is how many people (by weight)
    put a before b.
    """

    people: int
    options: tuple[RankedOption, ...]
    order: tuple[tuple[str, ...], ...]
    preferred: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class PointsOption:
    """One option: mean points per person, share of all points, people who gave any."""

    option: str
    mean: float
    interval: Interval | None
    share: float
    given: int


@dataclass(frozen=True, slots=True)
class ScaleResult:
    """Answers on a scale; `distribution` is the share of people at each value."""

    people: int
    mean: float | None
    interval: Interval | None
    median: float | None
    distribution: Mapping[float, float]


def aggregate_rankings(
    rankings: Sequence[Sequence[str]],
    options: Sequence[str],
    weights: Sequence[float] | None = None,
    seed: int = 0,
) -> RankingResult:
    """Draw many people's rankings, whole or partial, into one.

    Options a person left out share the mean of the positions that remain: after three
    of ten are ranked, each other stands at the mean of the 4th to the 10th. In the
    Schulze order they lose to every ranked option and tie among themselves. A person
    who ranked nothing is not counted.

    Raises:
        ValueError: A ranking names an unknown option or one twice, options repeat, or
            the weights do not fit.
    """
    place = {option: number for number, option in enumerate(options)}
    if len(place) < len(options):
        raise ValueError("an option is listed twice")
    checked = _checked_weights(weights, len(rankings))
    rows = [row for row, one in enumerate(rankings) if len(one) and checked[row] > 0]
    counted, kept = [rankings[row] for row in rows], checked[rows]
    positions = _positions(counted, place)
    preferred = _preferred(positions, kept)
    scores, intervals = _means(1 - positions / max(len(options) - 1, 1), kept, seed)
    placed = Counter(option for ranking in counted for option in ranking)
    first = Counter(ranking[0] for ranking in counted)
    ranked = [
        RankedOption(option, scores[n], intervals[n], placed[option], first[option])
        for option, n in place.items()
    ]
    table = [dict(zip(options, row, strict=True)) for row in preferred.tolist()]
    return RankingResult(
        people=len(rows),
        options=tuple(sorted(ranked, key=lambda one: -one.score)),
        order=_schulze_order(preferred, options),
        preferred=dict(zip(options, table, strict=True)),
    )


def aggregate_points(
    answers: Sequence[Mapping[str, float]],
    options: Sequence[str],
    weights: Sequence[float] | None = None,
    seed: int = 0,
) -> tuple[PointsOption, ...]:
    """Average the points people shared out; an option not named got none.

    A person who gave no points at all is not counted.

    Raises:
        ValueError: Points are below zero, not finite or on an unknown option, or the
            weights do not fit.
    """
    if unknown := {option for answer in answers for option in answer} - set(options):
        raise ValueError("unknown option: " + min(unknown))
    table = np.array(
        [[answer.get(option, 0.0) for option in options] for answer in answers],
        dtype=np.float64,
    ).reshape(len(answers), len(options))
    if not (np.isfinite(table) & (table >= 0)).all():
        raise ValueError("points must be finite and not below zero")
    checked = _checked_weights(weights, len(answers))
    rows = np.flatnonzero((table.sum(axis=1) > 0) & (checked > 0))
    means, intervals = _means(table[rows], checked[rows], seed)
    whole = sum(means) or 1.0
    given = (table[rows] > 0).sum(axis=0).tolist()
    figures = [
        PointsOption(option, means[n], intervals[n], means[n] / whole, given[n])
        for n, option in enumerate(options)
    ]
    return tuple(sorted(figures, key=lambda one: -one.mean))


def aggregate_scale(
    values: Sequence[float],
    levels: Sequence[float] = (),
    weights: Sequence[float] | None = None,
    seed: int = 0,
) -> ScaleResult:
    """Average answers on a scale and count who chose what.

    Args:
        values: One answer per person; leave out those who did not know.
        levels: Values to list even where nobody chose them.
        weights: One per answer, 1 each by default.
        seed: Seed of the bootstrap.

    Raises:
        ValueError: An answer is not finite, or the weights do not fit.
    """
    answers = np.asarray(values, dtype=np.float64)
    if not np.isfinite(answers).all():
        raise ValueError("answers must be finite")
    checked = _checked_weights(weights, len(answers))
    answers, kept = answers[checked > 0], checked[checked > 0]
    points = sorted({*levels, *answers.tolist()})
    if not len(answers):
        return ScaleResult(0, None, None, None, dict.fromkeys(points, 0.0))
    (mean,), (interval,) = _means(answers[:, None], kept, seed)
    shares = [float(kept[answers == point].sum() / kept.sum()) for point in points]
    middle = np.searchsorted(np.cumsum(shares), 0.5 - 1e-12)
    distribution = dict(zip(points, shares, strict=True))
    return ScaleResult(len(answers), mean, interval, points[middle], distribution)


def _checked_weights(weights: Sequence[float] | None, people: int) -> Floats:
    if weights is None:
        return np.ones(people)
    checked = np.asarray(weights, dtype=np.float64)
    if len(checked) != people:
        raise ValueError("there must be one weight per person")
    if not (np.isfinite(checked) & (checked >= 0)).all():
        raise ValueError("weights must be finite and not below zero")
    return checked


def _positions(rankings: Sequence[Sequence[str]], place: Mapping[str, int]) -> Floats:
    """Give each option its position, 0 the best: shape (people, options)."""
    positions = np.empty((len(rankings), len(place)))
    for row, ranking in enumerate(rankings):
        if unknown := set(ranking) - place.keys():
            raise ValueError("unknown option: " + min(unknown))
        if len(set(ranking)) < len(ranking):
            raise ValueError("a ranking names an option twice")
        positions[row] = (len(ranking) + len(place) - 1) / 2
        positions[row, [place[option] for option in ranking]] = range(len(ranking))
    return positions


def _preferred(positions: Floats, weights: Floats) -> Floats:
    """Weigh who puts one option before another: shape (options, options)."""
    columns = [weights @ (option[:, None] < positions) for option in positions.T]
    # Rounded, so that equal sums of uneven weights tie.
    return np.array(columns).reshape(2 * positions.shape[1:]).round(9)


def _schulze_order(
    preferred: Floats, options: Sequence[str]
) -> tuple[tuple[str, ...], ...]:
    """Order options by their strongest paths, tied ones together.

    Winning votes measure a defeat, the Floyd-Warshall recursion finds the widest path
    (Schulze 2011, section 2.3). Who beats whom that way is transitive, so the number of
    options that beat one is its place.
    """
    paths = np.where(preferred > preferred.T, preferred, 0.0)
    for middle in range(len(options)):
        through = np.minimum(paths[:, middle, None], paths[middle])
        paths = np.maximum(paths, through)
    np.fill_diagonal(paths, 0.0)
    beaten_by = (paths < paths.T).sum(axis=1)
    return tuple(
        tuple(options[n] for n in np.flatnonzero(beaten_by == place).tolist())
        for place in np.unique(beaten_by)
    )


def _means(
    values: Floats, weights: Floats, seed: int
) -> tuple[list[float], list[Interval | None]]:
    """Average each column over people, with bootstrap intervals.

    Args:
        values: Shape (people, columns).
        weights: Shape (people,), above zero; they go with their people.
        seed: Seed of the resamples; the order of people does not matter.
    """
    people, columns = values.shape
    if not people:
        return [0.0] * columns, [None] * columns
    order = np.lexsort((weights, *values.T))
    values, weights = values[order], weights[order]
    means = (weights @ values / weights.sum()).tolist()
    if people < MINIMUM_PEOPLE:
        return means, [None] * columns
    rng = np.random.default_rng(seed)
    resampled = np.empty((RESAMPLES, columns))
    for draw in range(RESAMPLES):
        times = np.bincount(rng.integers(people, size=people), minlength=people)
        drawn = weights * times
        resampled[draw] = drawn @ values / drawn.sum()
    low, high = np.percentile(resampled, [2.5, 97.5], axis=0)
    return means, [
        Interval(*ends) for ends in zip(low.tolist(), high.tolist(), strict=True)
    ]
