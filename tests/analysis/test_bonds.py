"""What holds clusters together, counted for all of them at once."""

import numpy as np
import pytest
from scipy import sparse

from analysis.bonds import Bond
from analysis.coherence import likeness_of_all
from analysis.vectors import unit_rows


def one_by_one(rows, mine, usual):
    """The same for one cluster of one language, as the definition says it."""
    own = unit_rows(rows[mine]).toarray().astype(np.float64)
    own[:, (own.sum(axis=0) ** 2).round(6).argmax()] = 0
    length = np.sqrt((own**2).sum(axis=1, keepdims=True))
    return likeness_of_all(sparse.csr_matrix(own / np.maximum(length, 1e-12))) / usual


def test_all_clusters_at_once_are_as_one_by_one():
    chance = np.random.default_rng(3)
    table = chance.random((60, 40)) * (chance.random((60, 40)) < 0.2)
    rows = sparse.csr_matrix(table.astype(np.float32))
    labels, speakers = np.arange(60) % 4 - 1, (np.arange(60) % 7 > 3) * 1
    bond = Bond.of(rows, speakers.astype(np.int32))
    found = bond.beyond_one_word(labels, 3, 2)
    expected = [
        max(
            one_by_one(rows, (labels == k) & (speakers == tongue), bond.usual[tongue])
            for tongue in range(2)
        )
        for k in range(3)
    ]
    assert found == pytest.approx(expected, rel=1e-4)


def test_texts_alike_in_one_word_only_have_no_bond():
    table = np.zeros((8, 9), np.float32)
    table[:, 0] = 2
    table[np.arange(8), np.arange(8) + 1] = 1
    alike = table.copy()
    alike[:, 1] = 1
    rows = sparse.csr_matrix(np.vstack([table, alike]))
    bond = Bond.of(rows, np.full(16, -1, np.int32))
    weak, strong = bond.beyond_one_word(np.repeat([0, 1], 8), 2, 2)
    assert weak < 0.5 < strong
