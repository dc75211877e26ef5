"""Going on from an earlier run: its themes are where the next one begins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from analysis.vectors import unit_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from analysis.lots import Keys
    from analysis.model import Model
    from analysis.vectors import Floats, Rows, Vocabulary


@dataclass(frozen=True, slots=True)
class Seeds:
    """Where a run begins: names and centres of themes, and who was in them.

    `centres` (seeds, terms) are in the words of the new run; `known` (texts,) is the
    seed each text was in, -1 for a text the earlier run did not have; `parents` is the
    seed a part belongs to, -1 for a theme; `floors` is the least strength of each.
    """

    ids: tuple[str, ...]
    centres: Rows
    parents: NDArray[np.int32]
    floors: Floats
    known: NDArray[np.int32]
    known_part: NDArray[np.int32]

    def among(self, rows: NDArray[np.intp]) -> Seeds:
        """The same seeds, for some of the texts."""
        return replace(self, known=self.known[rows], known_part=self.known_part[rows])

    def theme_of(self) -> dict[str, str]:
        """The theme of each part, by id."""
        return {
            name: self.ids[parent]
            for name, parent in zip(self.ids, self.parents.tolist(), strict=True)
            if parent >= 0
        }


def plant(
    previous: Model,
    vocabulary: Vocabulary,
    keys: Keys,
    merged: Mapping[str, str],
) -> Seeds:
    """Carry the themes of an earlier run over into the words of this one.

    `merged` says which themes people made part of which others.
    """
    number = {name: i for i, name in enumerate(previous.ids)}
    heir = np.array([number.get(_end(name, merged), i) for name, i in number.items()])
    kept = np.flatnonzero(
        (heir == np.arange(len(heir))) & _lives(previous.parents, heir)
    )
    moved = np.full(len(heir) + 1, -1, np.int32)
    moved[kept] = np.arange(len(kept), dtype=np.int32)
    moved[:-1] = moved[heir]
    centres = _translate(previous.centres[kept], previous.vocabulary, vocabulary)
    parents = previous.parents[kept]
    at = dict(zip(previous.keys.tolist(), previous.rows, strict=True))
    nowhere = np.full(2, -1, np.int32)
    rows = np.array([at.get(key, nowhere) for key in keys.tolist()], np.int32)
    return Seeds(
        tuple(previous.ids[i] for i in kept),
        centres,
        np.where(parents < 0, -1, moved[parents]).astype(np.int32),
        previous.floors[kept],
        moved[rows[:, 0]],
        moved[rows[:, 1]],
    )


def _end(name: str, merged: Mapping[str, str]) -> str:
    """The theme a theme ended up in, however many merges it went through."""
    seen = {name}
    while merged.get(name, name) not in seen:
        name = merged[name]
        seen.add(name)
    return name


def _lives(parents: NDArray[np.int32], heir: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Parts live as long as their theme was merged into no other."""
    own = parents < 0
    return np.asarray(own | (heir[parents] == parents))


def _translate(centres: Rows, old: Vocabulary, new: Vocabulary) -> Rows:
    """Centres in the words of another vocabulary; words it lacks are lost."""
    place = {new.term(column): column for column in range(new.plain)}
    column_of = np.array([place.get(old.term(c), -1) for c in range(old.plain)])
    inside = centres.tocoo()
    plain = inside.col < old.plain
    rows, data = inside.row[plain], inside.data[plain]
    columns = column_of[inside.col[plain]] if old.plain else inside.col[plain]
    hit = columns >= 0
    shape = (centres.shape[0], new.plain)
    moved = sparse.csr_matrix((data[hit], (rows[hit], columns[hit])), shape=shape)
    notions = moved @ new.ties
    return unit_rows(sparse.hstack([moved, notions], format="csr").astype(np.float32))
