"""Words as points: near when they keep the same company."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from analysis.meanings import STRONGEST, word_points

BUS, COACH, NURSE = 0, 1, 2
ROADS, WARDS = range(3, 11), range(11, 19)
"""What stands beside buses and coaches, and beside nurses."""
TEXTS = [
    [word, *(beside[(i + step) % 8] for step in (0, 1, 3))]
    for i in range(16)
    for word, beside in ((BUS, ROADS), (COACH, ROADS), (NURSE, WARDS))
]


def rows(texts, terms):
    dense = np.zeros((len(texts), terms), np.float32)
    for row, words in enumerate(texts):
        dense[row, words] = 1
    return csr_matrix(dense)


@pytest.mark.parametrize("evened", [False, True])
def test_words_that_never_meet_are_near_when_they_keep_the_same_company(evened):
    points = word_points(rows(TEXTS, 19), 2, evened=evened)
    assert points.shape == (19, 2)
    assert points[BUS] @ points[COACH] > 0.9
    assert abs(points[BUS] @ points[NURSE]) < 0.1
    assert np.linalg.norm(points, axis=1) == pytest.approx(np.ones(19), abs=1e-5)


def test_evened_points_heed_the_smaller_directions_more():
    plain, evened = (
        (word_points(rows(TEXTS, 19), 6, evened=even) ** 2).sum(axis=0)
        for even in (False, True)
    )
    assert evened[0] < plain[0]
    assert evened[2:].sum() > plain[2:].sum()


def test_a_word_without_company_keeps_its_own():
    points = word_points(rows([*TEXTS, [19], [19]], 20), 20)
    assert np.linalg.norm(points[19]) == pytest.approx(1.0, abs=1e-5)
    assert np.abs(points[:19] @ points[19]).max() < 0.1


def test_company_is_counted_among_the_strongest_words_of_a_text():
    n = STRONGEST + 1
    dense = np.tile(np.arange(n, 0, -1, dtype=np.float32), (3, 1))
    points = word_points(csr_matrix(dense), 5)
    assert not points[n - 1].any()


def test_texts_of_one_word_each_have_a_place():
    points = word_points(rows([[0], [1], [1]], 2), 2)
    assert points @ points.T == pytest.approx(np.eye(2), abs=1e-5)


def test_words_that_always_come_together_tell_nothing_apart():
    assert not word_points(rows([[0, 1], [0, 1]], 2), 2).any()
