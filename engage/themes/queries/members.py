"""Who speaks of what: themes with their members, for reports."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select

from engage.catchments.models import Catchment
from engage.contributions.models import Contribution
from engage.core.db import session
from engage.themes.models import Assignment, Theme
from engage.themes.queries.themes import list_themes


@dataclass(frozen=True, slots=True)
class Member:
    """One approved text in a theme, with all that counting needs.

    Texts of one `voice` count once per theme; texts of one `campaign` are one voice
    too. `catchment` is a slug, None where the person named none.
    """

    contribution_id: int
    public_id: str
    voice: str
    campaign: str | None
    catchment: str | None
    language: str
    strength: float
    subtheme_id: int | None

    @property
    def counted_as(self) -> str:
        """The name under which it counts when campaigns count once."""
        return f"campaign:{self.campaign}" if self.campaign else self.voice


@dataclass(frozen=True, slots=True)
class ThemeWithMembers:
    """A theme, its parts in order, and its members, the firmest first."""

    theme: Theme
    parts: tuple[Theme, ...]
    members: tuple[Member, ...]

    def members_of(self, part: Theme) -> tuple[Member, ...]:
        """Return the members that are in one part."""
        return tuple(item for item in self.members if item.subtheme_id == part.id)


def published_themes(consultation_id: int) -> list[ThemeWithMembers]:
    """Return the themes a person vouches for, in order, with their members.

    Members are approved contributions alone: the figures made of them still have to
    pass through `core.disclosure`.
    """
    return [
        item
        for item in themes_with_members(consultation_id)
        if item.theme.is_signed_off
    ]


def themes_with_members(consultation_id: int) -> list[ThemeWithMembers]:
    """Return all themes of now, in order, with their members."""
    themes = list_themes(consultation_id)
    parts = _by_parent(themes)
    members: dict[int, list[Member]] = defaultdict(list)
    for row in session().execute(_members(consultation_id)):
        members[row.theme_id].append(_member(row))
    return [
        ThemeWithMembers(theme, tuple(parts[theme.id]), tuple(members[theme.id]))
        for theme in themes
        if theme.parent_id is None
    ]


def unassigned(consultation_id: int) -> tuple[Member, ...]:
    """Return the approved texts that are in no theme, blank and excluded ones left out.

    Texts that came after the newest run and wait to be placed are among them.
    """
    rows = session().execute(
        _member_columns()
        .outerjoin(Assignment, Assignment.contribution_id == Contribution.id)
        .where(
            _approved_in(consultation_id),
            Assignment.theme_id.is_(None),
            Assignment.is_blank.is_not(True),
            Assignment.is_excluded.is_not(True),
        )
        .order_by(Contribution.public_id)
    )
    return tuple(_member(row) for row in rows)


def _by_parent(themes: Iterable[Theme]) -> dict[int | None, list[Theme]]:
    parts: dict[int | None, list[Theme]] = defaultdict(list)
    for theme in themes:
        parts[theme.parent_id].append(theme)
    return parts


def _approved_in(consultation_id: int) -> ColumnElement[bool]:
    return (Contribution.consultation_id == consultation_id) & (
        Contribution.status == "approved"
    )


def _member_columns() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Contribution.id,
            Contribution.public_id,
            Contribution.voice,
            Contribution.campaign,
            Catchment.slug,
            Contribution.language,
            func.coalesce(Assignment.strength, 0.0).label("strength"),
            Assignment.theme_id,
            Assignment.subtheme_id,
        )
        .select_from(Contribution)
        .outerjoin(Catchment, Catchment.id == Contribution.catchment_id)
    )


def _members(consultation_id: int) -> Select[*tuple[Any, ...]]:
    return (
        _member_columns()
        .join(Assignment, Assignment.contribution_id == Contribution.id)
        .where(_approved_in(consultation_id), Assignment.theme_id.is_not(None))
        .order_by(Assignment.strength.desc(), Contribution.public_id)
    )


def _member(row: Row[*tuple[Any, ...]]) -> Member:
    return Member(
        row.id, row.public_id, row.voice, row.campaign, row.slug, row.language,
        row.strength, row.subtheme_id,
    )  # fmt: skip
