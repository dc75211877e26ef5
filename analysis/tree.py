"""Themes and their parts: clusters of the texts, then clusters inside each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import numpy as np
from scipy import sparse

from analysis.clusters import consensus, recentre
from analysis.halves import part_strangers
from analysis.kernels import (
    CLEAR,
    MOST_RUNS,
    Kernels,
    find_kernels,
    resampled_runs,
    spell_out,
)
from analysis.quality import MANY, recurring
from analysis.subjects import gather

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.growth import Seeds
    from analysis.lots import Keys
    from analysis.quality import Echo
    from analysis.rules import Rules
    from analysis.tongues import Ear
    from analysis.vectors import Floats, Rows

SMALLEST_PART = 5
"""Texts a part must hold: fewer are a remark, not a part of a theme."""
RUNS, PART_RUNS = 8, 4
COMES_BACK = 0.35
"""Stability below which a theme is dissolved rather than shown."""
REGROWN, REGROWN_MANY = 24, 6
"""Most runs of a clustering that only tests another, of few texts and of many: fewer
make it no milder."""
LAST = 2
LOOSE = 0.5
"""Share of the texts without a theme beyond which no more themes are dissolved."""
ROUNDS, WARM_ROUNDS = 5, 2
"""Rounds of re-centring when themes go on from an earlier run: few, so that they
follow the new texts without leaving the old ones."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What themes grow from.

    `points` (n, d) are clustered, `vectors` (n, terms) are the words that explain it,
    `rules` are what people decided, `keys` (n,) are names to draw lots from; the
    first `stems` terms are single words.
    """

    points: Floats
    vectors: Rows
    ear: Ear
    rules: Rules
    keys: Keys
    stems: int

    def only(self, rows: NDArray[np.intp]) -> Ground:
        """The ground of some of the texts."""
        return Ground(
            self.points[rows],
            self.vectors[rows],
            self.ear.only(rows),
            self.rules.among(rows),
            self.keys[rows],
            self.stems,
        )

    def kernels(self, k: int, turn: int = 0, most: int = MOST_RUNS) -> Kernels:
        """What keeps coming back among k clusters; each turn draws other lots."""
        runs = resampled_runs(self.points, self.keys, k, turn, most)
        words = self.vectors[:, : self.stems].tocsr()
        return find_kernels(runs, words, self.ear, k)

    def gathered(self, kernels: Kernels) -> Kernels:
        """Sayings of one subject as one kernel, where nearly all texts come back."""
        return gather(kernels, self.vectors) if kernels.mass >= CLEAR else kernels


@dataclass(frozen=True, slots=True)
class Tree:
    """Centres (themes and parts, terms), themes first, and each row's parent.

    `parents` is -1 for a theme. `theme` and `part` (texts,) are rows of `centres`,
    `part` -1 where a theme has no parts. `ids` are names to keep, None for new ones.
    `floors` is the strength a text must have to belong, 0 for any.
    """

    centres: Rows
    parents: NDArray[np.int32]
    ids: tuple[str | None, ...]
    floors: Floats
    theme: NDArray[np.intp]
    part: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Split:
    """One level: each text's cluster or -1, the centres, ids to keep, least fits."""

    labels: NDArray[np.intp]
    centres: Rows
    ids: tuple[str | None, ...]
    floors: Floats


def grow(
    ground: Ground, themes: int | Kernels, parts: int, seeds: Seeds | None
) -> Tree:
    """Cluster texts into themes, and each theme into its fair share of the parts.

    Themes are a number or kernels; with `seeds` of an earlier run, themes and parts go
    on from there.
    """
    if seeds is None and isinstance(themes, Kernels):
        top = _pinned(_spelt(ground, themes), ground.rules)
    elif seeds is None:
        top = _pinned(_fresh(ground, cast("int", themes), RUNS), ground.rules)
    else:
        top = _warm(ground, seeds, -1, seeds.known)
        if not top.ids:  # nobody speaks of any earlier theme
            return grow(ground, themes, parts, None)
    levels, parents = [top], [np.full(len(top.ids), -1, np.int32)]
    part = np.full(len(top.labels), -1)
    grown = len(top.ids)
    for theme in range(len(top.ids)):
        inside = np.flatnonzero(top.labels == theme)
        split = _parts(ground, inside, parts, seeds, top.ids[theme])
        if split is None:
            continue
        part[inside] = grown + split.labels
        levels.append(split)
        parents.append(np.full(len(split.ids), theme, np.int32))
        grown += len(split.ids)
    centres = sparse.vstack([level.centres for level in levels], format="csr")
    ids = tuple(name for level in levels for name in level.ids)
    floors = np.concatenate([level.floors for level in levels])
    return Tree(centres, np.concatenate(parents), ids, floors, top.labels, part)


def _parts(
    ground: Ground,
    inside: NDArray[np.intp],
    parts: int,
    seeds: Seeds | None,
    theme: str | None,
) -> Split | None:
    """The parts of one theme, or None when it is too small to have any."""
    if seeds is not None and theme in seeds.ids:
        row = seeds.ids.index(theme)
        if (seeds.parents == row).any():
            return _warm(ground.only(inside), seeds, row, seeds.known_part[inside])
    fair = round(parts * len(inside) / len(ground.points))
    number = min(fair, len(inside) // SMALLEST_PART)
    return _fresh(ground.only(inside), number, PART_RUNS) if number > 1 else None


def _fresh(ground: Ground, k: int, runs: int) -> Split:
    k = min(k, len(ground.points))
    labels = consensus(ground.points, ground.keys, k, 0, runs)
    labels = part_strangers(
        ground.points, ground.vectors, labels, ground.ear.speakers, k
    )
    names: list[str | None] = [None] * k
    return _settled(ground, labels, names, ROUNDS, np.zeros(k, np.float32))


def regrow(
    ground: Ground, like: Kernels, rows: NDArray[np.intp], turn: int
) -> NDArray[np.intp]:
    """The themes that some of the texts alone would give: what `grow` does, anew."""
    drawn = ground.only(rows)
    runs = REGROWN if len(ground.points) < MANY else REGROWN_MANY
    kernels = drawn.kernels(min(like.asked, len(rows)), turn, runs)
    kernels = gather(kernels, drawn.vectors) if like.gathered else kernels
    if not kernels.number:
        return kernels.labels
    return spell_out(drawn.vectors, drawn.ear, kernels)[0]


def sift(ground: Ground, kernels: Kernels, echoes: Sequence[Echo]) -> Kernels:
    """Dissolve, a third at a time, the kernels that do not come back as themes.

    Their texts may then find another theme. The last two stay, whatever they are, and
    so do all when dissolving more would leave most texts without a theme.
    """
    labels, _, _ = spell_out(ground.vectors, ground.ear, kernels)
    while kernels.number > LAST:
        steady = np.array(recurring(labels, kernels.number, echoes))
        weak = np.flatnonzero(steady < COMES_BACK)
        worst = weak[np.argsort(steady[weak], kind="stable")]
        few = kernels.without(worst[: min(-(-len(weak) // 3), kernels.number - LAST)])
        labels, _, _ = spell_out(ground.vectors, ground.ear, few)
        if not len(weak) or (labels < 0).mean() > LOOSE:
            break
        kernels = few
    return kernels


def _spelt(ground: Ground, kernels: Kernels) -> Split:
    """Kernels in words, those without a text left out."""
    labels, centres, floors = spell_out(ground.vectors, ground.ear, kernels)
    names: list[str | None] = [None] * kernels.number
    return _used(labels, centres, names, floors)


def _pinned(split: Split, rules: Rules) -> Split:
    """Give a cluster the name of the theme that most texts in it were pinned to."""
    names = list(split.ids)
    for name in rules.names():
        rows = [row for row, wanted in rules.pinned.items() if wanted[0] == name]
        held = split.labels[rows]
        if not (held >= 0).any():
            continue
        usual = int(np.bincount(held[held >= 0]).argmax())
        names[usual] = names[usual] or name
    return replace(split, ids=tuple(names))


def _warm(ground: Ground, seeds: Seeds, parent: int, known: NDArray[np.int32]) -> Split:
    """Begin from seeds: known texts where they were, new ones at the nearest seed."""
    rows = np.flatnonzero(seeds.parents == parent)
    names: list[str | None] = [seeds.ids[row] for row in rows]
    place = np.full(len(seeds.ids) + 1, -1)
    place[rows] = np.arange(len(rows))
    before = place[known]
    likeness = ground.ear.likeness(ground.vectors, seeds.centres[rows])
    nearest = likeness.argmax(axis=1)
    # What was too weak for a theme must not widen its centre in the next run.
    is_weak = likeness.max(axis=1) < seeds.floors[rows][nearest]
    labels = np.where(before >= 0, before, np.where(is_weak, -1, nearest))
    if parent < 0:
        names += [name for name in ground.rules.names() if name not in names]
    for row, wanted in ground.rules.pinned.items():
        for name in wanted:
            labels[row] = names.index(name) if name in names else labels[row]
    floors = np.zeros(len(names), np.float32)
    floors[: len(rows)] = seeds.floors[rows]
    if floors.any() and len(names) == len(rows):
        # A least strength holds for the centre it was measured at: that one stays.
        labels = _choose(ground, likeness, names, floors)
        return _used(labels, seeds.centres[rows], names, floors)
    return _settled(ground, labels, names, WARM_ROUNDS, floors)


def _choose(
    ground: Ground, likeness: Floats, names: list[str | None], floors: Floats
) -> NDArray[np.intp]:
    best = ground.rules.settle(likeness, names)
    return np.where(likeness[np.arange(len(best)), best] < floors[best], -1, best)


def _settled(
    ground: Ground,
    labels: NDArray[np.intp],
    names: list[str | None],
    rounds: int,
    floors: Floats,
) -> Split:
    """Re-centre under the rules, and drop what has become empty."""

    def choose(likeness: Floats) -> NDArray[np.intp]:
        return _choose(ground, likeness, names, floors)

    k = len(names)
    labels, centres = recentre(ground.vectors, labels, k, ground.ear, choose, rounds)
    return _used(labels, centres, names, floors)


def _used(
    labels: NDArray[np.intp], centres: Rows, names: list[str | None], floors: Floats
) -> Split:
    used = np.unique(labels[labels >= 0])
    place = np.full(len(names) + 1, -1)
    place[used] = np.arange(len(used))
    kept = tuple(names[i] for i in used)
    return Split(place[labels], centres[used], kept, floors[used])
