"""Clusters, their neighbours, their number, and how steady they are."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from analysis.clusters import (
    agree,
    centres_of,
    consensus,
    spherical_kmeans,
    spread_starts,
)
from analysis.granularity import count_parts, count_themes
from analysis.halves import part_strangers
from analysis.lots import shuffled
from analysis.neighbours import find_neighbours, smooth
from analysis.quality import crossing, reading, stability
from analysis.vectors import unit


def blobs(sizes, spread=0.15, dimensions=12):
    chance = np.random.default_rng(5)
    heads = np.eye(len(sizes), dimensions)
    points = np.concatenate(
        [
            head + spread * chance.standard_normal((size, dimensions))
            for head, size in zip(heads, sizes, strict=True)
        ]
    )
    return unit(points.astype(np.float32)), np.repeat(np.arange(len(sizes)), sizes)


def names(points):
    """Keys for points, as the hashes of texts are."""
    return shuffled(np.arange(len(points), dtype=np.uint64), 0)


def same(found, truth):
    pairs = set(zip(found.tolist(), truth.tolist(), strict=True))
    return len(pairs) == len(set(truth.tolist())) == len(set(found.tolist()))


def test_consensus_finds_parted_groups():
    points, truth = blobs([40, 30, 20])
    assert same(consensus(points, names(points), 3, 0, 8), truth)


def test_the_turn_alone_decides():
    points, _ = blobs([40, 30, 20], spread=0.6)
    keys = names(points)
    first, again = consensus(points, keys, 4, 7, 8), consensus(points, keys, 4, 7, 8)
    assert np.array_equal(first, again)


def test_a_new_point_leaves_the_draws_of_the_others_alone():
    points, _ = blobs([40, 30, 20], spread=0.6)
    keys = names(points)
    few = spread_starts(points[:89], keys[:89], 4)
    kept = [start.tolist() for start in spread_starts(points, keys, 4)]
    assert sum(start.tolist() in kept for start in few) >= 3


def test_an_empty_cluster_takes_the_worst_fitting_point():
    points, _ = blobs([10, 10])
    centres = np.stack([points[0], points[10], -points[0]])
    labels, fit = spherical_kmeans(points, centres)
    assert set(labels.tolist()) == {0, 1, 2}
    assert 0.8 < fit <= 1


def test_runs_that_agree_are_kept():
    runs = [np.repeat([0, 1], 5), np.repeat([1, 0], 5), np.repeat([0, 1], 5)]
    assert same(agree(runs, 2), runs[0])


def test_a_centre_is_made_of_the_nearest_members():
    vectors = csr_matrix(np.eye(5, dtype=np.float32))
    fit = np.array([0.9, 0.8, 0.7, 0.6, 0.1], np.float32)
    centre = centres_of(vectors, np.zeros(5, int), 1, fit).toarray()[0]
    assert centre[4] == 0
    assert np.allclose(centre[:4], 0.5)


def test_neighbours_are_the_nearest_others():
    points, truth = blobs([30, 30])
    near = find_neighbours(points)
    assert near.rows.shape == (60, 40)
    assert (near.rows != np.arange(60)[:, None]).all()
    assert (np.diff(near.cosines, axis=1) <= 0).all()
    assert (truth[near.rows[:, :20]] == truth[:, None]).all()


def test_smoothing_draws_groups_together():
    points, truth = blobs([30, 30], spread=0.4)
    moved = smooth(points, find_neighbours(points))
    assert np.allclose(np.linalg.norm(moved, axis=1), 1, atol=1e-5)
    tight = [
        view[truth == 0] @ view[truth == 0].mean(axis=0) for view in (points, moved)
    ]
    assert tight[1].mean() > tight[0].mean()


def test_the_number_of_groups_is_counted():
    points, _ = blobs([90, 80, 70], spread=0.1)
    near = find_neighbours(points)
    assert count_themes(near) == 3
    assert count_parts(near) >= 3


def test_two_points_are_one_theme():
    assert count_themes(find_neighbours(np.eye(2, dtype=np.float32))) == 1


def test_parted_groups_come_back_and_a_cut_one_does_not():
    points, truth = blobs([60, 60, 60])
    steady = stability(points, names(points), truth, 3, seed=0)
    assert min(steady) > 0.95
    cut = truth.copy()
    cut[:30] = 3
    assert stability(points, names(points), cut, 4, seed=0)[3] < 0.8
    assert stability(points, names(points), truth, 3, seed=0, workers=2) == steady


@pytest.mark.parametrize(
    ("value", "word"),
    [(None, "unmeasured"), (0.8, "robust"), (0.6, "tentative"), (0.59, "fragile")],
)
def test_stability_reads_in_a_word(value, word):
    assert reading(value) == word


def test_crossing_is_one_when_languages_mix_and_none_alone():
    labels = np.tile([0, 1], 20).astype(np.int32)
    assert crossing(labels, ["en"] * 20 + ["fr"] * 20) == pytest.approx(1)
    parted = np.repeat([0, 1], 20).astype(np.int32)
    assert crossing(parted, ["en"] * 20 + ["fr"] * 20) == 0
    assert crossing(labels, ["en"] * 40) is None
    assert crossing(labels, ["en"] * 35 + ["fr"] * 5) is None


def test_strangers_are_parted_and_kin_are_not():
    points, truth = blobs([20, 20, 20])
    speakers = (truth == 2).astype(np.int32)
    words = np.zeros((60, 4), np.float32)
    words[truth == 0, 0] = words[truth == 1, 1] = words[truth == 2, 2] = 1
    labels = np.where(truth == 0, 0, 1)
    alone = part_strangers(points, csr_matrix(words), labels, speakers, 3)
    assert same(alone, truth)
    words[truth == 2, 1] = 1
    kin = part_strangers(points, csr_matrix(words), labels, speakers, 2)
    assert same(kin, labels)


def test_one_language_has_no_strangers():
    points, truth = blobs([20, 20])
    speakers = np.full(40, -1, np.int32)
    words = csr_matrix(np.eye(40, dtype=np.float32))
    assert part_strangers(points, words, truth, speakers, 2) is truth
