"""What people decided, as rules that the clusters keep."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from analysis.corpus import Reading
    from analysis.documents import Constraints, Document
    from analysis.growth import Seeds
    from analysis.vectors import Floats


@dataclass(frozen=True, slots=True)
class Rules:
    """Decisions by row of the different texts.

    `pinned` names the theme a row stays in, and the part after it if there is one;
    rows of one entry of `together` share a theme; rows of one pair of `apart` never do.
    """

    pinned: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    together: tuple[tuple[int, ...], ...] = ()
    apart: tuple[tuple[int, int], ...] = ()

    def among(self, rows: NDArray[np.intp]) -> Rules:
        """The rules about some of the rows, numbered anew."""
        at = {row: i for i, row in enumerate(rows.tolist())}
        groups = (tuple(at[r] for r in g if r in at) for g in self.together)
        return Rules(
            {at[row]: names for row, names in self.pinned.items() if row in at},
            tuple(group for group in groups if len(group) > 1),
            tuple((at[a], at[b]) for a, b in self.apart if a in at and b in at),
        )

    def rows(self) -> NDArray[np.intp]:
        """Every row a rule speaks of, ascending."""
        named = {*self.pinned, *sum(self.together, ()), *sum(self.apart, ())}
        return np.array(sorted(named), np.intp)

    def names(self) -> list[str]:
        """Every theme somebody pinned a text to."""
        return sorted({names[0] for names in self.pinned.values()})

    def settle(self, likeness: Floats, ids: Sequence[str | None]) -> NDArray[np.intp]:
        """The nearest theme the rules allow each row; `ids` name the columns."""
        likeness = likeness.copy()
        for group in self.together:
            likeness[list(group)] = likeness[list(group)].mean(axis=0)
        column = {theme: i for i, theme in enumerate(ids)}
        for row, names in self.pinned.items():
            for name in names:
                if name in column:
                    likeness[row, column[name]] = 2.0
        labels = likeness.argmax(axis=1)
        for first, second in self.apart:
            if labels[first] == labels[second] and likeness.shape[1] > 1:
                at = labels[first]
                weaker = min(first, second, key=lambda row: likeness[row, at])
                likeness[weaker, at] = -1.0
                labels[weaker] = likeness[weaker].argmax()
        return np.asarray(labels)


def resolve(
    constraints: Constraints,
    documents: Sequence[Document],
    reading: Reading,
    seeds: Seeds | None,
) -> Rules:
    """Turn decisions about documents into rules about their texts.

    A pin to a part of a seed is one to its theme too. Documents that are no longer
    there, blank or excluded are passed over.
    """
    theme_of = seeds.theme_of() if seeds else {}
    row = {
        document.id: at
        for document, at in zip(documents, reading.row.tolist(), strict=True)
        if at >= 0
    }
    groups = (sorted({row[d] for d in g if d in row}) for g in constraints.together)
    pairs = ((row.get(a, -1), row.get(b, -1)) for a, b in constraints.apart)
    pinned = {
        row[name]: (theme_of[theme], theme) if theme in theme_of else (theme,)
        for name, theme in sorted(constraints.pinned.items())
        if name in row
    }
    return Rules(
        pinned,
        tuple(sorted(tuple(group) for group in groups if len(group) > 1)),
        tuple(
            sorted({(min(p), max(p)) for p in pairs if min(p) >= 0 and len({*p}) > 1})
        ),
    )
