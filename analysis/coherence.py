"""Which words tell subjects apart, judged by the company they keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from analysis.vectors import unit_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.vectors import Floats, Rows, Vocabulary

LENT = 200.0
"""Pairs of texts lent to a word before its own are counted: rare words show little."""
TELLING = 1.5
"""Lift from which a word keeps its whole weight, and which is lent to every word."""
SHARPNESS = 1.5
LEAST = 0.05
COMPANION = 0.5
"""Share of a word's texts from which another word is part of the same expression."""
ENOUGH = 20
"""Texts of a language below which its words are not judged."""
READ = 2_000
"""Texts a language's words are judged on; more change no weight that matters."""


def likeness_of_all(vectors: Rows) -> float:
    """The mean cosine of all pairs of unit rows, 0 for fewer than two."""
    n = vectors.shape[0]
    if n < 2:
        return 0.0
    total = np.asarray(vectors.sum(axis=0), np.float64).ravel()
    own = float((vectors.data.astype(np.float64) ** 2).sum())
    return float((total @ total - own) / (n * (n - 1)))


def lifts(vectors: Rows) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How alike the texts with a word are without it, over how alike all texts are.

    `vectors` (texts, stems) are unit rows; words that share half of the word's texts
    are left out with it. Returns the lifts, drawn to `TELLING` where pairs are few,
    and the number of texts of each word.
    """
    usual = likeness_of_all(vectors)
    has = (vectors > 0).astype(np.float32).tocsr()
    spread = np.asarray(has.sum(axis=0), np.float64).ravel()
    if usual <= 0:
        return np.full(vectors.shape[1], TELLING), spread
    squared = vectors.copy()
    squared.data = squared.data**2
    across = has.T.tocsr()
    common = (across @ has).tocoo()
    others = common.row != common.col
    others &= common.data < COMPANION * spread[common.row]
    ones = np.ones(int(others.sum()), np.float32)
    at = common.row[others], common.col[others]
    company = sparse.csr_matrix((ones, at), shape=common.shape)
    sums = across @ vectors
    shared = (sums.multiply(sums) - across @ squared).multiply(company)
    alike = np.asarray(shared.sum(axis=1), np.float64).ravel() / 2
    pairs = spread * (spread - 1) / 2
    found = (alike + LENT * usual * TELLING) / (pairs + LENT) / usual
    return found, spread


def company_weights(
    vectors: Rows, languages: Sequence[str], vocabulary: Vocabulary
) -> Floats:
    """The share of its weight each term keeps: 1 for telling ones, less for others.

    Words that turn up whatever people speak of ("job" where all speak of jobs) would
    hold unlike texts together. A pair or a notion keeps the most any of its words
    does. `vectors` (texts, terms); a word is judged in the language that uses it most.
    """
    n_stems = len(vocabulary.stems)
    found = np.full(n_stems, TELLING)
    most = np.zeros(n_stems)
    codes = np.array(languages)
    for code in sorted(set(languages)):
        rows = np.flatnonzero(codes == code)[:READ]
        if len(rows) < ENOUGH:
            continue
        own, spread = lifts(unit_rows(vectors[rows][:, :n_stems].tocsr()))
        fuller = spread > most
        found[fuller], most[fuller] = own[fuller], spread[fuller]
    kept = np.clip((found / TELLING), 0, 1) ** SHARPNESS
    stems = np.maximum(kept.round(6), LEAST).astype(np.float32)
    first, second = np.divmod(vocabulary.pairs, max(n_stems, 1))
    plain = np.concatenate([stems, np.maximum(stems[first], stems[second])])
    ties = sparse.diags_array(plain) @ vocabulary.ties
    notions = np.asarray(ties.tocsc().max(axis=0).toarray()).ravel()
    return np.concatenate([plain, notions]).astype(np.float32)
