"""Chance that belongs to the texts: each draws its lot from its own name.

Whether a text is in a sample, and how soon it is tried as the heart of a cluster, hangs
on what it says and not on how many others there are, nor in which place it stands. When
texts are added or left out, the others draw as before, so that themes move little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Keys: TypeAlias = "NDArray[np.uint64]"

STEP = 0x9E3779B97F4A7C15
MASK = (1 << 64) - 1
MIXER = (30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)
PRESENT = 1 - np.exp(-1)
"""Share of the texts that a bootstrap of them all holds."""


def shuffled(keys: Keys, *turn: int) -> Keys:
    """Other keys for a turn, as good as drawn by chance.

    The mixer of SplitMix64 (Steele, Lea and Flood 2014).
    """
    for number in turn:
        keys = keys ^ np.uint64((number + 1) * STEP & MASK)
        for shift, factor in MIXER:
            keys = (keys ^ (keys >> np.uint64(shift))) * np.uint64(factor)
        keys = keys ^ (keys >> np.uint64(31))
    return keys


def lots(keys: Keys) -> NDArray[np.float64]:
    """A number between 0 and 1 for each key."""
    return np.asarray(((keys >> np.uint64(11)) + 0.5) * 2.0**-53)


def race(keys: Keys, step: int) -> NDArray[np.float64]:
    """How long each key takes: over its weight, the soonest is a draw by weight."""
    salt = shuffled(np.zeros(1, np.uint64), step) | np.uint64(1)
    return np.asarray(-np.log(lots(keys * salt)))


def bootstrap(keys: Keys) -> NDArray[np.intp]:
    """The rows that a bootstrap of all texts holds; all of them where that is one."""
    drawn = np.flatnonzero(lots(keys) < PRESENT)
    return drawn if len(drawn) > 1 else np.arange(len(keys))
