"""Group figures: shares, intervals, contrasts and false discoveries."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.groups import (
    GroupFigure,
    all_group_figures,
    group_figures,
    wilson_interval,
)


def planted(**shares: tuple[int, int]) -> tuple[np.ndarray, list[str]]:
    """Make (members, groups) from group=(in the theme, all texts)."""
    members, groups = [], []
    for name, (inside, texts) in shares.items():
        members += [True] * inside + [False] * (texts - inside)
        groups += [name] * texts
    return np.array(members), groups


def test_shares_counts_and_lift_by_hand():
    figures = group_figures(*planted(north=(30, 100), south=(10, 100)))
    assert list(figures) == ["north", "south"]
    north = figures["north"]
    assert isinstance(north, GroupFigure)
    assert north.count == 30
    assert north.share == pytest.approx(0.30)
    assert north.lift == pytest.approx(1.5)
    assert figures["south"].lift == pytest.approx(0.5)


def test_interval_is_the_score_interval_of_scipy():
    figure = group_figures(*planted(north=(7, 23), south=(1, 40)))["north"]
    known = stats.binomtest(7, 23).proportion_ci(method="wilson")
    assert figure.low == pytest.approx(known.low, abs=1e-6)
    assert figure.high == pytest.approx(known.high, abs=1e-6)


@given(st.integers(0, 500), st.integers(0, 500))
def test_interval_holds_the_share_and_stays_within_bounds(inside, outside):
    texts = inside + outside
    share = inside / texts if texts else 0.0
    low, high = wilson_interval(np.array(share), np.array(float(texts)))
    assert 0 <= low <= share + 1e-12
    assert share - 1e-12 <= high <= 1


def test_log_odds_follow_the_prior_by_hand():
    north = group_figures(*planted(north=(30, 100), south=(10, 100)))["north"]
    inside = 10 * 40.5 / 201
    outside = 10 - inside
    here = np.log((30 + inside) / (70 + outside))
    there = np.log((10 + inside) / (90 + outside))
    assert north.log_odds == pytest.approx(here - there)


def test_two_groups_mirror_each_other():
    figures = group_figures(*planted(north=(30, 100), south=(10, 100)))
    assert figures["north"].log_odds == pytest.approx(-figures["south"].log_odds)
    assert figures["north"].q == pytest.approx(figures["south"].q)


def test_a_planted_difference_is_found_and_an_equal_share_is_not():
    figures = group_figures(
        *planted(north=(60, 150), east=(30, 150), west=(30, 150), south=(30, 150))
    )
    assert figures["north"].q < 0.001
    assert figures["north"].log_odds > 0.5
    assert figures["north"].low > figures["east"].share
    equal = group_figures(*planted(north=(30, 150), south=(30, 150)))["north"]
    assert equal.log_odds == pytest.approx(0)
    assert equal.q == pytest.approx(1)


def test_few_texts_are_drawn_towards_everyone():
    few = group_figures(*planted(north=(5, 5), south=(50, 100)))["north"]
    many = group_figures(*planted(north=(100, 100), south=(50, 100)))["north"]
    assert 0 < few.log_odds < many.log_odds


def test_false_discoveries_among_equal_groups_are_rare():
    rng = np.random.default_rng(0)
    runs_with_a_discovery = 0
    for _ in range(200):
        themes = rng.choice([-1, 0, 1, 2, 3], 1_500, p=[0.2, 0.4, 0.2, 0.15, 0.05])
        groups = [f"g{number}" for number in rng.integers(10, size=1_500)]
        cells = all_group_figures(themes.tolist(), groups)
        lowest = min(cell.q for theme in cells.values() for cell in theme.values())
        runs_with_a_discovery += lowest < 0.05
    assert runs_with_a_discovery <= 20


def test_q_is_taken_over_all_cells_together():
    rng = np.random.default_rng(1)
    themes = rng.integers(-1, 6, 2_000)
    groups = [f"g{number}" for number in rng.integers(8, size=2_000)]
    themes[[group == "g2" for group in groups] & (themes == 4)] = 3
    together = all_group_figures(themes.tolist(), groups)
    alone = group_figures(themes == 3, groups)
    assert list(together) == [0, 1, 2, 3, 4, 5]
    for name, figure in together[3].items():
        assert figure.share == pytest.approx(alone[name].share)
        assert figure.log_odds == pytest.approx(alone[name].log_odds)
    assert alone["g2"].q < together[3]["g2"].q < 0.01


def test_unassigned_texts_count_in_the_shares():
    figures = all_group_figures([4, 4, -1, -1, -1, 9], ["a"] * 6, minimum=1)
    assert list(figures) == [4, 9]
    assert figures[4]["a"].share == pytest.approx(2 / 6)
    assert figures[9]["a"].count == 1


def test_texts_without_a_group_are_left_out():
    members, groups = planted(north=(30, 100), south=(10, 100))
    more = np.concatenate([members, np.ones(50, dtype=bool)])
    assert group_figures(more, [*groups, *[None] * 50]) == group_figures(
        members, groups
    )


def test_groups_below_the_minimum_get_no_figure_but_stay_in_the_whole():
    members, groups = planted(north=(30, 100), tiny=(4, 4))
    figures = group_figures(members, groups)
    assert list(figures) == ["north"]
    assert figures["north"].lift == pytest.approx(0.30 / (34 / 104))
    assert list(group_figures(members, groups, minimum=4)) == ["north", "tiny"]


def test_one_group_has_nobody_to_differ_from():
    figure = group_figures(*planted(north=(12, 40)))["north"]
    assert figure.lift == pytest.approx(1)
    assert figure.log_odds == pytest.approx(0, abs=0.05)
    assert figure.q > 0.9


def test_weights_change_shares_and_widen_intervals():
    members, groups = planted(north=(50, 100), south=(50, 100))
    weights = np.where(members, 3.0, 1.0)
    plain = group_figures(members, groups)["north"]
    weighted = group_figures(members, groups, weights)["north"]
    assert weighted.count == plain.count == 50
    assert weighted.share == pytest.approx(0.75)
    known = (50 * 3 + 50) ** 2 / (50 * 9 + 50)
    low, high = wilson_interval(np.array(0.75), np.array(known))
    assert (weighted.low, weighted.high) == pytest.approx((float(low), float(high)))


def test_the_scale_of_weights_does_not_matter():
    members, groups = planted(north=(20, 80), south=(50, 90))
    rng = np.random.default_rng(2)
    weights = rng.uniform(0.5, 2.0, len(groups))
    one = group_figures(members, groups, weights)
    other = group_figures(members, groups, weights * 1_000)
    for name, figure in one.items():
        assert other[name].q == pytest.approx(figure.q)
        assert other[name].high == pytest.approx(figure.high)


def test_a_group_without_weight_gets_no_figure():
    members, groups = planted(north=(20, 80), south=(50, 90))
    weights = np.array([float(group == "north") for group in groups])
    assert list(group_figures(members, groups, weights)) == ["north"]


def test_nobody_and_everybody():
    none = group_figures(*planted(north=(0, 40), south=(0, 40)))["north"]
    assert (none.count, none.share, none.lift) == (0, 0.0, 1.0)
    assert none.q > 0.9
    everyone = group_figures(*planted(north=(40, 40), south=(40, 40)))["north"]
    assert everyone.share == 1.0
    assert everyone.high == pytest.approx(1.0)
    assert everyone.lift == pytest.approx(1.0)


@pytest.mark.parametrize("groups", [[], [None, None]])
def test_no_groups_give_no_figures(groups):
    assert group_figures(np.zeros(len(groups), dtype=bool), groups) == {}
    assert all_group_figures([-1] * len(groups), groups) == {}


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (np.array([1.0, -1.0]), "below zero"),
        (np.array([1.0, np.nan]), "finite"),
        (np.array([1.0]), "same length"),
    ],
)
def test_wrong_weights_are_refused(weights, message):
    with pytest.raises(ValueError, match=message):
        group_figures(np.array([True, False]), ["a", "b"], weights)


def test_groups_of_another_length_are_refused():
    with pytest.raises(ValueError, match="same length"):
        group_figures(np.array([True, False]), ["a"])
