"""Agreement, quantiles, cuts and likeness: pure, against sources and simulations."""

import random

import pytest

from engage.moderation.facts import (
    agreement,
    cuts_of,
    group_alike,
    quantile,
    says_nothing,
)

LETTER = "Please keep the night bus to the mine running for everybody who works there"


def test_kappa_of_a_known_table() -> None:
    # Cohen's kappa of 20, 5, 10, 15 is .40: a share of .70 alike, .50 by chance.
    table = {("a", "a"): 20, ("a", "r"): 5, ("r", "a"): 10, ("r", "r"): 15}
    found = agreement(table)
    assert (found.reviews, found.same) == (50, 35)
    assert found.kappa == pytest.approx(0.4)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.4 < found.high


def test_the_interval_of_kappa_is_as_wide_as_simulated_kappas_spread() -> None:
    shares = {("a", "a"): 0.6, ("a", "r"): 0.1, ("r", "a"): 0.05, ("r", "r"): 0.25}
    total, random_ = 400, random.Random(7)
    kappas = []
    for _ in range(3000):
        drawn = random_.choices(list(shares), list(shares.values()), k=total)
        kappa = agreement({pair: drawn.count(pair) for pair in shares}).kappa
        assert kappa is not None
        kappas.append(kappa)
    mean = sum(kappas) / len(kappas)
    spread = (sum((one - mean) ** 2 for one in kappas) / len(kappas)) ** 0.5
    found = agreement({pair: round(share * total) for pair, share in shares.items()})
    assert found.low is not None
    assert found.high is not None
    assert (found.high - found.low) / 2 / 1.96 == pytest.approx(spread, rel=0.06)


def test_too_few_reviews_or_one_verdict_for_all_have_no_kappa() -> None:
    assert agreement({("a", "a"): 15, ("r", "r"): 14}).kappa is None
    assert agreement({("a", "a"): 50}).kappa is None
    assert agreement({}).reviews == 0


def test_kappa_of_readers_who_always_agree_is_one() -> None:
    found = agreement({("a", "a"): 25, ("r", "r"): 25})
    assert (found.kappa, found.low, found.high) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("counts", "share", "value"),
    [
        ({1: 5, 8: 5}, 0.5, 1),
        ({1: 4, 8: 6}, 0.5, 8),
        ({0: 9, 30: 1}, 0.9, 0),
        ({0: 8, 30: 2}, 0.9, 30),
        ({}, 0.5, None),
    ],
)
def test_quantiles(counts: dict[int, int], share: float, value: int | None) -> None:
    assert quantile(counts, share) == value


def test_a_text_is_cut_where_a_thought_may_end() -> None:
    text = "The bus is late. Daycare costs a lot and nobody helps"
    found = [(text[: cut.at].strip(), text[cut.at :].strip()) for cut in cuts_of(text)]
    assert found == [
        ("The bus is late.", "Daycare costs a lot and nobody helps"),
        ("The bus is late. Daycare costs a lot", "and nobody helps"),
    ]
    assert cuts_of("Nothing to cut") == []


def test_letters_with_a_word_of_ones_own_are_alike_and_others_not() -> None:
    texts = {number: f"{LETTER}, says number {number}" for number in range(40)}
    texts |= {
        50: "A daycare near the plant",
        51: "a daycare near the PLANT!",
        60: "We need a doctor who speaks French in the whole of the district",
        61: "The night school in our town should open again next year please",
    }
    assert group_alike(texts) == [list(range(40)), [50, 51]]


@pytest.mark.parametrize(
    "text", ["", " … ", "N/A", "n/a.", "Rien à dire", "Aucun.", "no comment", "???"]
)
def test_texts_that_say_nothing(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["No bus", "Rien ne marche ici", "👍", "Buses"])
def test_texts_that_say_something(text: str) -> None:
    assert not says_nothing(text)
