"""Where the themes of a run come from, and the ids they inherit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.documents import Origin
from analysis.lineage import match_themes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.corpus import Reading
    from analysis.model import Model
    from analysis.placing import Places
    from analysis.tree import Tree


def trace(
    previous: Model | None, reading: Reading, places: Places, tree: Tree
) -> tuple[list[str | None], list[Origin], tuple[str, ...]]:
    """Ids to keep, origins of themes and parts, and the themes nobody speaks of now.

    Themes are traced to themes and parts to parts, by the texts both runs have. An id
    the tree already carries stays.
    """
    ids: list[str | None] = list(tree.ids)
    origins = [Origin() for _ in ids]
    if previous is None:
        return ids, origins, ()
    faded: list[str] = []
    for level, (now, is_level, was_level) in enumerate(
        (
            (places.theme, tree.parents < 0, previous.parents < 0),
            (places.part, tree.parents >= 0, previous.parents >= 0),
        )
    ):
        rows = np.flatnonzero(is_level)
        old = np.flatnonzero(was_level)
        before = _members(previous.rows[:, level], previous.keys.tolist())
        current = _members(now, reading.keys.tolist())
        found = match_themes(
            {previous.ids[row]: before.get(row, frozenset()) for row in old.tolist()},
            [current.get(row, frozenset()) for row in rows.tolist()],
        )
        for row, line in zip(rows.tolist(), found.lineages, strict=True):
            origins[row] = Origin(line.kind, line.sources)
            if ids[row] is None and line.id not in ids:
                ids[row] = line.id
        faded += found.faded if level == 0 else ()
    return ids, origins, tuple(faded)


def _members(
    labels: NDArray[np.int32], keys: Sequence[int]
) -> dict[int, frozenset[str]]:
    """The texts of each row that has any."""
    members: dict[int, list[str]] = {}
    for label, key in zip(labels.tolist(), keys, strict=True):
        if label >= 0:
            members.setdefault(label, []).append(f"{key:016x}")
    return {label: frozenset(mine) for label, mine in members.items()}
