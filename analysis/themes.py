"""The pipeline on one page: read, count, weigh, cluster, place, describe."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np
from threadpoolctl import threadpool_limits

from analysis import quality
from analysis.conclusion import FEW, conclude
from analysis.corpus import read_corpus
from analysis.description import Material
from analysis.distributed import Here
from analysis.documents import Constraints, RunCancelled, TooFewTexts
from analysis.granularity import choose_kernels, count_parts, count_themes
from analysis.growth import plant
from analysis.meanings import word_points
from analysis.model import Model
from analysis.neighbours import find_neighbours, smooth
from analysis.placing import place
from analysis.rules import resolve
from analysis.semantic import add_view
from analysis.tree import Ground, grow, regrow, sift
from analysis.wording import heed_company, put_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.corpus import Reading
    from analysis.distributed import Hands
    from analysis.documents import Cancelled, Document, Progress
    from analysis.growth import Seeds
    from analysis.kernels import Kernels
    from analysis.neighbours import Neighbours
    from analysis.quality import Echo
    from analysis.results import Result
    from analysis.semantic import View
    from analysis.tongues import Ear
    from analysis.vectors import Floats, Rows
    from analysis.wording import Wording

Number = Literal["auto"] | int

DIRECTIONS = 100
ALL, FIT = 6_000, 4_000
"""Texts up to which the themes are fitted on all of them, and the number they are
fitted on where there are more: in the order of their hashes, the first are a fair
sample."""


def find_themes(  # noqa: PLR0913, PLR0915
    documents: Sequence[Document],
    *,
    themes: Number = "auto",
    seed: int = 0,
    workers: int = 1,
    previous: Model | bytes | None = None,
    constraints: Constraints | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    skip: frozenset[str] = frozenset(),
    hands: Hands | None = None,
    view: View | None = None,
) -> Result:
    """Find what many people speak of in many texts.

    The same documents, in any order, give the same themes. `themes` is their number,
    or "auto"; `skip` may hold "stability" and "campaigns"; `previous` is the model of
    an earlier run, whose themes this one goes on from. `workers` threads share the
    work and change nothing in it; nor do `hands`, a cluster to do what goes text by
    text. `view` turns texts into further vectors to find themes with.

    Raises:
        TooFewTexts: Fewer than two different texts say something.
        RunCancelled: `cancelled` said yes.
    """
    decided = constraints or Constraints()
    earlier = Model.from_bytes(previous) if isinstance(previous, bytes) else previous
    tick = Ticker(progress, cancelled)
    with threadpool_limits(1):  # sums in one order: the same bytes everywhere
        tick("words")
        wanted = "campaigns" not in skip
        helpers = hands or Here(workers)
        reading = read_corpus(
            documents, decided.excluded, with_campaigns=wanted, hands=helpers
        )
        wording = put_in_words(reading, helpers)
        tick("vectors")
        fit = _sample(reading, wording.counts)
        chosen = themes == "auto" and len(fit) >= FEW
        if chosen:
            wording = heed_company(wording, reading, fit)
        vectors, ear = wording.vectors[fit], wording.ear.only(fit)
        laid = lay_out(vectors, ear, evened=themes == "auto")
        plain = add_view(laid, view, reading, fit)
        near = find_neighbours(plain)
        points = smooth(plain, near)
        tick("clusters")
        seeds = _seeds(earlier, themes, wording, reading, decided)
        rules = resolve(decided, documents, reading, seeds)
        stems = len(wording.vocabulary.stems)
        keys = reading.keys[fit]
        ground = Ground(points, vectors, ear, rules.among(fit), keys, stems)
        broad, fine = _numbers(themes, near)
        kernels = choose_kernels(ground, broad, fine) if chosen else None
        if "stability" not in skip:
            tick("stability")
        kernels, echoes = _tested(ground, kernels, seed, workers, skip)
        tree = grow(ground, kernels or broad, fine, _among(seeds, fit))
        places = place(wording.vectors, wording.ear, tree, rules, helpers)
        steady: list[float | None] = [None] * len(tree.parents)
        if "stability" not in skip:
            steady = quality.steadiness(points, keys, tree, seed, workers, echoes)
        tick("labels")
        material = Material(documents, reading, wording, places, tree)
        result = conclude(material, steady, seed, themes, earlier, decided)
        return result if view is None else _viewed(result)


def _viewed(result: Result) -> Result:
    return replace(result, parameters={**result.parameters, "semantic": True})


class Ticker:
    """Tells how far a run is, and ends it when asked to."""

    def __init__(self, progress: Progress | None, cancelled: Cancelled | None) -> None:
        self.progress, self.cancelled = progress, cancelled

    def __call__(self, stage: str, done: float = 0.0) -> None:
        """Report a stage and the share of it that is done.

        Raises:
            RunCancelled: The caller asked for an end.
        """
        if self.cancelled and self.cancelled():
            raise RunCancelled("The run was stopped.")
        if self.progress:
            self.progress(stage, done)


def lay_out(vectors: Rows, ear: Ear, *, evened: bool) -> Floats:
    """Texts as unit points, sums of the points of their words: (n, directions).

    Evened points let small subjects come back, which tells how many themes there are;
    where the number is known, points as they are find that many better.
    """
    vectors = vectors[:, np.unique(vectors.indices)]
    return ear.centred(vectors @ word_points(vectors, DIRECTIONS, evened=evened))


def _tested(
    ground: Ground,
    kernels: Kernels | None,
    seed: int,
    workers: int,
    skip: frozenset[str],
) -> tuple[Kernels | None, Sequence[Echo] | None]:
    """The kernels that come back when others answer, and what yet others gave."""
    if kernels is None or "stability" in skip:
        return kernels, None
    again = partial(regrow, ground, kernels)
    n = len(ground.points)
    probes = quality.PROBED if n < quality.MANY else quality.PROBED_MANY
    echoes = quality.echo(n, seed, workers, again, probes)
    half = probes // 2
    return sift(ground, kernels, echoes[:half]), echoes[half:]


def _sample(reading: Reading, counts: Rows) -> NDArray[np.intp]:
    """The texts the themes are fitted on: with words, each campaign once."""
    useful = (reading.voices > 0) & (np.diff(counts.indptr) > 0)
    rows = np.flatnonzero(useful)
    rows = rows if len(rows) <= ALL else rows[:FIT]
    if len(rows) < 2:
        raise TooFewTexts("There are too few different texts with words in common.")
    return rows


def _numbers(themes: Number, near: Neighbours) -> tuple[int, int]:
    """How many themes, and how many parts in all."""
    if themes == "auto":
        return (number := count_themes(near)), max(count_parts(near), number)
    return themes, max(count_parts(near, times=1), themes)


def _seeds(
    earlier: Model | None,
    themes: Number,
    wording: Wording,
    reading: Reading,
    decided: Constraints,
) -> Seeds | None:
    """The earlier run's themes, unless another number of themes is asked for."""
    if earlier is None:
        return None
    seeds = plant(earlier, wording.vocabulary, reading.keys, decided.merged)
    had = int((seeds.parents < 0).sum())
    return seeds if themes in {"auto", had} else None


def _among(seeds: Seeds | None, rows: NDArray[np.intp]) -> Seeds | None:
    return None if seeds is None else seeds.among(rows)
