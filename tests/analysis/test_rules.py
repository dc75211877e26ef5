"""Decisions of people, kept whatever the words say."""

import numpy as np

from analysis.rules import Rules

LIKENESS = np.array([[0.9, 0.1], [0.2, 0.3], [0.6, 0.5]], np.float32)


def test_pins_hold_and_pins_to_what_is_gone_do_not():
    rules = Rules(pinned={0: ("b",), 1: ("gone",)})
    assert rules.settle(LIKENESS, ["a", "b"]).tolist() == [1, 1, 0]


def test_texts_kept_together_go_where_they_fit_best_on_the_whole():
    rules = Rules(together=((0, 1),))
    assert rules.settle(LIKENESS, ["a", "b"]).tolist() == [0, 0, 0]


def test_of_two_texts_kept_apart_the_weaker_moves():
    rules = Rules(apart=((0, 2),))
    assert rules.settle(LIKENESS, ["a", "b"]).tolist() == [0, 1, 1]
