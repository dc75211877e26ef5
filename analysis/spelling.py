"""How people write a word: its commonest form, with the capitals most give it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

SENTENCE_ENDS = frozenset('.!?:;…"”»)•*-–—')
"""Marks after which a word may have a capital anyway."""
NAME = 2
"""How many times more people must write a capital than none for a word to be a name:
a street is a road, though many streets are called Road. Two capitals are an acronym
where most write them."""


def tells(word: str, *, begins: bool) -> bool:
    """Whether the capitals of a word mean something where it stands."""
    return not (begins and word[1:].islower())


def spell(
    words: Sequence[str],
    tokens: NDArray[np.int32],
    opening: NDArray[np.int32],
    lower: Sequence[str],
    plain: NDArray[np.int32],
) -> list[str]:
    """Each word of `lower` in the letters most people write: OW, Ottawa, bus.

    `tokens` number the `words` as written, `opening` those that begin a sentence;
    `plain` (words,) is the place of each in `lower`.
    """
    times = np.bincount(tokens, minlength=len(words))
    first = np.bincount(opening, minlength=len(words))
    found = list(lower)
    most = np.zeros(len(lower), np.int64)
    small = np.array([word == lower[at] for word, at in zip(words, plain, strict=True)])
    most[plain[small]] = times[small]
    marked = sorted(np.flatnonzero(~small).tolist(), key=words.__getitem__)
    names = {at for at in marked if words[at][1:].islower()}
    for at in marked:
        said = int(times[at])
        if at in names:
            said = (said - int(first[at])) // NAME
        if said > most[plain[at]]:
            found[plain[at]], most[plain[at]] = words[at], said
    return found


def surface_forms(
    lower: Sequence[str],
    spelt: Sequence[str],
    of_word: NDArray[np.int32],
    told: NDArray[np.int64],
    n_stems: int,
) -> list[str]:
    """The commonest of the words of each stem, as people write it; '' for none.

    `of_word` (words,) is the stem of each word of `lower`, -1 for none, `told` how
    often it is said; the first in the alphabet wins where two are as common.
    """
    best = [-1] * n_stems
    counts = told.tolist()
    for at, (stem, count) in enumerate(zip(of_word.tolist(), counts, strict=True)):
        if stem < 0:
            continue
        held = best[stem]
        if held < 0 or (-count, lower[at]) < (-counts[held], lower[held]):
            best[stem] = at
    return [spelt[at] if at >= 0 else "" for at in best]
