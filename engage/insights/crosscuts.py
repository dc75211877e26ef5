"""Who speaks of which theme: by language, way of taking part, and who people are.

Every figure passes through `core.disclosure`, for staff too: what people said of
themselves is kept apart from what they wrote, and small groups stay unseen. A group's
share is held against that of all the others (test of two proportions), from the rounded
figures alone (rule 17) and allowing for what rounding may have done to each of them.
Over the cells of a table the false discovery rate is kept (Benjamini and Hochberg
1995).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from engage.consultations.models import Consultation
from engage.core.disclosure import (
    LEAST_BASE_FOR_SHARES,
    Disclosure,
    Figure,
    Share,
    Whole,
    share,
)
from engage.core.i18n import Bilingual
from engage.insights.queries import Trait, list_traits
from engage.themes.models import Theme
from engage.themes.queries import themes_with_members, unassigned

MORE, LESS = "more", "less"
FALSE_DISCOVERIES = 0.05


@dataclass(frozen=True)
class Cell:
    """How many of a group speak of a theme, and whether more or less than others."""

    people: Figure
    share: Share | None
    p: float | None = None
    stands_out: str = ""


@dataclass(frozen=True)
class Group:
    """People who have something in common, and how many of them wrote."""

    label: Bilingual
    people: Figure


@dataclass(frozen=True)
class Line:
    """A theme, everybody who speaks of it, and those of each group."""

    theme: Theme
    everybody: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Cut:
    """A table of themes by groups; groups too small to be shown are only counted."""

    title: Bilingual
    groups: tuple[Group, ...]
    lines: tuple[Line, ...]
    too_small: int


class Counter:
    """Counts the people of one consultation, each cell under a name that stays."""

    def __init__(self, consultation: Consultation, rules: Disclosure) -> None:
        self.slug, self.rules = consultation.slug, rules
        themes = themes_with_members(consultation.id)
        loose = {item.voice for item in unassigned(consultation.id)}
        self.voices = {
            item.theme: frozenset(member.voice for member in item.members)
            for item in themes
        }
        self.writers = frozenset(loose.union(*self.voices.values()))
        self.all = rules.whole(self.cell("writers"), self.writers)

    def cell(self, *parts: str) -> str:
        """Return the name of a cell."""
        return "|".join((self.slug, *parts))

    def theme(self, theme: Theme) -> Figure:
        """Return how many speak of a theme."""
        name = self.cell(f"theme:{theme.key}")
        return self.rules.part(name, self.voices[theme], self.all)

    def group(self, name: str, voices: Iterable[str]) -> Whole:
        """Return those of a group who wrote."""
        inside = self.writers.intersection(voices)
        return self.rules.whole(self.cell("writers", name), inside, self.all.figure)

    def inside(self, theme: Theme, name: str, group: Whole) -> Figure:
        """Return how many of a group speak of a theme."""
        cell = self.cell(f"theme:{theme.key}", name)
        voices = self.voices[theme] & group.members
        return self.rules.part(cell, voices, group, self.theme(theme))


def list_crosscuts(consultation: Consultation, rules: Disclosure) -> list[Cut]:
    """Return a table for each trait of people that has at least two groups to show."""
    counter = Counter(consultation, rules)
    cuts = (_cut(counter, trait) for trait in list_traits(consultation.id))
    return [cut for cut in cuts if len(cut.groups) > 1 and cut.lines]


def _cut(counter: Counter, trait: Trait) -> Cut:
    wholes = {
        key: counter.group(f"{trait.key}:{key}", trait.voices.get(key, ()))
        for key in trait.labels
    }
    shown = {key: one for key, one in wholes.items() if one.figure.value is not None}
    lines = [
        Line(
            theme,
            Cell(counter.theme(theme), share(counter.theme(theme), counter.all.figure)),
            tuple(_cell(counter, theme, trait.key, key, shown) for key in shown),
        )
        for theme in counter.voices
    ]
    return Cut(
        title=trait.title,
        groups=tuple(
            Group(trait.labels[key], one.figure) for key, one in shown.items()
        ),
        lines=tuple(_marked(lines)),
        too_small=len(wholes) - len(shown),
    )


def _cell(
    counter: Counter, theme: Theme, trait: str, key: str, shown: Mapping[str, Whole]
) -> Cell:
    group = shown[key]
    people = counter.inside(theme, f"{trait}:{key}", group)
    figures = (people, group.figure, counter.theme(theme), counter.all.figure)
    p = difference(*figures, base=counter.rules.base)
    return Cell(people, share(people, group.figure), p)


def difference(
    part: Figure, group: Figure, theme: Figure, everybody: Figure, *, base: int
) -> float | None:
    """Return how likely chance and rounding make a group differ so from the others.

    None where a figure is withheld, or a side is too small. Figures are rounded each
    on its own, so that the others may look like more than there are: then all of them.
    """
    known = [one.value for one in (part, group, theme, everybody)]
    if None in known:
        return None
    inside, size, total, whole = (value or 0 for value in known)
    others, rest = total - inside, whole - size
    if min(size, rest) < LEAST_BASE_FOR_SHARES or others < 0:
        return None
    here, there = inside / size, min(others / rest, 1.0)
    pooled = min(total / whole, 1.0)
    by_chance = pooled * (1 - pooled) * (1 / size + 1 / rest)
    spread = math.sqrt(by_chance + _by_rounding(here, there, size, rest, base))
    return math.erfc(abs(here - there) / spread / math.sqrt(2))


def _by_rounding(here: float, there: float, size: int, rest: int, base: int) -> float:
    """Return the variance that rounding four figures at random gives two shares' gap.

    A figure rounded to a multiple of b has a variance of at most b²/4; how far each of
    them moves the gap is its derivative (the delta method).
    """
    moves = (
        1 / size + 1 / rest,  # who of the group speaks of the theme
        here / size + there / rest,  # the group
        1 / rest,  # everybody who speaks of the theme
        there / rest,  # everybody
    )
    return base**2 / 4 * sum(move**2 for move in moves)


def _marked(lines: Sequence[Line]) -> list[Line]:
    """Say which cells stand out, with few false discoveries over the whole table."""
    tested = sorted(
        cell.p for line in lines for cell in line.cells if cell.p is not None
    )
    allowed = [
        p
        for place, p in enumerate(tested, 1)
        if p <= FALSE_DISCOVERIES * place / len(tested)
    ]
    limit = allowed[-1] if allowed else -1.0
    return [
        replace(line, cells=tuple(_told(cell, line, limit) for cell in line.cells))
        for line in lines
    ]


def _told(cell: Cell, line: Line, limit: float) -> Cell:
    if cell.p is None or cell.p > limit or not (cell.share and line.everybody.share):
        return cell
    is_more = cell.share.value > line.everybody.share.value
    return replace(cell, stands_out=MORE if is_more else LESS)
