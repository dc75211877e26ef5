"""Words: split, freed of function words, stemmed once, spelled as people do."""

import numpy as np
import pytest

from analysis.vectors import (
    count_terms,
    learn_vocabulary,
    learn_weights,
    main_directions,
    weigh,
)
from analysis.words import fold, read_texts, read_words, stem_words, stop_words


def sentence(stream, row):
    return [stream.stems[i] for i in stream.ids[stream.rows == row]]


def test_function_words_and_elisions_fall_off():
    stream = read_words(["L’autobus qu'on n'a jamais à l'heure"], "fr")
    assert sentence(stream, 0) == ["autobus", "heur"]


def test_spellings_with_and_without_accents_meet():
    stream = read_words(["égalité", "EGALITE", "e\u0301galite\u0301"], "fr")
    assert [sentence(stream, row) for row in range(3)] == [["egal"]] * 3


def test_programming_languages_keep_their_marks():
    stream = read_words(["C++ or c# today?"], "en")
    assert sentence(stream, 0) == ["c++", "c#", "today"]


def test_each_stem_shows_its_commonest_form():
    stream = read_words(["buses bus bus", "training", "trained", "training"], "en")
    forms = dict(zip(stream.stems, stream.surfaces["en"], strict=True))
    assert forms["bus"] == "bus"
    assert forms["train"] == "training"


def test_a_mark_of_our_own_in_a_text_parts_no_texts():
    stream = read_words(["one bus\x1eroute", "next plant"], "en")
    assert sentence(stream, 0) == ["bus", "rout"]
    assert sentence(stream, 1) == ["plant"]


def test_scripts_without_spaces_are_read_in_pairs():
    stream = read_words(["公共汽车", "ok 車"], "zh")
    assert sentence(stream, 0) == ["公共", "共汽", "汽车"]


def test_languages_without_a_stemmer_keep_their_words():
    assert stem_words(["autobusy", "x", "y" * 61], "pl") == ["autobusy", "", ""]
    assert stop_words("pl") == frozenset()


def test_equal_stems_of_two_languages_are_one_stem():
    stream = read_texts(["transport", "le transport"], ["en", "fr"])
    assert stream.stems == ["transport"]
    assert sorted(stream.surfaces) == ["en", "fr"]
    assert sorted(stream.rows.tolist()) == [0, 1]


def test_fold_takes_accents_off_only():
    assert fold("forêt") == "foret"
    assert fold("plain") == "plain"


@pytest.fixture
def counted():
    texts = ["bus route", "bus route late", "late plant", "plant shift", "bus shift"]
    stream = read_texts(texts, ["en"] * 5)
    vocabulary = learn_vocabulary(stream, 5)
    return vocabulary, count_terms(stream, vocabulary, 5)


def test_terms_of_one_text_are_no_terms(counted):
    vocabulary, counts = counted
    assert vocabulary.stems == ("bus", "late", "plant", "rout", "shift")
    assert [vocabulary.term(column) for column in range(5, vocabulary.size)] == [
        ("bus", "rout")
    ]
    assert counts.toarray()[1].tolist() == [1, 1, 0, 1, 0, 1]


def test_words_in_most_texts_weigh_nothing(counted):
    vocabulary, counts = counted
    weights = learn_weights(counts)
    assert weights.idf[vocabulary.stems.index("bus")] == 0
    vectors = weigh(counts, weights)
    lengths = np.sqrt(vectors.multiply(vectors).sum(axis=1))
    assert np.allclose(lengths, 1)


def test_main_directions_are_those_of_the_exact_decomposition():
    chance = np.random.default_rng(3)
    dense = chance.random((60, 30)).astype(np.float32)
    dense[dense < 0.6] = 0
    from scipy.sparse import csr_matrix

    found = main_directions(csr_matrix(dense), 5, seed=0)
    exact = np.linalg.svd(dense)[2][:5]
    assert np.abs(exact @ found).diagonal().min() > 0.9
    assert np.allclose(found.T @ found, np.eye(5), atol=1e-3)


def test_words_that_no_text_uses_point_nowhere():
    from scipy.sparse import csr_matrix

    chance = np.random.default_rng(4)
    used = chance.random((40, 12)).astype(np.float32)
    wide = np.zeros((40, 20), np.float32)
    wide[:, ::2] = used[:, :10]
    found = main_directions(csr_matrix(wide), 3, seed=0)
    assert not found[1::2].any()
    narrow = main_directions(csr_matrix(used[:, :10]), 3, seed=0)
    assert np.array_equal(found[::2], narrow)


def test_texts_are_read_alike_in_pieces_of_any_size(monkeypatch):
    texts = [f"bus {n % 7} l’été C++ {'x' * n}, plant" for n in range(23)]
    languages = ["en", "fr"] * 11 + ["en"]
    whole = read_texts(texts, languages)
    monkeypatch.setattr("analysis.words.CHUNK", 3)
    pieces = read_texts(texts, languages)
    assert pieces.stems == whole.stems
    assert pieces.surfaces == whole.surfaces
    assert np.array_equal(pieces.ids, whole.ids)
    assert np.array_equal(pieces.rows, whole.rows)


def test_no_texts_make_no_terms():
    stream = read_texts(["the", "of"], ["en", "en"])
    vocabulary = learn_vocabulary(stream, 2)
    assert vocabulary.size == 0
    assert count_terms(stream, vocabulary, 2).nnz == 0
