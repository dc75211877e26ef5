"""Giving themes titles written beforehand: each goes to the theme with its members."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engage.consultations.models import Consultation
from engage.contributions.queries import list_approved
from engage.core.actors import Actor
from engage.core.i18n import Bilingual
from engage.themes import queries
from engage.themes.actions.naming import rename_theme
from engage.themes.models import Theme

LEAST_OVERLAP = 0.3


@dataclass(frozen=True, slots=True)
class Title:
    """A title for the theme that holds most of some texts, named by `source_key`."""

    members: frozenset[str]
    label: Bilingual
    description: Bilingual | None = None


def read_titles(listed: Sequence[Mapping[str, object]]) -> list[Title]:
    """Return titles from a list of `{"members": […], "en": …, "fr": …}`."""
    return [
        Title(
            members=frozenset(str(key) for key in item["members"]),  # type: ignore[attr-defined]
            label=Bilingual(str(item["en"]), str(item["fr"])),
        )
        for item in listed
    ]


def match_theme_titles(
    consultation: Consultation, titles: Sequence[Title], *, by: Actor
) -> dict[Title, Theme]:
    """Rename each theme whose members fit a title best, as a person would.

    The closest pairs go first (Jaccard index, at least 0.3); a theme gets one title and
    a title goes to one theme. Return the pairs; titles that fit nowhere are left out.
    """
    pairs = _pairs(consultation, titles)
    matched: dict[Title, Theme] = {}
    named: set[int] = set()
    for _overlap, _key, place, theme in pairs:
        title = titles[place]
        if title in matched or theme.id in named:
            continue
        rename_theme(
            theme,
            title.label,
            description=title.description,
            version=theme.version,
            by=by,
        )
        matched[title] = theme
        named.add(theme.id)
    return matched


def _pairs(
    consultation: Consultation, titles: Sequence[Title]
) -> list[tuple[float, str, int, Theme]]:
    """Return the pairs that overlap enough, the closest first."""
    keys = {item.id: item.source_key for item in list_approved(consultation.id)}
    themes = {theme.id: theme for theme in queries.list_themes(consultation.id)}
    members: dict[int, set[str]] = {theme_id: set() for theme_id in themes}
    for place in queries.list_places(consultation.id):
        for theme_id in {place.theme_id, place.subtheme_id} & themes.keys():
            members[theme_id or 0].add(keys.get(place.contribution_id, ""))
    pairs = [
        (-_jaccard(title.members, members[theme.id]), theme.key, number, theme)
        for number, title in enumerate(titles)
        for theme in themes.values()
    ]
    close = [pair for pair in pairs if -pair[0] >= LEAST_OVERLAP]
    return sorted(close, key=lambda pair: pair[:3])


def _jaccard(one: frozenset[str], other: set[str]) -> float:
    return len(one & other) / max(len(one | other), 1)
