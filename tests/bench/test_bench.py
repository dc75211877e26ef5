"""The bench: its own arithmetic, corpus and pages."""

import json
import os
import platform
import time

import pytest

from bench import methods, results, scores, texts
from bench.meter import measure
from bench.results import Table, write_results


def test_scores_do_not_depend_on_names():
    found = scores.score(["a", "a", "b", "b"], ["2", "2", "1", "1"])
    assert (found.nmi, found.ari, found.accuracy, found.themes) == (100, 100, 100, 2)


def test_unassigned_texts_are_no_theme_but_lose_points():
    found = scores.score(["a", "a", "b", "b"], ["1", "1", "2", ""])
    assert found.themes == 2
    assert found.accuracy == 75
    assert found.ari < 100


def test_octaves_count_doublings():
    assert scores.octaves(["1", "2", "3", "4", ""], ["a", "b"]) == 1
    assert scores.octaves(["1"] * 4, ["a", "b", "c", "d"]) == 2


def test_crossing_is_one_where_languages_mix_and_zero_where_they_do_not():
    labels, languages = ["q1"] * 80, ["en", "fr"] * 40
    mixed = [str(at // 2 % 2) for at in range(80)]
    assert scores.crossing(labels, mixed, languages) == pytest.approx(1, abs=0.06)
    assert scores.crossing(labels, languages, languages) == 0


def test_growth_exponents():
    sizes = [10, 100, 1000]
    assert scores.exponent(sizes, [3.0 * n for n in sizes]) == pytest.approx(1)
    assert scores.exponent(sizes, [0.1 * n**2 for n in sizes]) == pytest.approx(2)


def busy(seconds: float):
    """Prepare work that burns CPU after a start-up that burns more."""

    def burn(until: float) -> float:
        start = time.process_time()
        while time.process_time() - start < until:
            sum(range(1_000))
        return until

    burn(0.3)
    return lambda: burn(seconds)


@pytest.mark.parametrize("fresh", [False, True])
def test_the_meter_leaves_out_the_start(fresh):
    run = measure(busy, 0.1, fresh=fresh)
    assert run.value == 0.1
    assert 0.09 <= run.cpu <= 0.2
    assert run.wall >= 0.09
    assert run.peak > 10


def test_a_grown_corpus_is_the_same_every_time():
    if not texts.LABELLED.exists():
        pytest.skip("the labelled texts are not on this machine")
    first, languages = texts.grow_corpus(texts.LABELLED, 200)
    assert texts.grow_corpus(texts.LABELLED, 200) == (first, languages)
    assert len(set(first)) > 190
    assert set(languages) <= {"en", "fr"}
    assert texts.grow_corpus(texts.LABELLED, 200, seed=1)[0] != first


def test_every_reference_gives_one_label_for_each_text():
    answers = texts.read_bilingual().texts
    for prepare in methods.REFERENCES.values():
        labels = prepare(answers, 4)()
        assert len(labels) == len(answers)
        assert 2 <= len(set(labels)) <= 4


def test_an_optional_reference_says_why_it_is_missing(tmp_path):
    assert "not installed" in methods.missing("no_such_package", None)
    assert "--model" in methods.missing("json", None)
    assert methods.missing("json", tmp_path) == ""


def test_results_are_kept_for_people_and_programs(tmp_path, monkeypatch):
    monkeypatch.setattr(results, "FOLDER", tmp_path / "results")
    table = Table("Speed", ("what", "CPU s"))
    table.add("words", 12.345)
    table.add("campaigns", 0.123)
    table.note("One thread.")
    page = write_results([table], {"quick": True})
    text = page.read_text(encoding="utf-8")
    assert page.name.endswith("-quick.md")
    assert "| words | 12.3 |\n| campaigns | 0.12 |\n\nOne thread.\n" in text
    told = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    assert told["tables"][0]["rows"] == [["words", 12.345], ["campaigns", 0.123]]
    assert told["machine"]["cores"] == os.cpu_count()
    if len(platform.node()) > 3:
        assert platform.node() not in text
