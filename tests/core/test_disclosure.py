"""Every published number is made here: small ones are withheld, others rounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.core.disclosure import (
    Disclosure,
    Figure,
    Share,
    rounded_live,
    rules_of,
    share,
    wilson,
)

RULES = Disclosure(b"a key")


def people(count: int, name: str = "voice") -> list[str]:
    return [f"{name}-{number}" for number in range(count)]


@pytest.mark.parametrize("count", [0, 1, 9])
def test_rule_17_small_counts_look_the_same_zero_included(count: int) -> None:
    assert RULES.count("cell", people(count)) == Figure(None, 10)


@given(count=st.integers(10, 400), cell=st.text(max_size=20))
def test_rule_17_counts_are_multiples_of_the_base_near_the_truth(
    count: int, cell: str
) -> None:
    value = RULES.count(cell, people(count)).value
    assert value is not None
    assert value % 5 == 0
    assert value >= 10
    assert abs(value - count) < 5


@given(count=st.integers(12, 60), k=st.integers(5, 14), base=st.integers(5, 12))
def test_nothing_below_k_is_ever_shown(count: int, k: int, base: int) -> None:
    value = Disclosure(b"key", k, base).count("cell", people(count)).value
    assert value is None or (value >= k and value % base == 0)


def test_one_person_counts_once() -> None:
    assert RULES.count("cell", people(9) * 4).is_withheld


def test_the_same_cell_and_people_always_give_the_same_value() -> None:
    once = RULES.count("cell", people(23))
    assert RULES.count("cell", reversed(people(23))) == once
    assert Disclosure(b"a key").count("cell", people(23)) == once


def test_rounding_depends_on_the_key_the_cell_and_the_people() -> None:
    def values(rules: Disclosure, name: str) -> list[int | None]:
        cells = [f"cell {n}" for n in range(40)]
        return [rules.count(cell, people(23, name)).value for cell in cells]

    assert set(values(RULES, "voice")) == {20, 25}
    assert values(RULES, "voice") != values(Disclosure(b"another"), "voice")
    assert values(RULES, "voice") != values(RULES, "other")


def test_rounding_is_right_on_average() -> None:
    cells = [f"cell {number}" for number in range(4000)]
    values = [RULES.count(cell, people(23)).value or 0 for cell in cells]
    assert sum(values) / len(values) == pytest.approx(23, abs=0.15)


def test_rule_17_small_and_nearly_all_look_the_same() -> None:
    whole = RULES.whole("group", people(20))
    small = RULES.part("cell", people(3), whole)
    nearly_all = RULES.part("cell", people(20), whole)
    assert small == nearly_all == Figure(None, 10, is_part=True)
    assert RULES.part("cell", people(10), whole) == Figure(10)


@given(count=st.integers(0, 120))
def test_rule_17_what_everybody_did_is_withheld(count: int) -> None:
    whole = RULES.whole("group", people(count))
    for number in range(10):
        assert RULES.part(f"cell {number}", people(count), whole).is_withheld


def test_a_part_of_a_withheld_group_is_withheld() -> None:
    thin = RULES.whole("group", people(9))
    assert RULES.part("cell", people(9), thin).is_withheld
    assert RULES.within("cell", people(12), Figure(None, 10)).is_withheld


@given(count=st.integers(10, 80))
def test_where_people_come_from_is_never_above_the_whole(count: int) -> None:
    whole = RULES.count("all", people(count))
    for number in range(20):
        part = RULES.within(f"cell {number}", people(count), whole)
        assert part.value is not None
        assert whole.value is not None
        assert part.value <= whole.value


@given(sizes=st.lists(st.integers(0, 60), min_size=4, max_size=4), seed=st.integers())
def test_rule_17_no_part_is_larger_than_its_whole(sizes: list[int], seed: int) -> None:
    """Groups inside groups, counted cell by cell: 280 took part, never 285 wrote."""
    rules = Disclosure(f"key {seed}".encode())
    inner, middle, outer, beside = (sum(sizes[: at + 1]) for at in range(4))
    everybody = rules.whole("all", people(beside))
    writers = rules.whole("writers", people(outer), everybody.figure)
    there = rules.whole("there", people(middle), everybody.figure, writers.figure)
    spoken = rules.part("theme", people(middle), writers)
    cell = rules.part("theme there", people(inner), there, spoken)
    chain = [cell, there.figure, writers.figure, everybody.figure]
    shown = [figure.value for figure in chain if figure.value is not None]
    assert shown == sorted(shown)
    if cell.value is not None:
        assert spoken.value is not None
        assert cell.value <= spoken.value
    assert all(value % 5 == 0 and value >= 10 for value in shown)


def test_shares_come_from_rounded_figures() -> None:
    assert share(Figure(20), Figure(80)) == Share(0.25, 0.1681, 0.3548)


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        (Figure(10), Figure(25)),
        (Figure(None, 10), Figure(80)),
        (Figure(10), Figure(None)),
    ],
)
def test_rule_17_no_share_of_a_small_group_or_of_a_withheld_figure(
    part: Figure, whole: Figure
) -> None:
    assert share(part, whole) is None


def test_the_interval_of_nobody_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_lists_put_withheld_figures_last() -> None:
    figures = [Figure(None, 10), Figure(15), Figure(40)]
    ordered = sorted(figures, key=lambda one: -one.sort_value)
    assert [one.value for one in ordered] == [40, 15, None]


@pytest.mark.parametrize(("k", "base"), [(4, 5), (10, 4)])
def test_rule_17_the_floors_hold(k: int, base: int) -> None:
    with pytest.raises(ValueError, match="at least 5"):
        Disclosure(b"key", k, base)


def test_an_installation_has_a_key_of_its_own() -> None:
    assert rules_of("one").key != rules_of("other").key
    assert rules_of("one").key != b"one"


def test_the_wall_rounds_down() -> None:
    assert [rounded_live(count) for count in (4, 5, 13)] == [0, 5, 10]
