"""Where texts go, and the words that put them there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol, overload

import numpy as np

from analysis.corpus import is_blank
from analysis.distributed import HERE
from analysis.documents import Assignment, Reason
from analysis.languages import detect_languages, normalise_code
from analysis.model import Model
from analysis.rules import Rules
from analysis.tongues import make_ear
from analysis.vectors import count_terms, weigh
from analysis.words import read_texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.distributed import Hands
    from analysis.tongues import Ear
    from analysis.vectors import Floats, Rows

REASONS = 5
"""Words shown for one assignment."""
CHUNK = 16_384


class Branches(Protocol):
    """Themes and their parts, as a tree or a model has them."""

    @property
    def ids(self) -> Sequence[str | None]:
        """Names, themes first."""

    @property
    def parents(self) -> NDArray[np.int32]:
        """The row of each part's theme, -1 for a theme."""

    @property
    def centres(self) -> Rows:
        """Directions in the space of words: (themes and parts, terms)."""

    @property
    def floors(self) -> Floats:
        """The strength a text must have to belong: (themes and parts,)."""


@dataclass(frozen=True, slots=True)
class Directions:
    """Themes and parts and nothing else: light enough to be sent around."""

    ids: Sequence[str | None]
    parents: NDArray[np.int32]
    centres: Rows
    floors: Floats


@dataclass(frozen=True, slots=True)
class Places:
    """Where texts go: rows of the model, -1 for none; `strength` is the cosine."""

    theme: NDArray[np.int32]
    part: NDArray[np.int32]
    second: NDArray[np.int32]
    strength: Floats


def place(
    vectors: Rows,
    ear: Ear,
    tree: Branches,
    rules: Rules | None = None,
    hands: Hands = HERE,
) -> Places:
    """Put each text vector in the nearest theme, then in the nearest of its parts.

    One that is not near enough to any stays without a theme.
    """
    n = vectors.shape[0]
    fixed = _decided(vectors, ear, tree, rules or Rules())
    chunks = (
        np.arange(start, min(start + CHUNK, n)) for start in range(0, max(n, 1), CHUNK)
    )
    pieces = ((vectors[rows], ear.only(rows), fixed[rows]) for rows in chunks)
    branches = Directions(tree.ids, tree.parents, tree.centres, tree.floors)
    placed = hands.each(partial(_place, branches), pieces)
    return Places(*(np.concatenate(values) for values in zip(*placed, strict=True)))


def _decided(
    vectors: Rows, ear: Ear, tree: Branches, rules: Rules
) -> NDArray[np.int32]:
    """The theme and part (n, 2) that rules leave each text, -1 for no word.."""
    fixed = np.full((vectors.shape[0], 2), -1, np.int32)
    rows = rules.rows()
    if len(rows):
        themes = int((tree.parents < 0).sum())
        likeness = ear.only(rows).likeness(vectors[rows], tree.centres)
        chosen = rules.among(rows).settle(likeness[:, :themes], tree.ids[:themes])
        fixed[rows, 0] = chosen
        for row, names in rules.pinned.items():
            part = tree.ids.index(names[-1]) if names[-1] in tree.ids else 0
            fixed[row, 1] = part if tree.parents[part] == fixed[row, 0] else -1
    return fixed


def _place(
    tree: Branches, piece: tuple[Rows, Ear, NDArray[np.int32]]
) -> tuple[NDArray[np.generic], ...]:
    vectors, ear, fixed = piece
    likeness = ear.likeness(vectors, tree.centres)
    at = np.arange(len(likeness))
    themes = int((tree.parents < 0).sum())
    mine = likeness[:, :themes]
    best = np.where(fixed[:, 0] >= 0, fixed[:, 0], mine.argmax(axis=1))
    strength = mine[at, best]
    firm = (strength > 0) & (strength >= tree.floors[best])
    theme = np.where(firm | (fixed[:, 0] >= 0), best, -1)
    rest = mine.copy()
    rest[at, best] = -1
    second = np.where(rest.max(axis=1) > 0, rest.argmax(axis=1), -1)
    part = np.full(len(at), -1)
    if themes < len(tree.parents):
        inside = tree.parents[themes:][None, :] == theme[:, None]
        chosen = np.where(inside, likeness[:, themes:], -1).argmax(axis=1) + themes
        part = np.where(inside.any(axis=1), chosen, -1)
        part = np.where(fixed[:, 1] >= 0, fixed[:, 1], part)
    return (
        theme.astype(np.int32),
        part.astype(np.int32),
        second.astype(np.int32),
        np.minimum(strength, 1).astype(np.float32),
    )


@dataclass(frozen=True, slots=True)
class Placed:
    """Texts that went somewhere: rows of `vectors` and of `places` go together."""

    model: Model
    vectors: Rows
    ear: Ear
    places: Places

    def assignment(
        self, row: int, document: str, language: str, campaign: int | None = None
    ) -> Assignment:
        """Tell where the text in a row went."""
        names = (*self.model.ids, None)
        theme = int(self.places.theme[row])
        if theme < 0:
            return Assignment(
                document, "unassigned", None, None, 0.0, None, campaign, language, ()
            )
        return Assignment(
            id=document,
            status="assigned",
            theme=names[theme],
            subtheme=names[int(self.places.part[row])],
            strength=round(float(self.places.strength[row]), 6),
            second=names[int(self.places.second[row])],
            campaign=campaign,
            language=language,
            reasons=self.reasons(row, language),
        )

    def reasons(self, row: int, language: str) -> tuple[Reason, ...]:
        """The words of one text that drew it to its theme, strongest first.

        The weight of a notion that languages share goes to the words that name it.
        """
        model = self.model
        vector = self.vectors[row]
        centre = model.centres[int(self.places.theme[row])]
        pull = vector.multiply(self.ear.heard(centre, row)).toarray().ravel()
        plain = model.vocabulary.plain
        said = vector.indices[vector.indices < plain]
        ties = model.vocabulary.ties[said]
        names = np.maximum(np.asarray(ties.sum(axis=0)).ravel(), 1)
        pull[said] += ties @ (pull[plain:] / names)
        strongest = said[np.lexsort((said, -pull[said].round(6)))][:REASONS]
        return tuple(
            Reason(model.write(int(column), language), round(float(pull[column]), 6))
            for column in strongest
            if pull[column] > 0
        )


def vectorise(texts: Sequence[str], languages: Sequence[str], model: Model) -> Rows:
    """Turn texts into the model's term vectors: shape (n, terms)."""
    counts = count_terms(read_texts(texts, languages), model.vocabulary, len(texts))
    return weigh(counts, model.weights)


@dataclass(frozen=True)
class Answers(Sequence[Assignment]):
    """Where new texts went, in their order, each told when looked at.

    Placing is quick; the words that explain it are only looked up for whoever asks.
    """

    texts: Sequence[str]
    languages: Sequence[str]
    placed: Placed

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, at: int) -> Assignment: ...
    @overload
    def __getitem__(self, at: slice) -> list[Assignment]: ...
    def __getitem__(self, at: int | slice) -> Assignment | list[Assignment]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        at = range(len(self))[at]
        name, language = str(at), self.languages[at]
        if is_blank(self.texts[at]):
            return Assignment(name, "blank", None, None, 0.0, None, None, language, ())
        return self.placed.assignment(at, name, language)


def assign(
    model: Model | bytes,
    texts: Sequence[str],
    languages: Sequence[str | None] | None = None,
) -> Sequence[Assignment]:
    """Place new texts in the themes of an earlier run; ids are positions in `texts`.

    Raises:
        AnalysisError: The bytes given are no model.
    """
    if isinstance(model, bytes):
        model = Model.from_bytes(model)
    if not texts:
        return []
    codes = _codes(texts, languages)
    vectors = vectorise(texts, codes, model)
    ear = make_ear(model.heard, codes, model.vocabulary, model.surfaces)
    return Answers(
        texts, codes, Placed(model, vectors, ear, place(vectors, ear, model))
    )


def _codes(texts: Sequence[str], languages: Sequence[str | None] | None) -> list[str]:
    given = [normalise_code(code) for code in languages or [None] * len(texts)]
    if None not in given:
        return [code or "" for code in given]
    found = detect_languages(texts)
    return [code or guess for code, guess in zip(given, found, strict=True)]
