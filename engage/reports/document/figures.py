"""How figures stand in a report: rounded, or withheld and why."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from engage.core.disclosure import Disclosure, Figure, Share, Whole, share
from engage.core.i18n import Bilingual
from engage.reports.queries import Material

Row = dict[str, Any]
SMALL = "small"
SMALL_OR_ALL = "small_or_nearly_all"


def figure_cell(figure: Figure) -> Row:
    """Return a figure as it stands in a report."""
    if figure.value is not None:
        return {"value": figure.value}
    why = SMALL_OR_ALL if figure.is_part else SMALL
    return {"value": None, "withheld": why, "below": figure.below}


def share_cell(part: Figure, whole: Figure) -> Row | None:
    """Return a share as it stands in a report, None where it must not be shown."""
    found: Share | None = share(part, whole)
    return None if found is None else asdict(found)


def part_cells(part: Figure, whole: Figure) -> Row:
    """Return the figure and the share of a part."""
    return {"people": figure_cell(part), "share": share_cell(part, whole)}


def order_of(row: Row) -> tuple[int, str]:
    """Return what lists are ordered by: the rounded figure, then the name."""
    value = row["people"]["value"]
    return (-1 if value is None else value) * -1, str(row.get("id") or row.get("slug"))


def both(content: Bilingual | None) -> dict[str, str] | None:
    """Return bilingual content as plain data."""
    return None if content is None else {"en": content.en, "fr": content.fr}


class Counting:
    """Counts people of one consultation by cell, catchment or whatever else.

    Cells are named after the consultation and what they hold, so a figure keeps its
    value for as long as the same people are in it.
    """

    def __init__(self, material: Material, rules: Disclosure) -> None:
        self.material = material
        self.rules = rules
        self.slug = material.consultation.slug
        members = [item for theme in material.themes for item in theme.members]
        self.writers = {item.voice for item in (*members, *material.unassigned)}
        self.people = rules.whole(self.cell("people"), material.people)
        self.all_writers = rules.whole(
            self.cell("writers"), self.writers, self.people.figure
        )
        self._known: dict[tuple[str, str | None], Whole] = {}

    def cell(self, *parts: str) -> str:
        """Return the name of a cell."""
        return "|".join((self.slug, *parts))

    def from_catchment(self, voices: Iterable[str], catchment: str | None) -> set[str]:
        """Return those of the voices that come from a catchment."""
        people = self.material.people
        return {voice for voice in voices if people[voice].catchment == catchment}

    def people_of(self, catchment: str | None) -> Whole:
        """Return those of a catchment who took part, and how many they are."""
        return self._there("people", catchment, self.people)

    def writers_of(self, catchment: str | None) -> Whole:
        """Return those of a catchment who wrote something, and how many they are."""
        people = self.people_of(catchment).figure
        return self._there("writers", catchment, self.all_writers, people)

    def _there(
        self, name: str, catchment: str | None, whole: Whole, *groups: Figure
    ) -> Whole:
        if (name, catchment) not in self._known:
            there = self.from_catchment(whole.members, catchment)
            cell = self.cell(name, f"catchment:{catchment or 'none'}")
            counted = self.rules.whole(cell, there, whole.figure, *groups)
            self._known[name, catchment] = counted
        return self._known[name, catchment]
