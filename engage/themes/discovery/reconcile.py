"""What a run found, brought together with what people had decided.

Identity follows members: a theme is traced to the themes of before, as people left
them, by the texts they share. Then decisions hold, whatever the engine did with them:
a merged theme that fell apart again is put together, and texts that a person placed,
or took out, stay so.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from engage.themes.discovery.records import Found, FoundPlace, FoundTheme, PastTheme

if TYPE_CHECKING:
    from analysis.lineage import Lineage

Place = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Standing:
    """How themes stand before a run: who is in them, and what people decided.

    `pinned` holds the theme and part in which a person put a contribution, `excluded`
    those a person took out; `retired` are keys of themes merged into others.
    """

    themes: Sequence[PastTheme] = ()
    pinned: Mapping[int, Place] = field(default_factory=dict)
    excluded: frozenset[int] = frozenset()
    retired: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Heir:
    """A theme of the new run under the key it keeps, and where it comes from."""

    theme: FoundTheme
    kind: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written: heirs by key in order, places, and keys that remain.

    `keys` gives the final key of each key of the engine. `kept` are themes of before
    that live on only through the texts people placed in them; `faded` those with none.
    """

    heirs: Mapping[str, Heir]
    places: Sequence[FoundPlace]
    keys: Mapping[str, str]
    kept: frozenset[str]
    faded: frozenset[str]


def reconcile(found: Found, standing: Standing) -> Plan:
    """Return what to write so that themes keep their identity and people their say."""
    keys: dict[str, str] = {}
    heirs: dict[str, Heir] = {}
    taken = {theme.key for theme in standing.themes} | standing.retired
    for is_part in (False, True):
        past = [t for t in standing.themes if (t.parent is not None) == is_part]
        now = [t for t in found.themes if (t.parent is not None) == is_part]
        lineages = _trace(past, now, found.places)
        merged = {theme.key for theme in past if theme.is_merged_into}
        for theme, lineage in zip(now, lineages, strict=True):
            key = _key(theme.key, lineage, merged, taken)
            keys[theme.key] = key
            if key not in heirs or lineage.id is not None:
                heirs[key] = Heir(theme, lineage.kind, lineage.sources)
            taken.add(key)
    heirs = {key: _renamed(heir, keys) for key, heir in heirs.items()}
    places = [_placed(place, keys, standing) for place in found.places]
    used = {place.theme for place in places} | {place.part for place in places}
    gone = {theme.key for theme in standing.themes} - heirs.keys()
    return Plan(heirs, places, keys, frozenset(gone & used), frozenset(gone - used))


def _key(key: str, lineage: "Lineage", merged: set[str], taken: set[str]) -> str:
    """Return the key a found theme keeps; parts of a merged theme share its key."""
    if lineage.id is not None:
        return lineage.id
    whole = next((source for source in lineage.sources if source in merged), None)
    if whole is not None:
        return whole
    tries = (key if n == 1 else f"{key}-{n}" for n in range(1, len(taken) + 2))
    return next(name for name in tries if name not in taken)


def _trace(
    past: Sequence[PastTheme], now: Sequence[FoundTheme], places: Iterable[FoundPlace]
) -> Sequence["Lineage"]:
    from analysis.lineage import match_themes  # noqa: PLC0415 - with the engine

    members: dict[str | None, set[str]] = defaultdict(set)
    for place in places:
        members[place.theme].add(str(place.contribution_id))
        members[place.part].add(str(place.contribution_id))
    before = {theme.key: frozenset(map(str, theme.members)) for theme in past}
    after = [frozenset(members[theme.key]) for theme in now]
    return match_themes(before, after).lineages


def _renamed(heir: Heir, keys: Mapping[str, str]) -> Heir:
    parent = heir.theme.parent
    return replace(
        heir, theme=replace(heir.theme, parent=keys[parent] if parent else None)
    )


def _placed(
    place: FoundPlace, keys: Mapping[str, str], standing: Standing
) -> FoundPlace:
    """Return where one text goes: as a person said, else as the engine found."""
    if place.contribution_id in standing.excluded:
        return replace(place, theme=None, part=None, second=None, reasons=[])
    theme = keys[place.theme] if place.theme else None
    part = keys[place.part] if place.part else None
    second = keys[place.second] if place.second else None
    pinned = standing.pinned.get(place.contribution_id)
    if pinned is None or pinned[0] == theme:
        second = None if second == theme else second
        return replace(place, theme=theme, part=part, second=second)
    return replace(
        place, theme=pinned[0], part=pinned[1], second=theme, strength=1.0, reasons=[]
    )
