"""Priorities: known elections, partial rankings, intervals that cover."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.priorities import (
    PointsOption,
    RankingResult,
    aggregate_points,
    aggregate_rankings,
    aggregate_scale,
)


def election(**ballots: int) -> list[str]:
    return [ballot for ballot, times in ballots.items() for _ in range(times)]


def score(result: RankingResult, option: str) -> float:
    return next(one.score for one in result.options if one.option == option)


def test_the_example_of_schulze_2011():
    # Example 1 of the paper: 45 voters, five candidates, no Condorcet winner.
    ballots = election(
        acbed=5, adecb=5, bedac=8, cabed=3, caebd=7, cbade=2, dceba=7, ebadc=8
    )
    result = aggregate_rankings(ballots, "abcde")
    assert result.order == (("e",), ("a",), ("c",), ("b",), ("d",))
    assert result.people == 45
    assert list(result.preferred["a"].values()) == [0, 20, 26, 30, 22]
    assert result.preferred["b"]["a"] == 25


def test_a_condorcet_winner_may_have_a_lower_borda_score():
    result = aggregate_rankings(election(abc=6, bca=4), "abc")
    assert result.order[0] == ("a",)
    assert [one.option for one in result.options] == ["b", "a", "c"]


def test_borda_scores_by_hand():
    result = aggregate_rankings(election(abc=3, bac=1), "abc")
    assert score(result, "a") == pytest.approx((3 * 1 + 0.5) / 4)
    assert score(result, "b") == pytest.approx((3 * 0.5 + 1) / 4)
    assert score(result, "c") == 0
    assert [one.placed for one in result.options] == [4, 4, 4]
    assert [one.first for one in result.options] == [3, 1, 0]


def test_options_left_out_share_the_mean_of_what_remains():
    result = aggregate_rankings(["b"], "abcd")
    assert score(result, "b") == 1
    for option in "acd":
        assert score(result, option) == pytest.approx(1 / 3)
    assert result.order == (("b",), ("a", "c", "d"))
    assert {one.option: one.placed for one in result.options}["a"] == 0
    assert sum(one.score for one in result.options) == pytest.approx(2)


def test_people_who_rank_nothing_are_not_counted():
    result = aggregate_rankings([[], ["a", "b"], []], ["a", "b"])
    assert result.people == 1
    nobody = aggregate_rankings([[], []], ["a", "b"])
    assert nobody.people == 0
    assert nobody.order == (("a", "b"),)
    assert [(one.score, one.interval) for one in nobody.options] == [(0, None)] * 2


def test_no_options_and_one_option():
    assert aggregate_rankings([], []).order == ()
    assert aggregate_rankings([["a"]], ["a"]).order == (("a",),)


def test_weights_count_as_people():
    weighted = aggregate_rankings(["abc", "bca"], "abc", weights=[3, 1])
    repeated = aggregate_rankings(election(abc=3, bca=1), "abc")
    assert weighted.order == repeated.order
    assert weighted.preferred == repeated.preferred
    assert score(weighted, "a") == pytest.approx(score(repeated, "a"))
    assert aggregate_rankings(["abc", "bca"], "abc", weights=[3, 0]).people == 1


def test_equal_sums_of_uneven_weights_tie():
    ballots = ["ab", "ab", "ab", "ba"]
    result = aggregate_rankings(ballots, "ab", weights=[0.1, 0.1, 0.1, 0.3])
    assert result.order == (("a", "b"),)


@pytest.mark.parametrize(
    ("rankings", "options", "weights", "message"),
    [
        (["ax"], "ab", None, "unknown option: x"),
        (["aa"], "ab", None, "names an option twice"),
        (["a"], "aa", None, "listed twice"),
        (["a"], "ab", [1, 1], "one weight per person"),
        (["a"], "ab", [-1], "below zero"),
        (["a"], "ab", [float("nan")], "finite"),
    ],
)
def test_wrong_rankings_are_refused(rankings, options, weights, message):
    with pytest.raises(ValueError, match=message):
        aggregate_rankings(rankings, options, weights)


ballots = st.lists(st.sampled_from("abcde"), unique=True, max_size=5)


@given(st.lists(ballots, max_size=12), st.randoms(use_true_random=False))
def test_any_election(rankings, random):
    result = aggregate_rankings(rankings, "abcde")
    ordered = [option for tied in result.order for option in tied]
    assert sorted(ordered) == list("abcde")
    winner = [
        a
        for a in "abcde"
        if all(
            result.preferred[a][b] > result.preferred[b][a] for b in "abcde" if b != a
        )
    ]
    if winner:
        assert result.order[0] == tuple(winner)
    shuffled = random.sample(rankings, len(rankings))
    assert aggregate_rankings(shuffled, "abcde") == result
    backwards = aggregate_rankings(rankings, "edcba")
    assert [set(tied) for tied in backwards.order] == [set(t) for t in result.order]


def test_a_unanimous_order_is_kept():
    for order in permutations("abcd"):
        result = aggregate_rankings([order] * 6, "abcd")
        assert [option for (option,) in result.order] == list(order)
        assert [one.option for one in result.options] == list(order)
        for one in result.options:
            assert one.interval.low == pytest.approx(one.score)
            assert one.interval.high == pytest.approx(one.score)


def test_intervals_cover_the_truth_about_as_often_as_they_say():
    rng = np.random.default_rng(6)
    covered = 0
    for _ in range(60):
        rankings = ["ab" if vote else "ba" for vote in rng.random(60) < 0.7]
        interval = next(
            one.interval
            for one in aggregate_rankings(rankings, "ab").options
            if one.option == "a"
        )
        covered += interval.low <= 0.7 <= interval.high
    assert 51 <= covered <= 60


def test_few_people_get_no_interval():
    assert aggregate_rankings(["ab"] * 4, "ab").options[0].interval is None
    assert aggregate_rankings(["ab"] * 5, "ab").options[0].interval is not None


def test_points_by_hand():
    answers = [{"a": 60, "b": 40}, {"a": 100}, {}, {"a": 0, "b": 0}]
    first, second, third = aggregate_points(answers, ["c", "b", "a"])
    assert first == PointsOption("a", 80, None, 0.8, 2)
    assert second == PointsOption("b", 20, None, 0.2, 1)
    assert third == PointsOption("c", 0, None, 0, 0)


def test_points_of_many_have_an_interval_round_the_mean():
    rng = np.random.default_rng(7)
    answers = [{"a": a, "b": 10 - a} for a in rng.integers(11, size=200).tolist()]
    figure = {one.option: one for one in aggregate_points(answers, ["a", "b"])}["a"]
    assert figure.interval.low < figure.mean < figure.interval.high
    half = 1.96 * np.std([answer["a"] for answer in answers]) / np.sqrt(200)
    assert figure.interval.high - figure.mean == pytest.approx(half, rel=0.15)


def test_no_points_at_all():
    (figure,) = aggregate_points([], ["a"])
    assert (figure.mean, figure.share, figure.interval) == (0, 0, None)


@pytest.mark.parametrize(
    ("answer", "message"),
    [({"x": 1}, "unknown option: x"), ({"a": -1}, "below zero")],
)
def test_wrong_points_are_refused(answer, message):
    with pytest.raises(ValueError, match=message):
        aggregate_points([answer], ["a"])


def test_a_scale_by_hand():
    result = aggregate_scale([1, 2, 2, 5, 5, 5], levels=range(1, 6))
    assert result.people == 6
    assert result.mean == pytest.approx(20 / 6)
    assert result.median == 2
    known = {1: 1 / 6, 2: 1 / 3, 3: 0, 4: 0, 5: 0.5}
    assert result.distribution == pytest.approx(known)
    assert result.interval.low < result.mean < result.interval.high


def test_a_weighted_scale():
    result = aggregate_scale([1, 5, 3], weights=[3, 1, 0])
    assert (result.people, result.mean, result.median) == (2, 2, 1)
    assert result.distribution == {1: 0.75, 5: 0.25}


def test_nobody_answered():
    result = aggregate_scale([], levels=[1, 2])
    assert (result.people, result.mean, result.median) == (0, None, None)
    assert result.distribution == {1: 0, 2: 0}


def test_answers_that_are_no_numbers_are_refused():
    with pytest.raises(ValueError, match="finite"):
        aggregate_scale([1, float("inf")])
