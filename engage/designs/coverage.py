"""How much of what people said a design answers.

A person counts once for each theme they speak of. What is published is computed from
published figures alone, so it tells nothing that they do not (rule 17): a theme whose
figure is withheld counts as a theme, and adds no people.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engage.core.disclosure import share_of
from engage.designs.facts import ANSWERS

DIGITS = 4


@dataclass(frozen=True)
class Heard:
    """A theme in a catchment: how many people speak of it, and how it is answered.

    `people` is None where that is not shown; `verdict` is empty where nobody has said
    anything yet.
    """

    people: int | None
    verdict: str = ""

    @property
    def is_answered(self) -> bool:
        """Whether the design says something to it, if only why not."""
        return self.verdict in ANSWERS


@dataclass(frozen=True)
class Coverage:
    """Themes and people (once a theme): all of them, and those with an answer."""

    themes: int = 0
    answered: int = 0
    people: int = 0
    people_answered: int = 0

    @property
    def share(self) -> float | None:
        """The share of the people, None where too few can be shown."""
        found = share_of(self.people_answered, self.people)
        return None if found is None else found.value

    @property
    def true_share(self) -> float:
        """The share of the people however few they are: for staff alone."""
        return self.people_answered / self.people if self.people else 0.0


@dataclass(frozen=True)
class ProvinceCoverage:
    """The share over all catchments, as counted and weighted by who lives there."""

    raw: float | None
    weighted: float | None


def coverage_of(themes: Iterable[Heard]) -> Coverage:
    """Return how much of what was heard in a catchment is answered."""
    heard = list(themes)
    answered = [item for item in heard if item.is_answered]
    return Coverage(
        themes=len(heard),
        answered=len(answered),
        people=sum(item.people or 0 for item in heard),
        people_answered=sum(item.people or 0 for item in answered),
    )


def province_coverage(
    places: Mapping[str, Coverage], populations: Mapping[str, int]
) -> ProvinceCoverage:
    """Return how much is answered over several catchments.

    Weighted, each catchment counts by its people in the census, however many of them
    answered; those whose share cannot be shown are left out of both.
    """
    shown = {slug: part for slug, part in places.items() if part.share is not None}
    if not shown:
        return ProvinceCoverage(None, None)
    whole = share_of(
        sum(part.people_answered for part in shown.values()),
        sum(part.people for part in shown.values()),
    )
    people = sum(populations[slug] for slug in shown)
    weighted = sum(
        (part.share or 0) * populations[slug] for slug, part in shown.items()
    )
    return ProvinceCoverage(
        raw=whole.value if whole else None,
        weighted=round(weighted / people, DIGITS),
    )
