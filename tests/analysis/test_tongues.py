"""Hearing texts of several languages."""

import numpy as np

from analysis.tongues import Ear, heard_languages


def test_a_language_nobody_speaks_moves_nothing():
    masks = np.ones((2, 3), np.float32)
    points = np.array([[1, 0, 0], [0, 1, 0], [0.6, 0.8, 0]], np.float32)
    speakers = np.array([0, 0, 0], np.int32)
    alone = Ear(masks[:1], speakers).centred(points)
    assert np.array_equal(Ear(masks, speakers).centred(points), alone)


def test_fewer_than_two_languages_need_no_ear():
    assert heard_languages(["en"] * 30 + ["fr"] * 5) == ()
    assert heard_languages(["en"] * 30 + ["fr"] * 20) == ("en", "fr")
