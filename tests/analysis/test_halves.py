"""Clusters whose languages share hardly a word are parted, and joined anew."""

import numpy as np
from scipy.sparse import csr_matrix

from analysis.halves import part_strangers
from analysis.vectors import unit

EACH = 12


def ground(words, points):
    """Texts in blocks of `EACH`, each block with its words and its point."""
    vectors = np.repeat(np.array(words, np.float32), EACH, axis=0)
    placed = np.repeat(np.array(points, np.float32), EACH, axis=0)
    return unit(placed), csr_matrix(unit(vectors))


def test_strangers_part_and_kindred_pieces_join():
    # Bus in two languages, care in two; the French on care is with the English on bus.
    points, vectors = ground(
        [[1, 0, 0, 0.5], [1, 0.1, 0, 0.5], [0, 1, 1, 0], [0, 1, 0.9, 0]],
        [[1, 0], [1, 0.1], [0, 1], [0.1, 1]],
    )
    speakers = np.repeat(np.array([0, 1, 0, 1], np.int32), EACH)
    labels = np.repeat([0, 1, 1, 0], EACH)
    found = part_strangers(points, vectors, labels, speakers, 2).reshape(4, EACH)
    assert (found == found[:, :1]).all()
    first = found[:, 0]
    assert first[0] == first[1] != first[2] == first[3]


def test_one_language_is_left_as_it_is():
    points, vectors = ground([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    labels = np.repeat([0, 1], EACH)
    speakers = np.zeros(2 * EACH, np.int32)
    assert part_strangers(points, vectors, labels, speakers, 2) is labels


def test_kin_stay_together():
    points, vectors = ground([[1, 1], [1, 0.8]], [[1, 0], [1, 0.1]])
    speakers = np.repeat(np.array([0, 1], np.int32), EACH)
    labels = np.zeros(2 * EACH, np.intp)
    assert not part_strangers(points, vectors, labels, speakers, 1).any()
