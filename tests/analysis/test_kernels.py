"""What comes back becomes a theme; what does not is left without one."""

import random

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from analysis import Document, assign, find_themes
from analysis.coherence import TELLING, lifts, likeness_of_all
from analysis.kernels import (
    find_kernels,
    recurrence,
    resampled_runs,
    spell_out,
)
from analysis.lots import shuffled
from analysis.quality import recurring
from analysis.tongues import Ear
from analysis.vectors import unit, unit_rows

NOBODY = Ear(np.zeros((0, 0), np.float32), np.full(120, -1, np.int32))


def words(truth):
    """Texts (120, words) whose subject has six words of its own."""
    chance = np.random.default_rng(3)
    table = np.zeros((len(truth), 40), np.float32)
    for row, subject in enumerate(truth.tolist()):
        if subject >= 0:
            table[row, 6 * subject + chance.choice(6, 3, replace=False)] = 1
        else:
            table[row, 20 + chance.choice(20, 4, replace=False)] = 1
    return unit_rows(csr_matrix(table))


def kernels_of(points, vectors, k):
    keys = shuffled(np.arange(len(points), dtype=np.uint64), 0)
    return find_kernels(resampled_runs(points, keys, k, 0, 60), vectors, NOBODY, k)


@pytest.fixture
def mixed():
    truth = np.array([0] * 40 + [1] * 40 + [-1] * 40)
    return words(truth), truth


def test_kernels_are_what_comes_back(mixed):
    vectors, truth = mixed
    points = unit(vectors.toarray())
    kernels = kernels_of(points, vectors, 8)
    assert kernels.number >= 2
    assert 0 < kernels.mass <= 1
    for one in range(kernels.number):
        assert len(set(truth[kernels.labels == one].tolist()) - {-1}) <= 1
    again = kernels_of(points, vectors, 8)
    assert np.array_equal(again.labels, kernels.labels)


def test_one_shared_word_makes_no_kernel():
    table = np.zeros((120, 130), np.float32)
    table[:, 5:125] = np.eye(120)
    table[:40, 0] = 3
    table[40:80, 1:4] = 1
    vectors = unit_rows(csr_matrix(table))
    kernels = kernels_of(unit(vectors.toarray()), vectors, 3)
    assert (kernels.labels[:40] == -1).all()
    assert (kernels.labels[40:80] >= 0).all()


def test_nothing_in_common_has_no_kernel():
    vectors = csr_matrix(np.eye(120, dtype=np.float32))
    kernels = kernels_of(vectors.toarray(), vectors, 4)
    assert kernels.number == 0
    assert (kernels.labels == -1).all()


def test_a_dissolved_kernel_leaves_its_texts(mixed):
    vectors, _ = mixed
    kernels = kernels_of(unit(vectors.toarray()), vectors, 8)
    fewer = kernels.without(np.array([0]))
    assert fewer.number == kernels.number - 1
    assert (fewer.labels[kernels.labels == 0] == -1).all()


def test_words_place_texts_with_kernels(mixed):
    vectors, _ = mixed
    kernels = kernels_of(unit(vectors.toarray()), vectors, 8)
    labels, centres, floors = spell_out(vectors, NOBODY, kernels)
    firm = kernels.labels >= 0
    assert (labels[firm] == kernels.labels[firm]).mean() > 0.9
    assert centres.shape[0] == len(floors) == kernels.number
    assert (floors > 0).all()


def test_recurrence_counts_runs():
    runs = [np.array([0, 0, 1, 1]), np.array([1, 1, 0, 1])]
    often, back, match = recurrence(runs, np.array([0, 0, 1, -1]), 2)
    assert often[:2, 0].tolist() == [1, 1]
    assert often[2, 1] == 1
    assert back[0] == pytest.approx((1 + 2 / 3) / 2)
    assert match.tolist() == [[0, 1], [1, 0]]


def test_texts_of_no_cluster_are_in_no_comparison():
    labels = np.array([0, 0, -1, -1])
    drawn = np.arange(4)
    assert recurring(labels, 1, [(drawn, np.array([1, 1, -1, -1]))]) == [1.0]
    assert recurring(labels, 1, [(drawn, np.full(4, -1))]) == [0.0]
    assert recurring(labels, 1, [(drawn, np.zeros(4, int))]) == [0.5]


def test_a_word_is_judged_by_its_company():
    chance = np.random.default_rng(1)
    table = np.zeros((400, 42), np.float32)
    table[:200, 0] = 1
    table[::2, 1] = 1
    for row in range(400):
        start = 2 if row < 200 else 22
        table[row, start + chance.choice(20, 5, replace=False)] = 1
    found, spread = lifts(unit_rows(csr_matrix(table)))
    assert found[0] > found[1]
    assert spread[:2].tolist() == [200, 200]


def test_texts_with_nothing_in_common_show_nothing_of_words():
    found, _ = lifts(csr_matrix(np.eye(5, dtype=np.float32)))
    assert (found == TELLING).all()
    assert likeness_of_all(csr_matrix(np.eye(1, dtype=np.float32))) == 0


def remarks(n):
    """Texts that share no subject: random words of a large stock."""
    chance = random.Random(8)
    stock = ["".join(chance.choices("bcdfglmnprstv", k=6)) for _ in range(300)]
    return [
        Document(f"r-{i}-remark", " ".join(chance.sample(stock, 6)), "en")
        for i in range(n)
    ]


def test_what_is_unassigned_is_counted_and_says_so(make_town):
    found = find_themes([*make_town(150), *remarks(60)])
    loose = [one for one in found.assignments if one.status == "unassigned"]
    assert found.unassigned == len(loose) > 0
    assert all("remark" in one.id for one in loose)
    assert all(one.theme is None and one.reasons == () for one in loose)
    new = assign(found.model, ["gardening zebra", "the bus route"], ["en", "en"])
    assert [one.status for one in new] == ["unassigned", "assigned"]


def test_the_chosen_number_is_the_same_in_any_order(make_town):
    documents = [*make_town(90, 60), *remarks(30)]
    mixed = random.Random(2).sample(documents, len(documents))
    first, again = find_themes(documents), find_themes(mixed, workers=2)
    assert first.model.to_bytes() == again.model.to_bytes()


def test_phrases_keep_their_small_words(make_town):
    living = [
        Document(f"l{i}", f"The cost of living in {town} keeps rising.", "en")
        for i, town in enumerate(["Hearst", "Barrie", "Guelph", "Timmins"] * 6)
    ]
    found = find_themes([*make_town(60), *living], themes=4)
    said = {word.term for theme in found.themes for word in theme.keywords}
    assert "cost of living" in said
    assert "cost living" not in said
