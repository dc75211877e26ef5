"""Shares weighted to where people live: by hand, and only where nothing is missing."""

from typing import Any

import pytest

from engage.reports.document.weighting import weight_faults, with_weighted

Row = dict[str, Any]


def place(slug: str, population: int, writers: int) -> Row:
    return {"slug": slug, "population": population, "writers": {"value": writers}}


def document(first: float | None, second: float | None, *more: Row) -> Row:
    shares = [
        {"slug": slug, "share": None if share is None else {"value": share}}
        for slug, share in (("north", first), ("south", second))
    ]
    catchments = [place("north", 100, 100), place("south", 300, 50), *more]
    return {
        "method": {"least_base_for_shares": 30},
        "who": {"catchments": catchments},
        "themes": [{"id": "t-1", "catchments": shares}],
    }


def test_each_catchment_weighs_as_many_as_live_there() -> None:
    (theme,) = with_weighted(document(0.8, 0.4))
    assert theme["weighted"]["value"] == pytest.approx(0.25 * 0.8 + 0.75 * 0.4)
    # By hand: each catchment's p (1 - p) / n, with the square of its weight.
    half = 1.96 * (0.0625 * 0.16 / 100 + 0.5625 * 0.24 / 50) ** 0.5
    assert theme["weighted"]["high"] == pytest.approx(0.5 + half, abs=2e-4)
    assert theme["weighted"]["catchments"] == 2


def test_a_missing_share_leaves_no_weighted_one() -> None:
    assert with_weighted(document(0.8, None))[0]["weighted"] is None


def test_catchments_heard_too_little_are_left_out() -> None:
    thin = place("east", 900, 20)
    (theme,) = with_weighted(document(0.8, 0.4, thin))
    assert theme["weighted"]["value"] == pytest.approx(0.5)


def test_a_weighted_share_that_does_not_follow_is_a_fault() -> None:
    sound = document(0.8, 0.4)
    sound["themes"] = with_weighted(sound)
    assert list(weight_faults(sound)) == []
    sound["themes"][0]["weighted"]["value"] += 0.01
    assert list(weight_faults(sound)) == [
        "themes.t-1: the weighted share does not follow"
    ]
