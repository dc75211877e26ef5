"""Campaigns: copies are found, independent texts are left alone."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import campaigns
from analysis.campaigns import campaign_sizes, find_campaigns, normalise

CIVIC = Path(__file__).parents[3] / "shared/data/themes/civic_en_polis_a.csv"

OPENINGS = ["We ask for", "Please think about", "Nobody speaks of", "It is time for"]
THINGS = [
    "evening buses",
    "childcare near the plant",
    "a clerk who speaks French",
    "winter training",
    "help with forms",
    "shorter waits",
    "job fairs in the arena",
    "tools for trades",
    "rides to interviews",
    "paid placements",
    "advice for newcomers",
    "a library with computers",
    "safe shifts",
    "mentors who call back",
    "fair wages",
    "interpreters at the counter",
]
REASONS = [
    "because the road closes early",
    "since my shift ends at nine",
    "as the mill let forty people go",
    "for parents who work nights",
    "so that young people stay",
    "until the harvest is over",
    "when the office is far away",
    "though the budget is small",
    "before people give up",
]


def letter(rng: np.random.Generator, sentences: int) -> str:
    """Write an independent text of a few sentences."""
    return " ".join(
        f"{rng.choice(OPENINGS)} {first} and {second} {rng.choice(REASONS)}."
        for first, second in (
            rng.choice(THINGS, 2, replace=False) for _ in range(sentences)
        )
    )


def exact(text: str, rng: np.random.Generator) -> str:
    return text


def edited(text: str, rng: np.random.Generator) -> str:
    """Change one thing, as a person does to a text sent round."""
    words = text.split()
    place = rng.integers(len(words))
    kind = rng.integers(5)
    if kind == 0:
        return f"  {text.upper()}!!"
    if kind == 1:
        return f"Hello. {text} Thank you"
    if kind == 2:
        del words[place]
    elif kind == 3:
        words[place] = words[place][::-1]
    else:
        words.insert(place, "really")
    return " ".join(words)


def signed(text: str, rng: np.random.Generator) -> str:
    """Put another name and place into a text."""
    name = rng.choice(["Amina", "Luc", "Odile", "Theo", "Jean-Pierre"])
    place = rng.choice(["Sudbury", "Kenora", "Thunder Bay", "Hearst"])
    return f"My name is {name} and I live in {place}. {text}"


def signed_and_edited(text: str, rng: np.random.Generator) -> str:
    return edited(signed(text, rng), rng)


def planted(seed: int, change, letters: int = 40, copies: int = 6):
    """Mix copies of some letters with independent texts of the same kind."""
    rng = np.random.default_rng(seed)
    texts, truth = [], []
    for number in range(letters):
        original = letter(rng, 2 + number % 4)
        texts += [change(original, rng) for _ in range(copies)]
        truth += [number] * copies
    texts += [letter(rng, 2 + number % 4) for number in range(600)]
    truth += [-1] * 600
    order = rng.permutation(len(texts))
    return [texts[row] for row in order], np.array(truth)[order]


def pairs(labels: np.ndarray) -> int:
    sizes = np.unique(labels[labels >= 0], return_counts=True)[1]
    return int((sizes * (sizes - 1) // 2).sum())


def scores(truth: np.ndarray, found: np.ndarray) -> tuple[float, float]:
    """Measure recall and precision over pairs of texts."""
    both = np.where((truth >= 0) & (found >= 0), truth * 10_000 + found, -1)
    return pairs(both) / pairs(truth), pairs(both) / pairs(found)


@pytest.mark.parametrize("change", [exact, edited, signed, signed_and_edited])
def test_planted_copies_are_found_and_others_left_alone(change):
    texts, truth = planted(7, change)
    recall, precision = scores(truth, find_campaigns(texts, ["en"] * len(texts)))
    assert recall >= 0.95
    assert precision >= 0.99


def test_copies_planted_among_real_comments_are_found():
    # The comments hold a few near copies of their own, counted here as mistakes.
    if not CIVIC.exists():
        pytest.skip("the civic comments are not on this machine")
    rng = np.random.default_rng(3)
    with CIVIC.open(encoding="utf-8", newline="") as rows:
        comments = [row["text"] for row in csv.DictReader(rows)]
    comments = list({normalise(text): text for text in comments}.values())
    long = [number for number, text in enumerate(comments) if len(text.split()) > 9]
    texts, truth = list(comments), np.full(len(comments), -1)
    for number in long[:200]:
        texts += [edited(comments[number], rng) for _ in range(5)]
        truth[number] = number
        truth = np.concatenate([truth, np.full(5, number)])
    recall, precision = scores(truth, find_campaigns(texts, ["en"] * len(texts)))
    assert recall >= 0.95
    assert precision >= 0.99


def test_copies_differ_by_case_accents_apostrophes_and_spacing():
    texts = [
        "L\u2019été à Hearst : trop court !",
        "l'ete   A HEARST, trop court",
        "Autre chose",
    ]
    assert find_campaigns(texts, ["fr"] * 3).tolist() == [0, 0, -1]


def test_short_texts_need_the_same_words():
    texts = ["more jobs", "More jobs!", "fewer jobs", "more buses", "ok", "ok"]
    assert find_campaigns(texts, ["en"] * 6).tolist() == [0, 0, -1, -1, 1, 1]


def test_one_changed_word_in_a_short_text_is_a_copy():
    texts = [
        "We want a better bus service in Sudbury",
        "We want a better bus service in Kenora",
        "The library should open on Sundays",
    ]
    assert find_campaigns(texts, ["en"] * 3).tolist() == [0, 0, -1]


def test_languages_stay_apart():
    text = "Transport, formation, orientation : information communication organisation"
    found = find_campaigns([text, text, text, text], ["en", "fr", "fr", "en"])
    assert found[0] == found[3]
    assert found[1] == found[2]
    assert found[0] != found[1]


def test_scripts_without_spaces_are_compared_by_character():
    texts = [
        "我们需要更多的公共汽车因为晚上没有办法回家而且冬天很冷",
        "我们需要更多的公共汽车因为晚上没有办法回家而且今天很冷",
        "图书馆应该在星期天开放让孩子们有地方学习和阅读",
    ]
    assert find_campaigns(texts, ["zh"] * 3).tolist() == [0, 0, -1]


def test_campaigns_are_numbered_from_the_largest():
    texts = ["b b b", "a a a", "b b b", "c c c", "a a a", "b b b", "d"]
    found = find_campaigns(texts, ["en"] * 7)
    assert found.tolist() == [0, 1, 0, -1, 1, 0, -1]
    assert found.dtype == np.int64
    assert campaign_sizes(found).tolist() == [3, 2]


@pytest.mark.parametrize("texts", [[], [""], ["!?", "!?"], ["👍", "👍"], ["alone"]])
def test_nothing_to_compare_gives_no_campaign(texts):
    found = find_campaigns(texts, ["en"] * len(texts))
    assert found.tolist() == [-1] * len(texts)
    assert campaign_sizes(found).tolist() == []


def test_texts_and_languages_must_go_together():
    with pytest.raises(ValueError, match="zip"):
        find_campaigns(["a", "b"], ["en"])


def test_a_very_long_text_and_its_copy():
    rng = np.random.default_rng(17)
    text, other = letter(rng, 2_500), letter(rng, 2_500)
    found = find_campaigns([text, other, text + " And more."], ["en"] * 3)
    assert found[0] == found[2] == 0


@given(seed=st.integers(0, 2**32))
@settings(max_examples=6)
def test_the_order_of_texts_does_not_matter(seed):
    texts, _ = planted(5, edited, letters=12)
    found = find_campaigns(texts, ["en"] * len(texts))
    order = np.random.default_rng(seed).permutation(len(texts))
    again = find_campaigns([texts[row] for row in order], ["en"] * len(texts))
    assert again.tolist() == found[order].tolist()


def test_slices_do_not_change_the_result(monkeypatch):
    texts, _ = planted(11, signed, letters=12)
    found = find_campaigns(texts, ["en"] * len(texts))
    monkeypatch.setattr(campaigns, "SLICE", 37)
    assert find_campaigns(texts, ["en"] * len(texts)).tolist() == found.tolist()


def test_a_higher_threshold_keeps_fewer_copies(monkeypatch):
    texts, truth = planted(13, edited)
    found = find_campaigns(texts, ["en"] * len(texts))
    strict = tuple(replace(unit, threshold=0.95) for unit in campaigns.UNITS)
    monkeypatch.setattr(campaigns, "UNITS", strict)
    stricter = find_campaigns(texts, ["en"] * len(texts))
    assert scores(truth, stricter)[0] < scores(truth, found)[0]


def test_normalised_form_keeps_words_and_figures():
    assert normalise("Il n\u2019y a qu'UN bus, à 18 h !") == "il n y a qu un bus a 18 h"
