"""A model to publish: it places the texts given to it, and tells of nothing else.

A model counts words: how rare each is in all texts, how often in each theme. What is
left here are the words that the published texts use. How many texts share a word is
rounded, and all words that few share look the same; the pull of each word on each theme
is kept to two places.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from analysis.languages import normalise_code
from analysis.vectors import Vocabulary, Weights, count_terms
from analysis.words import read_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.model import Model
    from analysis.vectors import Floats

PLACES = 2
"""Digits that the pull of a word on a theme keeps."""


@dataclass(frozen=True, slots=True)
class Coarse:
    """How coarse it must be: below how many texts all look the same, and the base."""

    least: int
    base: int


def narrow(
    model: Model, texts: Sequence[str], languages: Sequence[str], coarse: Coarse
) -> Model:
    """Return the part of a model that places some texts; all of them find a theme.

    One that was narrowed before only loses the words that these texts do not use.
    """
    stream = read_texts(texts, [normalise_code(code) or "" for code in languages])
    counts = count_terms(stream, model.vocabulary, len(texts))
    kept = np.bincount(counts.indices, minlength=model.vocabulary.size) > 0
    vocabulary, columns = _vocabulary(model.vocabulary, kept)
    centres = model.centres[:, columns].copy()
    centres.data = centres.data.round(PLACES)
    centres.eliminate_zeros()
    own = [place for place in columns if place < len(model.vocabulary.stems)]
    return replace(
        model.without_members(),
        vocabulary=vocabulary,
        weights=Weights(
            _rounded(model, coarse)[columns],
            float(round(model.weights.mean_length)),
        ),
        surfaces={
            code: tuple(forms[place] for place in own)
            for code, forms in model.surfaces.items()
        },
        labels=tuple({} for _ in model.ids),
        centres=centres,
        floors=np.zeros_like(model.floors),
    )


def _spread(model: Model) -> Floats:
    """In how many texts each term is, from how rare it was found to be."""
    n_texts = len(model.keys)
    found = (n_texts + 1) / np.exp(model.weights.idf.astype(np.float64) - 0.5) - 1
    return np.asarray(np.rint(found).astype(np.float32))


def _rounded(model: Model, coarse: Coarse) -> Floats:
    """How rare each term is, from counts rounded to the base.

    A model that was narrowed before no longer knows its texts: it is coarse already.
    """
    if not len(model.keys):
        return model.weights.idf
    spread = _spread(model)
    n_texts, terms = (
        np.rint(count / coarse.base) * coarse.base
        for count in (len(model.keys), spread)
    )
    terms[spread < coarse.least] = coarse.base
    idf = np.log((n_texts + 1) / (terms + 1)) + 0.5
    idf[model.weights.idf == 0] = 0.0
    return np.asarray(idf.astype(np.float32))


def _vocabulary(
    old: Vocabulary, kept: NDArray[np.bool_]
) -> tuple[Vocabulary, NDArray[np.intp]]:
    """Return the terms that stay, and their columns among the old ones."""
    n = len(old.stems)
    first, second = np.divmod(old.pairs, max(n, 1))
    pairs = kept[n : old.plain] & kept[:n][first] & kept[:n][second]
    number = np.cumsum(kept[:n]) - 1
    stems = np.flatnonzero(kept[:n])
    moved = number[first[pairs]] * len(stems) + number[second[pairs]]
    notions = np.flatnonzero(kept[old.plain :])
    plain = np.concatenate([stems, n + np.flatnonzero(pairs)])
    ties = sparse.csr_matrix(old.ties[plain][:, notions])
    made = Vocabulary(tuple(old.stems[i] for i in stems), moved.astype(np.int64), ties)
    return made, np.concatenate([plain, old.plain + notions])
