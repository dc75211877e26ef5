"""Where the themes of a run come from, by the texts they share with the last run's.

Only texts that both runs placed in a theme count, so new and withdrawn texts do not
blur the picture. An old theme is a source of a new one when their common texts are
most of either and a material part of both. One source with one heir is the same
theme; several sources were merged; a source with several heirs was split.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

Kind = Literal["same", "merged", "split", "new"]
Theme = TypeVar("Theme", str, int)

MOST = 0.5
MATERIAL = 0.1


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where one theme comes from: its sources, largest first, and the id it keeps."""

    kind: Kind
    sources: tuple[str, ...]
    id: str | None


@dataclass(frozen=True, slots=True)
class LineageResult:
    """One lineage for each current theme, and the previous ids with no heir."""

    lineages: tuple[Lineage, ...]
    faded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Tie:
    """The texts an old theme and a current one have in common."""

    source: str
    heir: int
    common: int
    jaccard: float


def match_themes(
    previous: Mapping[str, frozenset[str]], current: Sequence[frozenset[str]]
) -> LineageResult:
    """Trace each current theme to the previous run's, by the texts both have.

    An old id is inherited at most once, by the heir with the largest Jaccard index.
    The order of the current themes changes nothing but the order of the answer. Themes
    and their parts are traced apart: a theme holds the texts of its parts.

    Args:
        previous: Members (text ids) of each theme of the previous run, by theme id.
        current: Members of each theme of this run.
    """
    ties = _ties(previous, current)
    sources: dict[int, list[str]] = defaultdict(list)
    heirs: Counter[str] = Counter()
    for tie in ties:
        sources[tie.heir].append(tie.source)
        heirs[tie.source] += 1
    ids = _inherited(ties)
    lineages = (
        Lineage(_kind(sources[heir], heirs), tuple(sources[heir]), ids.get(heir))
        for heir in range(len(current))
    )
    return LineageResult(tuple(lineages), tuple(sorted(previous.keys() - heirs)))


def _kind(sources: Sequence[str], heirs: Mapping[str, int]) -> Kind:
    if not sources:
        return "new"
    if len(sources) > 1:
        return "merged"
    return "split" if heirs[sources[0]] > 1 else "same"


def _inherited(ties: Iterable[_Tie]) -> dict[int, str]:
    """Hand each old id to one heir, the closest pairs first."""
    ids: dict[int, str] = {}
    taken: set[str] = set()
    for tie in sorted(ties, key=lambda tie: -tie.jaccard):
        if tie.heir not in ids and tie.source not in taken:
            ids[tie.heir] = tie.source
            taken.add(tie.source)
    return ids


def _ties(
    previous: Mapping[str, frozenset[str]], current: Sequence[frozenset[str]]
) -> list[_Tie]:
    """Find the pairs where the one is a source of the other, largest overlap first."""
    old_of = _themes_of_texts(sorted(previous.items()))
    new_of = _themes_of_texts(enumerate(current))
    common: Counter[tuple[str, int]] = Counter()
    old_sizes: Counter[str] = Counter()
    new_sizes: Counter[int] = Counter()
    for text in old_of.keys() & new_of.keys():
        old_sizes.update(old_of[text])
        new_sizes.update(new_of[text])
        common.update((old, new) for old in old_of[text] for new in new_of[text])
    ties = [
        _Tie(old, new, count, count / (old_sizes[old] + new_sizes[new] - count))
        for (old, new), count in common.items()
        if _is_source(count, old_sizes[old], new_sizes[new])
    ]
    smallest = [min(members, default="") for members in current]
    return sorted(ties, key=lambda tie: (-tie.common, tie.source, smallest[tie.heir]))


def _is_source(common: int, old: int, new: int) -> bool:
    is_most_of_one = common >= MOST * min(old, new)
    return is_most_of_one and common >= MATERIAL * max(old, new)


def _themes_of_texts(
    themes: Iterable[tuple[Theme, frozenset[str]]],
) -> dict[str, list[Theme]]:
    of_text: dict[str, list[Theme]] = defaultdict(list)
    for theme, members in themes:
        for text in members:
            of_text[text].append(theme)
    return of_text
