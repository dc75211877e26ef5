"""Each text draws its own lot."""

import numpy as np
import pytest

from analysis.lots import PRESENT, bootstrap, lots, race, shuffled

KEYS = np.random.default_rng(1).integers(2**63, size=4000).astype(np.uint64)


def test_lots_are_spread_evenly():
    for turn in range(3):
        drawn = lots(shuffled(KEYS, turn))
        assert 0 < drawn.min() < drawn.max() < 1
        assert np.histogram(drawn, 10, (0, 1))[0].min() > 320


def test_turns_have_nothing_to_do_with_each_other():
    draws = [lots(shuffled(KEYS, *turn)) for turn in ((0, 0), (0, 1), (1, 0), (1, 1))]
    steps = [race(shuffled(KEYS, 0), step) for step in (0, 1, 2)]
    for series in (draws, steps):
        alike = np.corrcoef(series)
        assert np.abs(alike - np.eye(len(series))).max() < 0.06


def test_a_lot_hangs_on_its_own_key_alone():
    some = KEYS[::7]
    assert np.array_equal(lots(shuffled(KEYS, 3))[::7], lots(shuffled(some, 3)))
    assert np.array_equal(race(KEYS, 5)[::7], race(some, 5))


def test_a_race_draws_by_weight():
    weights = np.repeat([1.0, 3.0], 2000)
    firsts = sum(
        int((race(shuffled(KEYS, turn), 1) / weights).argmin()) >= 2000
        for turn in range(400)
    )
    assert firsts / 400 == pytest.approx(0.75, abs=0.07)


def test_a_bootstrap_holds_the_share_that_one_does():
    assert len(bootstrap(shuffled(KEYS, 0))) / len(KEYS) == pytest.approx(
        PRESENT, abs=0.03
    )
    largest = np.full(3, 2**64 - 1, np.uint64)
    assert bootstrap(largest).tolist() == [0, 1, 2]
