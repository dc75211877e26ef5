"""Questions about themes: what there is, who speaks of what, what may be published."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.consultations.queries import get_managed_consultation
from engage.contributions.models import Contribution
from engage.contributions.queries import visible_to
from engage.core.actors import Actor
from engage.core.db import session
from engage.core.errors import NotFound
from engage.themes.models import Assignment, Theme, ThemeEdit, ThemeRun


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


def latest_run(consultation_id: int) -> ThemeRun | None:
    """Return the newest run of a consultation, or None."""
    return session().scalar(
        select(ThemeRun)
        .where(ThemeRun.consultation_id == consultation_id)
        .order_by(ThemeRun.number.desc())
        .limit(1)
    )


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


def list_themes(consultation_id: int) -> list[Theme]:
    """Return the themes of now and their parts, in order."""
    return list(
        session().scalars(
            select(Theme)
            .where(Theme.consultation_id == consultation_id, Theme.state == "active")
            .order_by(Theme.position, Theme.id)
        )
    )


def list_set_aside(consultation_id: int) -> list[Theme]:
    """Return the themes that were merged, faded or taken out, in order."""
    return list(
        session().scalars(
            select(Theme)
            .where(Theme.consultation_id == consultation_id, Theme.state != "active")
            .order_by(Theme.position, Theme.id)
        )
    )


def get_theme(actor: Actor, consultation: str, theme: str) -> Theme:
    """Return a theme by public id, in a consultation in which the actor works.

    Raises:
        NotFound: There is none, or it lies outside the actor's catchments.
    """
    owner = get_managed_consultation(actor, consultation)
    found = session().scalar(
        select(Theme).where(Theme.public_id == theme, Theme.consultation_id == owner.id)
    )
    if found is None:
        raise NotFound
    return found


def list_edits(consultation: Consultation, most: int = 50) -> list[ThemeEdit]:
    """Return what people did to the themes, the newest first."""
    return list(
        session().scalars(
            select(ThemeEdit)
            .where(ThemeEdit.consultation_id == consultation.id)
            .order_by(ThemeEdit.id.desc())
            .limit(most)
        )
    )


def in_theme(actor: Actor, theme: Theme) -> Select[Contribution, Assignment]:
    """Return the selection of a theme's texts that the actor may read (rule 2)."""
    column = Assignment.theme_id if theme.parent_id is None else Assignment.subtheme_id
    return (
        visible_to(actor)
        .add_columns(Assignment)
        .join(Assignment, Assignment.contribution_id == Contribution.id)
        .where(Contribution.status == "approved", column == theme.id)
    )


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
