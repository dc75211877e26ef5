"""Numbers that people gave, counted in bands of a round width."""

import math
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from engage.core.figures import number
from engage.core.i18n import gettext as _
from engage.surveys.results import Tally

MOST_BANDS = 10
# Smaller ones may be years: they are written without a separator.
LONG = 10_000


def is_number(answer: str) -> bool:
    """Return whether an answer is one: an earlier kind of question had words."""
    try:
        return Decimal(answer).is_finite()
    except InvalidOperation:
        return False


def banded(lines: Sequence[Tally]) -> list[Tally]:
    """Return how many numbers lie in each band, the empty ones between too."""
    values = [Decimal(line.choice) for line in lines]
    width = _round_width(max(values) - min(values))
    is_whole = width >= 1 and all(value % 1 == 0 for value in values)
    counts: dict[int, Counter[int | None]] = {}
    for line, value in zip(lines, values, strict=True):
        counts.setdefault(math.floor(value / width), Counter()).update(line.places)
    return [
        Tally("", _name(at * width, width, is_whole=is_whole), dict(counts.get(at, {})))
        for at in range(min(counts), max(counts) + 1)
    ]


def _round_width(spread: Decimal) -> Decimal:
    """Return a width of 1, 2 or 5 times a power of ten: few bands hold all."""
    least = spread / MOST_BANDS
    power = Decimal(10) ** math.floor(least.log10())
    return next(power * step for step in (1, 2, 5, 10) if power * step >= least)


def _name(low: Decimal, width: Decimal, *, is_whole: bool) -> str:
    if width == 1 and is_whole:
        return _written(low)
    ends = {"low": _written(low), "high": _written(low + width - int(is_whole))}
    name: str = (
        _("%(low)s to %(high)s", **ends)
        if is_whole
        else _("%(low)s to under %(high)s", **ends)
    )
    return name


def _written(value: Decimal) -> str:
    is_plain = value % 1 == 0 and abs(value) < LONG
    return str(int(value)) if is_plain else number(value)
