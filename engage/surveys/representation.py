"""Who was heard as often as they live there, and who was not: counts beside the census.

Ages are compared where the bands a survey offers can be put together from those the
census gives.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engage.catchments.facts import OPEN_END
from engage.core.disclosure import wilson

_BAND = re.compile(
    r"(?:aged?[-_]?)?(?:"
    r"(?P<low>\d{1,2})[-_](?:to[-_])?(?P<high>\d{1,2})"
    r"|(?P<least>\d{1,2})[-_]?(?:plus|and[-_]\w+|or[-_]\w+)"
    r"|(?:under|below|less[-_]than)[-_](?P<below>\d{1,2})"
    r")"
)


@dataclass(frozen=True)
class Heard:
    """A group: how many answered, how many live there, both as shares of 1.

    `low` and `high` are the 95 % interval of the share of those who answered;
    `would_be` is how many answers would be the group's share of all.
    """

    key: str
    count: int
    people: int
    share: float
    low: float
    high: float
    part: float
    would_be: int

    @property
    def verdict(self) -> str:
        """Whether it is heard less (`under`) or more (`over`) than it is large."""
        if self.high < self.part:
            return "under"
        return "over" if self.low > self.part else "even"


def compare(counts: Mapping[str, int], people: Mapping[str, int]) -> list[Heard]:
    """Return each group of the census beside how many of it answered.

    Nothing where nobody answered, or where there is only one group.
    """
    total = sum(counts.get(key, 0) for key in people)
    population = sum(people.values())
    if not total or not population or len(people) < 2:
        return []
    made = []
    for key, living in people.items():
        count = counts.get(key, 0)
        low, high = wilson(count, total)
        share, part = count / total, living / population
        would_be = round(part * total)
        made.append(Heard(key, count, living, share, low, high, part, would_be))
    return made


def band_of(key: str) -> tuple[int, int] | None:
    """Return the ages of a band by the short name of its answer: from, up to below.

    `18_24` is 18 to 24; `65_plus` has no upper end; `under_25` begins at 0.
    """
    found = _BAND.fullmatch(key)
    if found is None:
        return None
    if found["below"]:
        return 0, int(found["below"])
    if found["least"]:
        return int(found["least"]), OPEN_END
    low, high = int(found["low"]), int(found["high"]) + 1
    return (low, high) if low < high else None


def people_between(
    census: Mapping[tuple[int, int], int], low: int, high: int
) -> int | None:
    """Return how many people are of these ages, put together from census bands."""
    if low == high:
        return 0
    for (begin, end), people in census.items():
        if begin == low and end <= high:
            rest = people_between(census, end, high)
            if rest is not None:
                return people + rest
    return None


def ages_of(
    keys: Iterable[str], census: Mapping[tuple[int, int], int]
) -> dict[str, int]:
    """Return how many people the census has for each answer that is a band of ages."""
    found = {}
    for key in keys:
        band = band_of(key)
        people = people_between(census, *band) if band else None
        if people is not None:
            found[key] = people
    return found
