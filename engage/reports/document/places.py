"""What is particular to each catchment, from the published figures alone.

A theme is raised more, or less, in a catchment where its interval there lies wholly
above, or below, its interval in all. Who was heard is set beside who lives there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engage.core.i18n import current_language
from engage.core.i18n import gettext as _
from engage.reports.document import wording
from engage.reports.document.figures import Row

# Heard much more, or much less, than the census would have it.
TWICE, HALF = 2.0, 0.5


@dataclass(frozen=True)
class Apart:
    """A theme in a catchment that stands apart from the whole, and by how much."""

    theme: Row
    slug: str
    there: Row

    @property
    def difference(self) -> float:
        """How far the share there lies above that of the whole."""
        value: float = self.there["value"] - self.theme["share"]["value"]
        return value


def themes_apart(document: Row) -> Iterator[Apart]:
    """Yield the themes that are raised more or less in a catchment than in all."""
    for theme in document["themes"]:
        whole = theme["share"]
        for row in theme["catchments"] if whole is not None else ():
            there = row["share"]
            if there is None:
                continue
            if there["low"] > whole["high"] or there["high"] < whole["low"]:
                yield Apart(theme, row["slug"], there)


def profiles_of(document: Row) -> list[tuple[Row, list[Apart], list[Apart]]]:
    """Return each catchment that stands apart: what is raised more there, and less."""
    apart = sorted(themes_apart(document), key=lambda one: -abs(one.difference))
    found = []
    for place in document["who"]["catchments"]:
        here = [one for one in apart if one.slug == place["slug"]]
        more = [one for one in here if one.difference > 0]
        less = [one for one in here if one.difference < 0]
        if here:
            found.append((place, more, less))
    return found


def census_share(document: Row, place: Row) -> float | None:
    """Return which share of the people of all catchments live in one, by the census."""
    everybody = sum(row["population"] or 0 for row in document["who"]["catchments"])
    return place["population"] / everybody if place["population"] else None


def heard_unevenly(document: Row) -> dict[str, list[Row]]:
    """Return the catchments heard much more, or less, than the census would have it.

    "few" are those whose number is too small to show.
    """
    found: dict[str, list[Row]] = {"more": [], "less": [], "few": []}
    for place in document["who"]["catchments"]:
        lives = census_share(document, place)
        if lives is None:
            continue
        if place["share"] is None:
            found["few"].append(place)
        elif place["share"]["value"] >= TWICE * lives:
            found["more"].append(place)
        elif place["share"]["value"] <= HALF * lives:
            found["less"].append(place)
    return found


def uneven_words(document: Row) -> list[str]:
    """Return in sentences who was heard much more, less, or hardly at all."""
    found = heard_unevenly(document)
    names = {
        kind: ", ".join(row["name"][current_language()] for row in rows)
        for kind, rows in found.items()
    }
    told = {
        "more": _(
            "Heard at least twice as much as their share of the population: "
            "%(places)s.",
            places=names["more"],
        ),
        "less": _(
            "Heard at most half as much as their share of the population: %(places)s.",
            places=names["less"],
        ),
        "few": _(
            "Too few took part to show how many: %(places)s.", places=names["few"]
        ),
    }
    return [words for kind, words in told.items() if names[kind]]


def profile_words(document: Row) -> list[tuple[Row, list[str]]]:
    """Return each catchment that stands apart, with what is particular to it."""
    return [
        (place, _apart_words(more, less)) for place, more, less in profiles_of(document)
    ]


def _apart_words(more: Iterable[Apart], less: Iterable[Apart]) -> list[str]:
    raised = "; ".join(map(_compared, more))
    seldom = "; ".join(map(_compared, less))
    told = []
    if raised:
        told.append(
            _("Raised more than in all catchments together: %(themes)s.", themes=raised)
        )
    if seldom:
        told.append(_("Raised less: %(themes)s.", themes=seldom))
    return told


def _compared(one: Apart) -> str:
    language = current_language()
    words: str = _(
        "%(theme)s (%(here)s against %(all)s)",
        theme=wording.quoted(one.theme["label"])[language],
        here=wording.percent(one.there["value"])[language],
        all=wording.percent(one.theme["share"]["value"])[language],
    )
    return words
