"""The one place that makes a published number (rule 17).

A count below the threshold k, zero included, is shown as "fewer than k". Every other
count is rounded to a multiple of the base by keyed random rounding: up or down with
the odds that make it right on average, decided by a keyed hash of the cell's name and
of who is counted in it. The same cell with the same people has the same value on
every page, file and edition; nobody without the key can tell which way it went.
Shares, intervals and lengths of bars are computed from the rounded figures alone.

What part of a group did something is withheld both where it is small and where it is
nearly the whole group, and the two look the same: neither tells what anybody in it did.

Random rounding: Statistics Canada's method for census tables; Nargundkar & Saveland,
"Random rounding to prevent statistical disclosures" (1972).
"""

import hmac
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engage.core.tokens import keyed

FLOOR_K = 5
FLOOR_BASE = 5
LEAST_BASE_FOR_SHARES = 30
DIGITS = 4
STEP = 0.05
SLACK = 1e-9  # what arithmetic may be off by
Z95 = 1.959963984540054


@dataclass(frozen=True)
class Figure:
    """A published count: rounded, or withheld.

    `value` is None where the count is withheld; `below` is then the threshold.
    `is_part` says that it may also be withheld for being nearly the whole group.
    """

    value: int | None
    below: int = 0
    is_part: bool = False

    @property
    def is_withheld(self) -> bool:
        """Whether the page says "fewer than" instead of a number."""
        return self.value is None

    @property
    def sort_value(self) -> int:
        """Return what lists are ordered by: withheld figures come last."""
        return -1 if self.value is None else self.value


@dataclass(frozen=True)
class Whole:
    """A group of which parts are counted: its published count and who is in it."""

    figure: Figure
    members: frozenset[str]


@dataclass(frozen=True)
class Share:
    """A published share with its 95 % Wilson interval, all from rounded figures."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Disclosure:
    """The rules of one installation: the key, the threshold and the rounding base."""

    key: bytes
    k: int = 10
    base: int = 5

    def __post_init__(self) -> None:
        """Hold the floors.

        Raises:
            ValueError: k or the base is below its floor.
        """
        if self.k < FLOOR_K or self.base < FLOOR_BASE:
            raise ValueError("k and the base are at least 5")

    def count(self, cell: str, members: Iterable[str]) -> Figure:
        """Return the published count of distinct members in a named cell."""
        counted = sorted(set(members))
        if len(counted) < self.k:
            return Figure(None, self.k)
        low = len(counted) // self.base * self.base
        rest = len(counted) - low
        if rest and self._draw(cell, counted) < rest / self.base:
            low += self.base
        return Figure(max(low, self._least))

    def part(
        self,
        cell: str,
        members: Iterable[str],
        whole: "Whole",
        within: Figure | None = None,
    ) -> Figure:
        """Return how many of a group did something; never more than `within`.

        Withheld where they are few, and where they are or would look as many as the
        whole group: that would tell what everybody in it did.
        """
        counted = set(members)
        figure = self.count(cell, counted)
        if within is not None:
            figure = self._at_most(figure, within)
        top = whole.figure.value
        if figure.value is None or top is None:
            return Figure(None, self.k, is_part=True)
        if counted >= whole.members or figure.value >= top:
            return Figure(None, self.k, is_part=True)
        return figure

    def whole(self, cell: str, members: Iterable[str], *groups: Figure) -> "Whole":
        """Return a group whose parts will be counted; never above what it is in."""
        inside = frozenset(members)
        return Whole(self.within(cell, inside, *groups), inside)

    def within(self, cell: str, members: Iterable[str], *groups: Figure) -> Figure:
        """Return how many of some groups come from somewhere; never above any of them.

        Each count is rounded on its own: without this a part could come out larger
        than its whole.
        """
        figure = self.count(cell, members)
        for group in groups:
            figure = self._at_most(figure, group)
        return figure

    def _at_most(self, figure: Figure, group: Figure) -> Figure:
        if figure.value is None or group.value is None:
            return Figure(None, self.k)
        return Figure(min(figure.value, group.value))

    def score(
        self, cell: str, value: float, interval: tuple[float, float], whole: "Whole"
    ) -> Share | None:
        """Return a mean between 0 and 1 in steps of .05, its interval rounded outwards.

        A step is more than one person can move the mean of thirty or more, and which
        way a mean between two steps goes is drawn with the key, as for counts.
        """
        if whole.figure.value is None or whole.figure.value < LEAST_BASE_FOR_SHARES:
            return None
        low = math.floor(value / STEP + SLACK)
        rest = value / STEP - low
        if rest > SLACK and self._draw(cell, sorted(whole.members)) < rest:
            low += 1
        shown = low * STEP
        return Share(
            round(shown, DIGITS),
            round(min(math.floor(interval[0] / STEP + SLACK) * STEP, shown), DIGITS),
            round(max(math.ceil(interval[1] / STEP - SLACK) * STEP, shown), DIGITS),
        )

    @property
    def _least(self) -> int:
        """The smallest count that is ever shown: rounding down stays above k."""
        return -(-self.k // self.base) * self.base

    def _draw(self, cell: str, counted: Sequence[str]) -> float:
        """Return a number in [0, 1) from the key, the cell and who is counted."""
        mark = hmac.new(self.key, cell.encode(), "sha256")
        for member in counted:
            mark.update(b"\0" + member.encode())
        return int.from_bytes(mark.digest()[:7], "big") / 2**56


def rules_of(secret_key: str, k: int = 10, base: int = 5) -> Disclosure:
    """Return the rules of an installation, with a key of their own."""
    return Disclosure(keyed(secret_key, "disclosure", "figures"), k, base)


def share(part: Figure, whole: Figure) -> Share | None:
    """Return a share of rounded figures, or None where it must not be shown."""
    if part.value is None or whole.value is None:
        return None
    return share_of(part.value, whole.value)


def share_of(part: int, whole: int) -> Share | None:
    """Return a share of two rounded counts, or None where the group is too small."""
    if whole < LEAST_BASE_FOR_SHARES:
        return None
    low, high = wilson(min(part, whole), whole)
    value = min(part / whole, 1.0)
    return Share(round(value, DIGITS), round(low, DIGITS), round(high, DIGITS))


def wilson(successes: float, trials: float) -> tuple[float, float]:
    """Return the 95 % score interval of a share (Wilson 1927)."""
    if trials <= 0:
        return 0.0, 1.0
    observed = successes / trials
    spread = Z95**2 / trials
    middle = (observed + spread / 2) / (1 + spread)
    half = (
        Z95
        * math.sqrt(observed * (1 - observed) / trials + spread / (4 * trials))
        / (1 + spread)
    )
    return max(0.0, middle - half), min(1.0, middle + half)


def rounded_live(count: int, base: int = 5) -> int:
    """Return a count for a live wall, rounded down to the base."""
    return count // base * base
