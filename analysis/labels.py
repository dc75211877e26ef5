"""What a theme is called, in the words of those who spoke, and who says it best."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from analysis.vectors import Floats, Rows, Vocabulary

Doubles: TypeAlias = "NDArray[np.float64]"

PRIOR = 500.0
"""Words of everyone's speech that are lent to a theme before its own are counted."""
COVERS = 0.4
"""Share of a word's uses in a pair from which the pair is shown instead of it."""
KEYWORDS, LABEL_WORDS = 10, 3
SAID_BY, SAID_BY_MANY, MANY = 2, 3, 20
"""Texts of a theme that must say a word of it, and those of a theme of many texts: what
two people of fifty say is a turn of phrase, not what the theme is about."""
LABEL_SHARE = 0.12
"""Share of a theme's texts that must say a term of its label, the first one apart."""
QUOTES, SHORTEST, LONGEST = 5, 40, 300
NEAREST = 40
"""Texts nearest to the heart of a theme among which quotes are chosen."""


@dataclass(frozen=True, slots=True)
class Term:
    """A column of the vocabulary, and how much it sets a theme apart (0-1].

    `share` is the part of the theme's texts that say it.
    """

    column: int
    weight: float
    share: float


def telling_terms(
    counts: Rows, labels: NDArray[np.intp], k: int, vocabulary: Vocabulary
) -> list[list[Term]]:
    """The terms that set each of k clusters apart from the others, best first.

    Log-odds with an informative Dirichlet prior, as z scores (Monroe, Colaresi and
    Quinn 2008, equations 16-22). `labels` (texts,) may hold -1: such texts count
    among the others.
    """
    width = counts.shape[1]
    group = np.repeat(np.where(labels < 0, k, labels), np.diff(counts.indptr))
    at, shape = group * width + counts.indices, (k + 1, width)
    inside = np.bincount(at, counts.data, minlength=(k + 1) * width).reshape(shape)
    spread = np.bincount(at, minlength=(k + 1) * width).reshape(shape)
    inside, spread = inside[:, : vocabulary.plain], spread[:, : vocabulary.plain]
    everyone, sizes = inside.sum(axis=0), inside.sum(axis=1)
    everything = float(sizes.sum())
    texts = np.bincount(labels[labels >= 0], minlength=k)
    found = []
    for row in range(k):
        least = SAID_BY if texts[row] < MANY else SAID_BY_MANY
        columns = np.flatnonzero(spread[row] >= least)
        uses = inside[row, columns]
        scores = _log_odds(uses, sizes[row], everyone[columns], everything)
        shares = spread[row, columns] / max(int(texts[row]), 1)
        found.append(_choose(columns, scores, uses, shares, vocabulary))
    return found


def _log_odds(said: Doubles, size: float, total: Doubles, everything: float) -> Doubles:
    """Scores of the terms of a theme of `size` words against the rest of everything."""
    prior = PRIOR * total / max(everything, 1.0)
    rest = total - said

    def log_odds(uses: Doubles, words: float) -> Doubles:
        others = words + PRIOR - uses - prior
        return np.asarray(np.log((uses + prior) / np.maximum(others, 1e-9)))

    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(1 / (said + prior) + 1 / (rest + prior))
        scores = (log_odds(said, size) - log_odds(rest, everything - size)) / spread
    return np.asarray(np.nan_to_num(scores, nan=0.0, posinf=0.0, neginf=0.0))


def _choose(
    columns: NDArray[np.signedinteger],
    scores: Doubles,
    uses: Doubles,
    shares: Doubles,
    vocabulary: Vocabulary,
) -> list[Term]:
    """Go down the scores; a pair that covers a word stands for it.

    Where nobody else speaks there is no contrast, and the commonest terms are chosen.
    """
    scores = scores.round(9)
    if not (scores > 0).any():
        scores = uses
    order = np.lexsort((columns, -scores))[: 6 * KEYWORDS]
    best = [i for i in order.tolist() if scores[i] > 0]
    terms = {i: vocabulary.term(int(columns[i])) for i in best}
    pairs = _pairs_of_words(terms)
    chosen: list[int] = []
    taken: set[str] = set()
    for i in best:
        fuller = _fuller(i, pairs.get(terms[i], ()), uses)
        if fuller in chosen or taken.intersection(terms[fuller]):
            continue
        chosen.append(fuller)
        taken.update(terms[fuller])
    top = max((scores[i] for i in chosen), default=1.0)
    return [
        Term(int(columns[i]), max(round(weight, 6), 1e-6), round(float(shares[i]), 6))
        for i in chosen[:KEYWORDS]
        for weight in [float(scores[i] / top)]
    ]


def _pairs_of_words(
    terms: Mapping[int, tuple[str, ...]],
) -> dict[tuple[str, ...], list[int]]:
    """The pairs among some terms, by each of the words in them."""
    pairs: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, stems in terms.items():
        if len(stems) > 1:
            for stem in dict.fromkeys(stems):
                pairs[(stem,)].append(i)
    return pairs


def _fuller(word: int, pairs: Sequence[int], uses: Doubles) -> int:
    """The pair that holds most uses of a word, if it holds enough of them."""
    enough = [i for i in pairs if uses[i] >= COVERS * uses[word]]
    return max(enough, key=lambda i: (uses[i], -i), default=word)


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


def is_quote_length(sizes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether texts of so many characters mean something and are short to read."""
    return (sizes >= SHORTEST) & (sizes <= LONGEST)
