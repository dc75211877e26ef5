"""What a theme is called, in the words of those who spoke, and who says it best."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.clusters import membership

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.vectors import Floats, Rows, Vocabulary

PRIOR = 500.0
"""Words of everyone's speech that are lent to a theme before its own are counted."""
COVERS = 0.4
"""Share of a word's uses in a pair from which the pair is shown instead of it."""
KEYWORDS, LABEL_WORDS = 10, 3
QUOTES, SHORTEST, LONGEST = 5, 40, 300
NEAREST = 40
"""Texts nearest to the heart of a theme among which quotes are chosen."""


@dataclass(frozen=True, slots=True)
class Term:
    """A column of the vocabulary and how much it sets a theme apart (0-1]."""

    column: int
    weight: float


def telling_terms(
    counts: Rows, labels: NDArray[np.intp], k: int, vocabulary: Vocabulary
) -> list[list[Term]]:
    """The terms that set each of k clusters apart from the others, best first.

    Log-odds with an informative Dirichlet prior, as z scores (Monroe, Colaresi and
    Quinn 2008, equations 16-22). `labels` (texts,) may hold -1: such texts count
    among the others.
    """
    counts = counts[:, : vocabulary.plain]
    own = np.where(labels < 0, k, labels)
    inside = (membership(own, k + 1) @ counts).toarray()
    spread = (membership(own, k + 1) @ (counts > 0)).toarray()
    scores = _log_odds(inside[:k], inside.sum(axis=0))
    scores[spread[:k] < 2] = 0
    return [
        _choose(score, uses, vocabulary)
        for score, uses in zip(scores, inside, strict=False)
    ]


def _log_odds(inside: Floats, everyone: Floats) -> NDArray[np.float64]:
    said = inside.astype(np.float64)
    total = everyone.astype(np.float64)
    prior = PRIOR * total / max(total.sum(), 1.0)
    rest = total - said

    def log_odds(uses: NDArray[np.float64]) -> NDArray[np.float64]:
        size = uses.sum(axis=1, keepdims=True) + PRIOR
        odds = (uses + prior) / np.maximum(size - uses - prior, 1e-9)
        return np.asarray(np.log(odds))

    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(1 / (said + prior) + 1 / (rest + prior))
        scores = (log_odds(said) - log_odds(rest)) / spread
    return np.asarray(np.nan_to_num(scores, nan=0.0, posinf=0.0, neginf=0.0))


def _choose(
    scores: NDArray[np.float64], uses: Floats, vocabulary: Vocabulary
) -> list[Term]:
    """Go down the scores; a pair that covers a word stands for it."""
    order = np.lexsort((np.arange(len(scores)), -scores.round(9)))[: 6 * KEYWORDS]
    columns = [int(c) for c in order if scores[c] > 0]
    chosen: list[int] = []
    taken: set[str] = set()
    for column in columns:
        best = _fuller(column, columns, uses, vocabulary)
        stems = vocabulary.term(best)
        if best in chosen or taken.intersection(stems):
            continue
        chosen.append(best)
        taken.update(stems)
    top = max((scores[c] for c in chosen), default=1.0)
    return [
        Term(c, round(float(max(scores[c] / top, 1e-6)), 6)) for c in chosen[:KEYWORDS]
    ]


def _fuller(
    column: int, columns: Sequence[int], uses: Floats, vocabulary: Vocabulary
) -> int:
    """The pair that holds most uses of a word, if it holds enough of them."""
    n_stems = len(vocabulary.stems)
    if column >= n_stems:
        return column
    stem = vocabulary.stems[column]
    pairs = [
        c
        for c in columns
        if c >= n_stems
        and stem in vocabulary.term(c)
        and uses[c] >= COVERS * uses[column]
    ]
    return max(pairs, key=lambda c: (uses[c], -c), default=column)


def choose_quotes(
    candidates: NDArray[np.intp], vectors: Rows, fit: Floats
) -> list[int]:
    """Choose texts near the heart of a theme that do not repeat each other.

    Maximal marginal relevance (Carbonell and Goldstein 1998) with equal parts of
    nearness and novelty. `candidates` index the rows of `vectors` and `fit`.
    """
    order = np.lexsort((candidates, -fit[candidates].round(6)))
    near = candidates[order][:NEAREST]
    if not len(near):
        return []
    alike = (vectors[near] @ vectors[near].T).toarray()
    worth = fit[near].astype(np.float64).round(6)
    chosen = [0]
    while len(chosen) < min(QUOTES, len(near)):
        gain = worth - alike[:, chosen].max(axis=1).round(6)
        gain[chosen] = -np.inf
        chosen.append(int(gain.argmax()))
    return [int(near[i]) for i in chosen]


def is_quote_length(text: str) -> bool:
    """Whether a text is long enough to mean something and short enough to read."""
    return SHORTEST <= len(text) <= LONGEST
