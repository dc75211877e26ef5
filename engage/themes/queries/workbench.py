"""What the workbench shows: true counts, for staff and not for publication."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute

from engage.catchments.models import Catchment
from engage.contributions.models import Contribution
from engage.contributions.queries import visible_to
from engage.core.actors import Actor
from engage.core.db import session
from engage.themes.models import Assignment, Theme
from engage.themes.queries.themes import list_themes

PAGE_SIZE = 20
ThemeColumn = InstrumentedAttribute[int | None]


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One theme with its parts: texts, voices, and texts per catchment (slug)."""

    theme: Theme
    texts: int
    voices: int
    catchments: dict[str, int] = field(default_factory=dict)
    parts: Sequence["ThemeRow"] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """One text and why it is where it is."""

    contribution: Contribution
    assignment: Assignment

    @property
    def words(self) -> list[str]:
        """The words that put it there, the strongest first."""
        if self.assignment.is_pinned:
            return []
        return [str(term) for term, _weight in self.assignment.reasons]

    def pieces(self) -> list[tuple[str, bool]]:
        """Return the text in pieces, each with whether it is one of those words.

        A word counts in any of its forms that begin alike: "jobs" for "job".
        """
        stems = [_stem(word) for term in self.words for word in term.split()]
        if not stems:
            return [(self.contribution.text, False)]
        told = "|".join(re.escape(stem) for stem in sorted(stems, key=len)[::-1])
        parts = re.split(
            rf"(\b(?:{told})\w*)", self.contribution.text, flags=re.IGNORECASE
        )
        return [(part, n % 2 == 1) for n, part in enumerate(parts) if part]


def _stem(word: str) -> str:
    return word[: max(3, len(word) - 3)]


def list_rows(consultation_id: int) -> list[ThemeRow]:
    """Return the themes of now in order, each with its parts, with true counts."""
    themes = list_themes(consultation_id)
    tops = _counts(consultation_id, Assignment.theme_id)
    parts = _counts(consultation_id, Assignment.subtheme_id)
    places = _catchments(consultation_id)
    inside: dict[int | None, list[ThemeRow]] = defaultdict(list)
    for theme in themes:
        row = ThemeRow(theme, *parts.get(theme.id, (0, 0)))
        inside[theme.parent_id].append(row)
    return [
        ThemeRow(
            theme,
            *tops.get(theme.id, (0, 0)),
            dict(places[theme.id]),
            tuple(inside[theme.id]),
        )
        for theme in themes
        if theme.parent_id is None
    ]


def get_row(theme: Theme) -> ThemeRow:
    """Return one theme with its parts and true counts; empty where it is set aside."""
    rows = list_rows(theme.consultation_id)
    flat = [item for row in rows for item in (row, *row.parts)]
    found = (row for row in flat if row.theme.id == theme.id)
    return next(found, ThemeRow(theme, 0, 0))


def list_placed(actor: Actor, theme: Theme, page: int) -> tuple[list[Placed], int]:
    """Return one page of a theme's texts in the actor's scope, and how many."""
    column = Assignment.theme_id if theme.parent_id is None else Assignment.subtheme_id
    return _page(actor, theme.consultation_id, column == theme.id, page)


def list_texts(actor: Actor, theme: Theme, after: str, most: int) -> list[Placed]:
    """Return a theme's texts in the actor's scope by public id, from after one on."""
    column = Assignment.theme_id if theme.parent_id is None else Assignment.subtheme_id
    rows: Any = session().execute(
        visible_to(actor)
        .add_columns(Assignment)
        .join(Assignment, Assignment.contribution_id == Contribution.id)
        .where(
            _approved(theme.consultation_id),
            column == theme.id,
            Contribution.public_id > after,
        )
        .order_by(Contribution.public_id)
        .limit(most)
    )
    return [Placed(contribution, place) for contribution, place in rows]


def list_loose(
    actor: Actor, consultation_id: int, page: int
) -> tuple[list[Placed], int]:
    """Return one page of the texts that are in no theme, and how many there are."""
    is_loose = Assignment.theme_id.is_(None) & Assignment.is_blank.is_(False)
    return _page(actor, consultation_id, is_loose, page)


def count_late(consultation_id: int) -> tuple[int, int]:
    """Return how many texts came after the run, and how many of those fit nowhere."""
    is_loose = func.sum(cast(Assignment.theme_id.is_(None), Integer))
    counted = session().execute(
        select(func.count(), func.coalesce(is_loose, 0))
        .select_from(Assignment)
        .join(Contribution, Contribution.id == Assignment.contribution_id)
        .where(_approved(consultation_id), Assignment.is_late)
    )
    late, loose = counted.one()
    return int(late), int(loose)


def _approved(consultation_id: int) -> ColumnElement[bool]:
    return (Contribution.consultation_id == consultation_id) & (
        Contribution.status == "approved"
    )


def _counts(consultation_id: int, column: ThemeColumn) -> dict[int, tuple[int, int]]:
    """Return texts and voices by theme; a campaign is one voice."""
    voice = case(
        (Contribution.campaign.is_not(None), "campaign:" + Contribution.campaign),
        else_=Contribution.voice,
    )
    rows = session().execute(
        select(column, func.count(), func.count(voice.distinct()))
        .join(Contribution, Contribution.id == Assignment.contribution_id)
        .where(_approved(consultation_id), column.is_not(None))
        .group_by(column)
    )
    return {int(theme or 0): (int(texts), int(voices)) for theme, texts, voices in rows}


def _catchments(consultation_id: int) -> dict[int, dict[str, int]]:
    rows = session().execute(
        select(Assignment.theme_id, Catchment.slug, func.count())
        .join(Contribution, Contribution.id == Assignment.contribution_id)
        .join(Catchment, Catchment.id == Contribution.catchment_id)
        .where(_approved(consultation_id), Assignment.theme_id.is_not(None))
        .group_by(Assignment.theme_id, Catchment.slug)
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for theme_id, slug, count in rows:
        found[int(theme_id or 0)][slug] = int(count)
    return found


def _page(
    actor: Actor, consultation_id: int, condition: ColumnElement[bool], page: int
) -> tuple[list[Placed], int]:
    selected = (
        visible_to(actor)
        .add_columns(Assignment)
        .join(Assignment, Assignment.contribution_id == Contribution.id)
        .where(_approved(consultation_id), condition)
    )
    total = session().scalar(select(func.count()).select_from(selected.subquery())) or 0
    rows: Any = session().execute(
        selected.order_by(Assignment.strength.desc(), Contribution.public_id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return [Placed(contribution, place) for contribution, place in rows], total
