"""What a run begins with: the approved texts, and how things stand."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row

from engage.themes import queries
from engage.themes.discovery.reconcile import Standing
from engage.themes.discovery.records import PastTheme, Source
from engage.themes.models import Assignment, Theme

LIVING = ("active", "excluded")


def read_sources(consultation_id: int) -> list[Source]:
    """Return the approved texts of a consultation."""
    return [_source(row) for row in queries.list_sources(consultation_id)]


def read_unplaced(consultation_id: int) -> list[Source]:
    """Return the approved texts that came after the newest run."""
    return [_source(row) for row in queries.list_unplaced(consultation_id)]


def read_standing(consultation_id: int) -> Standing:
    """Return how themes stand, as people left them."""
    themes = {theme.id: theme for theme in queries.list_all_themes(consultation_id)}
    places = queries.list_places(consultation_id)
    members = _members(places)
    merged_into = {theme.merged_into_id for theme in themes.values()}
    living = [theme for theme in themes.values() if theme.state in LIVING]
    return Standing(
        themes=[
            _past(theme, themes, members[theme.id], theme.id in merged_into)
            for theme in living
        ],
        pinned={
            place.contribution_id: _keys(place, themes)
            for place in places
            if place.is_pinned and place.theme_id is not None
        },
        excluded=frozenset(p.contribution_id for p in places if p.is_excluded),
        retired=frozenset(t.key for t in themes.values() if t.state == "merged"),
    )


def _source(row: Row[*tuple[Any, ...]]) -> Source:
    return Source(
        contribution_id=row.id,
        public_id=row.public_id,
        text=row.text,
        language=row.language,
        catchment=row.slug,
        is_quotable=row.may_quote,
    )


def _members(places: Iterable[Assignment]) -> dict[int, set[int]]:
    members: dict[int, set[int]] = defaultdict(set)
    for place in places:
        for theme_id in (place.theme_id, place.subtheme_id):
            if theme_id is not None:
                members[theme_id].add(place.contribution_id)
    return members


def _past(
    theme: Theme,
    themes: dict[int, Theme],
    members: Iterable[int],
    is_merged_into: bool,  # noqa: FBT001
) -> PastTheme:
    return PastTheme(
        key=theme.key,
        parent=themes[theme.parent_id].key if theme.parent_id else None,
        members=frozenset(members),
        is_merged_into=is_merged_into,
        labels={code: getattr(theme.label, code) for code in theme.written},
    )


def _keys(place: Assignment, themes: dict[int, Theme]) -> tuple[str, str | None]:
    part = themes[place.subtheme_id].key if place.subtheme_id else None
    return themes[place.theme_id or 0].key, part
