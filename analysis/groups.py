"""Which groups speak of a theme more, or less, than everyone does.

Shares carry a Wilson score interval (Wilson 1927). The contrast of a group with all
the others is the log-odds ratio with an informative Dirichlet prior and its z test
(Monroe, Colaresi and Quinn 2008, "Fightin' Words"), with the full variance of a
log-odds: a theme, unlike a word, may be half of what is said. The q values control the
false discovery rate (Benjamini and Hochberg 1995).

Survey weights change every share; intervals and tests then use the effective number
of texts, (sum of weights)² / sum of squared weights (Kish 1965).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

CONFIDENCE_Z = 1.959964  # 95 %, two-sided
PRIOR_TEXTS = 10.0  # how many texts the common view weighs against a group's own


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """How much one group speaks of one theme.

    `count` is texts, unweighted. `share` is of the group's texts, between `low` and
    `high` with 95 % confidence. `lift` is that share over everyone's. `log_odds`
    contrasts the group with all the others, 0 where they agree, and `q` is the false
    discovery rate at which that contrast would count.
    """

    count: int
    share: float
    low: float
    high: float
    lift: float
    log_odds: float
    q: float


@dataclass(frozen=True, slots=True)
class _Table:
    """Texts by theme and group.

    Shapes: counts (themes, groups), sums of weights (themes, groups), and for each
    group its texts, total weight and effective number of texts.
    """

    counts: Integers
    sums: Floats
    texts: Integers
    totals: Floats
    effective: Floats


def group_figures(
    members: npt.NDArray[np.bool_],
    groups: Sequence[str | None],
    weights: npt.NDArray[np.float64] | None = None,
    minimum: int = 5,
) -> dict[str, GroupFigure]:
    """Describe how each group speaks of one theme.

    Args:
        members: Shape (n,): whether each text is in the theme.
        groups: The n groups; a text without one is left out altogether.
        weights: Shape (n,): survey weights, 1 each by default.
        minimum: Groups with fewer texts than this get no figure.

    Raises:
        ValueError: The lengths differ, or a weight is below zero or not finite.
    """
    rows = np.where(np.asarray(members, dtype=bool), 0, -1).astype(np.int64)
    return _figures(rows, 1, groups, weights, minimum)[0]


def all_group_figures(
    themes: Sequence[int],
    groups: Sequence[str | None],
    weights: npt.NDArray[np.float64] | None = None,
    minimum: int = 5,
) -> dict[int, dict[str, GroupFigure]]:
    """Describe how each group speaks of each theme, q over all cells together.

    Args:
        themes: The theme of each of n texts, -1 for none (it still counts in shares).
        groups: The n groups; a text without one is left out altogether.
        weights: Shape (n,): survey weights, 1 each by default.
        minimum: Groups with fewer texts than this get no figure.

    Raises:
        ValueError: The lengths differ, or a weight is below zero or not finite.
    """
    labels = np.asarray(themes, dtype=np.int64)
    names = np.unique(labels[labels >= 0])
    rows = np.where(labels >= 0, np.searchsorted(names, labels), -1)
    figures = _figures(rows, len(names), groups, weights, minimum)
    return dict(zip(names.tolist(), figures, strict=True))


def _figures(
    rows: Integers,
    themes: int,
    groups: Sequence[str | None],
    weights: Floats | None,
    minimum: int,
) -> list[dict[str, GroupFigure]]:
    names = sorted({group for group in groups if group is not None})
    column = {name: place for place, name in enumerate(names)}
    columns = np.array([-1 if g is None else column[g] for g in groups], dtype=np.int64)
    weights = _checked(weights, len(rows), len(columns))
    known = columns >= 0
    table = _table(rows[known], columns[known], weights[known], (themes, len(names)))
    shown = np.flatnonzero((table.texts >= minimum) & (table.totals > 0))
    measures = _measures(table, shown)
    return [
        {
            names[group]: GroupFigure(int(table.counts[theme, group]), *values)
            for group, values in zip(shown.tolist(), cells.tolist(), strict=True)
        }
        for theme, cells in enumerate(measures)
    ]


def _checked(weights: Floats | None, rows: int, columns: int) -> Floats:
    if weights is None:
        weights = np.ones(rows)
    if not rows == columns == len(weights):
        raise ValueError("themes, groups and weights must have the same length")
    if not (np.isfinite(weights) & (weights >= 0)).all():
        raise ValueError("weights must be finite and not below zero")
    return np.asarray(weights, dtype=np.float64)


def _table(
    rows: Integers, columns: Integers, weights: Floats, shape: tuple[int, int]
) -> _Table:
    themes, groups = shape
    inside = rows >= 0
    cells = rows[inside] * groups + columns[inside]
    size = themes * groups
    totals = _summed(columns, weights, groups)
    squares = _summed(columns, weights**2, groups)
    return _Table(
        counts=np.bincount(cells, minlength=size).reshape(shape),
        sums=_summed(cells, weights[inside], size).reshape(shape),
        texts=np.bincount(columns, minlength=groups),
        totals=totals,
        effective=_ratio(totals**2, squares),
    )


def _summed(places: Integers, values: Floats, size: int) -> Floats:
    return np.asarray(np.bincount(places, values, size), dtype=np.float64)


def _measures(table: _Table, shown: Integers) -> Floats:
    """Give share, low, high, lift, log-odds and q: shape (themes, shown, 6)."""
    shares = _ratio(table.sums, table.totals)
    everyone = _ratio(table.sums.sum(axis=1), table.totals.sum())[:, None]
    log_odds, p = _contrast(shares * table.effective, table.effective)
    low, high = wilson_interval(shares, table.effective)
    lift = _ratio(shares, everyone, where_zero=1.0)
    figures = np.stack([shares, low, high, lift, log_odds], axis=-1)[:, shown]
    q = p[:, shown]
    if q.size:
        q = _false_discovery(q.ravel()).reshape(q.shape)
    return np.concatenate([figures, q[..., None]], axis=-1)


def wilson_interval(shares: Floats, texts: Floats) -> tuple[Floats, Floats]:
    """Bound shares with 95 % confidence by Wilson's score interval (1927).

    Args:
        shares: Any shape, 0 to 1.
        texts: How many (effective) texts each share rests on; 0 gives 0 to 1.
    """
    z2 = CONFIDENCE_Z**2
    centre = (shares * texts + z2 / 2) / (texts + z2)
    variance = shares * (1 - shares) * texts + z2 / 4
    half = CONFIDENCE_Z * np.sqrt(variance) / (texts + z2)
    return np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)


def _contrast(inside: Floats, texts: Floats) -> tuple[Floats, Floats]:
    """Contrast each group with all the others.

    Args:
        inside: Effective texts of each group in each theme: shape (themes, groups).
        texts: Effective texts of each group: shape (groups,).

    Returns:
        Log-odds ratios and the p values of their z test, two-sided.
    """
    all_inside, all_texts = inside.sum(axis=1, keepdims=True), texts.sum()
    prior_in = PRIOR_TEXTS * (all_inside + 0.5) / (all_texts + 1)
    prior_out = PRIOR_TEXTS - prior_in
    here_in, here_out = inside + prior_in, texts - inside + prior_out
    there_in = all_inside - inside + prior_in
    there_out = (all_texts - texts) - (all_inside - inside) + prior_out
    log_odds = np.log(here_in / here_out) - np.log(there_in / there_out)
    variance = 1 / here_in + 1 / here_out + 1 / there_in + 1 / there_out
    return log_odds, 2 * special.ndtr(-np.abs(log_odds) / np.sqrt(variance))


def _false_discovery(p: Floats) -> Floats:
    """The false discovery rate at which each test would count.

    Benjamini and Hochberg 1995: the least of p times tests over rank, from there up.
    """
    order = np.argsort(p, kind="stable")
    rates = p[order] * len(p) / np.arange(1, len(p) + 1)
    found = np.empty_like(p)
    found[order] = np.minimum.accumulate(rates[::-1])[::-1]
    return np.minimum(found, 1)


def _ratio(above: Floats, below: Floats, *, where_zero: float = 0.0) -> Floats:
    filled = np.full(np.broadcast_shapes(np.shape(above), np.shape(below)), where_zero)
    np.divide(above, below, out=filled, where=np.asarray(below) > 0)
    return filled
