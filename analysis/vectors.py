"""From streams of stems to weighted term vectors, and to their main directions."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from scipy import sparse

from analysis.concepts import link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.words import Stream

Floats: TypeAlias = "NDArray[np.float32]"
Rows: TypeAlias = sparse.csr_matrix

SATURATION, LENGTH_PULL = 1.2, 0.75  # k1 and b of BM25
RARELY_IN = 2
"""Texts a term must be in: a word of one text alone says nothing of a theme."""
TURNS = 2
"""Times the main directions are turned towards the data: more gain nothing."""
BISECTED = 8
"""How many times more the known stems must be for few to be looked up one by one."""
TOO_COMMON = 0.5
"""Share of the texts beyond which a word tells nothing apart."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms that count: stems, then pairs of neighbours, then shared notions.

    A pair is the number `first * len(stems) + second`; `pairs` is sorted. `ties`
    (stems and pairs, notions) has a one where a term speaks of a notion that several
    languages share.
    """

    stems: tuple[str, ...]
    pairs: NDArray[np.int64]
    ties: Rows

    @property
    def plain(self) -> int:
        """The number of stems and pairs."""
        return len(self.stems) + len(self.pairs)

    @property
    def size(self) -> int:
        """The number of all terms."""
        return self.plain + int(self.ties.shape[1])

    def term(self, column: int) -> tuple[str, ...]:
        """The one or two stems of a term."""
        n = len(self.stems)
        if column < n:
            return (self.stems[column],)
        first, second = divmod(int(self.pairs[column - n]), n)
        return self.stems[first], self.stems[second]


@dataclass(frozen=True, slots=True)
class Weights:
    """What BM25 must remember: `idf` (terms,) and the mean length of a text."""

    idf: Floats
    mean_length: float


def learn_vocabulary(
    stream: Stream, n_texts: int, heard: Sequence[str] = ()
) -> Vocabulary:
    """Keep the stems and the pairs of stems that at least two texts use.

    With two languages or more to be heard, notions that tie them together are added.
    """
    n_stems = len(stream.stems)
    used = np.flatnonzero(_spread(stream.rows, stream.ids, n_texts) >= RARELY_IN)
    order = sorted(used.tolist(), key=stream.stems.__getitem__)
    place = np.full(n_stems, -1, np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    stems = tuple(stream.stems[i] for i in order)
    rows, keys = _pairs(stream.rows, place[stream.ids], len(stems))
    distinct, numbers = np.unique(keys, return_inverse=True)
    kept = _spread(rows, numbers.astype(np.int32), n_texts) >= RARELY_IN
    pairs = distinct[kept]
    spoken = {
        code: np.array([bool(stream.surfaces[code][i]) for i in order], bool)
        for code in heard
    }
    return Vocabulary(stems, pairs, link(stems, pairs, spoken))


def count_terms(stream: Stream, vocabulary: Vocabulary, n_texts: int) -> Rows:
    """Count each term of the vocabulary in each text: shape (n_texts, terms)."""
    place = _places(stream.stems, vocabulary.stems)
    ids = place[stream.ids] if len(place) else stream.ids
    known = ids >= 0
    rows, keys = _pairs(stream.rows, ids, len(vocabulary.stems))
    distinct, numbers = np.unique(keys, return_inverse=True)
    at = np.searchsorted(vocabulary.pairs, distinct)
    at[at == len(vocabulary.pairs)] = 0
    listed = vocabulary.pairs[at] == distinct if len(vocabulary.pairs) else at < 0
    at, hit = at[numbers], listed[numbers]
    all_rows = np.concatenate([stream.rows[known], rows[hit]])
    all_ids = np.concatenate([ids[known], at[hit] + len(vocabulary.stems)])
    shape = (n_texts, vocabulary.plain)
    ones = np.ones(len(all_ids), np.float32)
    counts = sparse.csr_matrix((ones, (all_rows, all_ids)), shape=shape)
    counts.sum_duplicates()
    if not vocabulary.ties.shape[1]:
        return counts
    return sparse.hstack([counts, counts @ vocabulary.ties], format="csr")


def _places(wanted: Sequence[str], stems: Sequence[str]) -> NDArray[np.int32]:
    """The places of stems among sorted ones, -1 where one is not there."""
    if len(wanted) * BISECTED > len(stems):
        at = {stem: i for i, stem in enumerate(stems)}
        return np.array([at.get(stem, -1) for stem in wanted], np.int32)
    places = [bisect_left(stems, stem) for stem in wanted]
    return np.array(
        [
            i if i < len(stems) and stems[i] == stem else -1
            for i, stem in zip(places, wanted, strict=True)
        ],
        np.int32,
    )


def _pairs(
    rows: NDArray[np.int32], ids: NDArray[np.int32], n_stems: int
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Neighbouring known stems of one text, as rows and pair numbers."""
    near = (rows[1:] == rows[:-1]) & (ids[1:] >= 0) & (ids[:-1] >= 0)
    keys = ids[:-1][near].astype(np.int64) * n_stems + ids[1:][near]
    return rows[1:][near], keys


def _spread(
    rows: NDArray[np.int32], ids: NDArray[np.int32], n_texts: int
) -> NDArray[np.int64]:
    """In how many texts each id appears."""
    width = int(ids.max(initial=-1)) + 1
    ones = np.ones(len(ids), np.int8)
    found = sparse.csr_matrix((ones, (rows, ids)), shape=(n_texts, width))
    found.sum_duplicates()
    return np.bincount(found.indices, minlength=width)


def learn_weights(counts: Rows) -> Weights:
    """Inverse document frequencies, 0 for terms too common to tell texts apart."""
    n_texts = counts.shape[0]
    spread = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.log((n_texts + 1) / (spread + 1)) + 0.5
    if n_texts > 2 * RARELY_IN:
        idf[spread > TOO_COMMON * n_texts] = 0.0
    return Weights(idf.astype(np.float32), max(float(counts.sum()) / n_texts, 1.0))


def weigh(counts: Rows, weights: Weights) -> Rows:
    """Saturated term weights, each row of unit length.

    BM25's term frequency (Robertson and Zaragoza 2009, equation 3.15) times idf.
    """
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    pull = 1 - LENGTH_PULL + LENGTH_PULL * lengths / weights.mean_length
    floor = np.repeat((SATURATION * pull).astype(np.float32), np.diff(counts.indptr))
    found = counts.data
    vectors = counts.copy()
    saturated = found * np.float32(SATURATION + 1) / (found + floor)
    vectors.data = saturated * weights.idf[counts.indices]
    return unit_rows(vectors)


def unit_rows(rows: Rows) -> Rows:
    """Scale each row of a sparse matrix to length 1; empty rows stay empty."""
    squares = sparse.csr_matrix((rows.data**2, rows.indices, rows.indptr), rows.shape)
    norms = np.sqrt(np.asarray(squares.sum(axis=1)).ravel())
    norms[norms == 0] = 1.0
    scaled = rows.data / np.repeat(norms, np.diff(rows.indptr)).astype(rows.dtype)
    return sparse.csr_matrix((scaled, rows.indices, rows.indptr), rows.shape)


def unit(points: Floats) -> Floats:
    """Scale each row to length 1; rows of zeros stay as they are."""
    norms = np.sqrt(np.einsum("ij,ij->i", points, points))[:, None]
    norms[norms == 0] = 1.0
    return np.asarray(points / norms)


def _upright(columns: Floats) -> Floats:
    """Orthonormal columns that span the same space, found from their products.

    Much quicker than a QR decomposition of so tall a matrix, and exact enough for
    directions that the next step turns again.
    """
    values, turns = np.linalg.eigh((columns.T @ columns).astype(np.float64))
    lengths = np.sqrt(np.maximum(values, values[-1] * 1e-10 + 1e-30))
    return np.asarray(columns @ (turns / lengths).astype(np.float32))


def main_directions(vectors: Rows, dimensions: int, seed: int) -> Floats:
    """The leading right singular vectors: shape (terms, dimensions).

    Randomised subspace iteration (Halko, Martinsson and Tropp 2011, algorithm 4.4).
    """
    used = np.flatnonzero(np.bincount(vectors.indices, minlength=vectors.shape[1]))
    if len(used) < vectors.shape[1]:
        directions = np.zeros((vectors.shape[1], dimensions), np.float32)
        if len(used):
            found = main_directions(vectors[:, used], dimensions, seed)
            directions[used, : found.shape[1]] = found
        return directions
    n_texts, n_terms = vectors.shape
    width = min(dimensions + 10, n_texts, n_terms)
    chance = np.random.default_rng(seed)
    basis = chance.standard_normal((n_terms, width), dtype=np.float32)
    across = vectors.T.tocsr()
    for _ in range(TURNS):
        basis = _upright(across @ (vectors @ basis))
    image = vectors @ basis
    values, turns = np.linalg.eigh((image.T @ image).astype(np.float64))
    order = np.argsort(-values, kind="stable")[:dimensions]
    return np.ascontiguousarray(basis @ turns[:, order].astype(np.float32))
