"""The pipeline on one page: read, count, weigh, cluster, place, describe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from threadpoolctl import threadpool_limits

from analysis import description, quality
from analysis.corpus import read_corpus
from analysis.documents import Constraints, Corpus, Origin, RunCancelled, TooFewTexts
from analysis.granularity import suggest_numbers
from analysis.model import Model, place
from analysis.results import Assignments, Result
from analysis.tree import grow
from analysis.vectors import main_directions, smooth
from analysis.wording import put_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analysis.corpus import Reading
    from analysis.documents import Cancelled, Document, Progress
    from analysis.model import Places
    from analysis.tongues import Ear
    from analysis.tree import Tree
    from analysis.vectors import Floats, Rows

FEW = 30
"""Texts below which themes are a help to reading, not a finding."""
DIRECTIONS = 100
FIT = 10_000
"""Texts the themes are fitted on: in the order of their hashes, the first are a
fair sample of all."""
SKIPS = frozenset({"stability", "campaigns"})


def find_themes(  # noqa: PLR0913
    documents: Sequence[Document],
    *,
    themes: Literal["auto"] | int = "auto",
    seed: int = 0,
    workers: int = 1,
    previous: Model | bytes | None = None,
    constraints: Constraints | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    skip: frozenset[str] = frozenset(),
) -> Result:
    """Find what many people speak of in many texts.

    The same documents, in any order, give the same themes. `themes` is their number,
    or "auto"; `skip` may hold "stability" and "campaigns"; `previous` is the model of
    an earlier run, whose themes this one goes on from.

    Raises:
        TooFewTexts: Fewer than two different texts say something.
        RunCancelled: `cancelled` said yes.
    """
    decided = constraints or Constraints()
    tick = Ticker(progress, cancelled)
    with threadpool_limits(1):  # sums in one order: the same bytes everywhere
        tick("words")
        wanted = "campaigns" not in skip
        reading = read_corpus(documents, decided.excluded, with_campaigns=wanted)
        wording = put_in_words(reading)
        tick("vectors")
        fit = _sample(reading, wording.vectors)
        ear = wording.ear.only(fit)
        plain = lay_out(wording.vectors[fit], ear, seed)
        points = smooth(plain, plain)
        tick("clusters")
        numbers = suggest_numbers(plain, seed)
        if themes != "auto":
            numbers = themes, max(themes, numbers[1])
        tree = grow(points, wording.vectors[fit], ear, *numbers, seed)
        places = place(wording.vectors, wording.ear, tree.centres, tree.parents)
        tick("stability")
        steady = [None] * len(tree.parents)
        if "stability" not in skip:
            steady = _steadiness(points, tree, seed, tick)
        tick("labels")
        material = description.Material(documents, reading, wording, places, tree)
        return _conclude(material, steady, seed, themes, decided)


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


def _sample(reading: Reading, vectors: Rows) -> NDArray[np.intp]:
    """The texts the themes are fitted on: with words, each campaign once."""
    useful = (reading.voices > 0) & (np.diff(vectors.indptr) > 0)
    rows = np.flatnonzero(useful)[:FIT]
    if len(rows) < 2:
        raise TooFewTexts("There are too few different texts with words in common.")
    return rows


def lay_out(vectors: Rows, ear: Ear, seed: int) -> Floats:
    """Texts as unit points along the main directions of the words: (n, directions)."""
    return ear.centred(vectors @ main_directions(vectors, DIRECTIONS, seed))


def _steadiness(
    points: Floats, tree: Tree, seed: int, tick: Ticker
) -> list[float | None]:
    """The stability of each theme, and of each part among the texts of its theme."""
    top = int((tree.parents < 0).sum())
    steady: list[float | None] = [*quality.stability(points, tree.theme, top, seed)]
    for theme in range(top):
        tick("stability", (theme + 1) / (top + 1))
        rows = np.flatnonzero(tree.parents == theme)
        if len(rows):
            inside = np.flatnonzero(tree.theme == theme)
            labels = tree.part[inside] - rows[0]
            steady += quality.stability(points[inside], labels, len(rows), seed)
    return steady


def _conclude(
    material: description.Material,
    steady: Sequence[float | None],
    seed: int,
    themes: Literal["auto"] | int,
    decided: Constraints,
) -> Result:
    reading, wording, places = material.reading, material.wording, material.places
    names = description.find_terms(material)
    labels = description.make_labels(names, material)
    ids = description.make_ids(material)
    origins = [Origin() for _ in ids]
    model = Model(
        seed, wording.vocabulary, wording.weights, wording.surfaces, wording.heard, tuple(ids),
        material.tree.parents, tuple(labels), material.tree.centres,
        *_membership(reading, places),
    )  # fmt: skip
    document_theme = np.where(reading.row >= 0, places.theme[reading.row], 0)
    loose = int((document_theme < 0).sum())
    heard = int((reading.row >= 0).sum())
    return Result(
        themes=description.describe(material, ids, names, labels, origins, steady),
        assignments=Assignments(material.documents, reading, places, model, wording.vectors),
        corpus=_corpus(material),
        unassigned=loose,
        unassigned_share=round(loose / max(heard, 1), 6),
        parameters={"themes": themes},
        notes=("too_few",) if int(reading.voices.sum()) < FEW else (),
        faded=(),
        model=model,
    )


def _membership(
    reading: Reading, places: Places
) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    keys = np.array([int(key, 16) for key in reading.keys], np.uint64)
    return keys, np.stack([places.theme, places.part], axis=1).astype(np.int32)


def _corpus(material: description.Material) -> Corpus:
    reading = material.reading
    spoken = [reading.languages[i] for i in reading.row[reading.row >= 0]]
    gone = (reading.row < 0) & ~reading.blank
    return Corpus(
        documents=len(material.documents),
        blank=int(reading.blank.sum()),
        excluded=int(gone.sum()),
        distinct=int(reading.voices.sum()),
        campaigns=int(reading.campaigns.max(initial=-1)) + 1,
        languages={code: spoken.count(code) for code in sorted(set(spoken))},
        crossing=quality.crossing(material.places.theme, reading.languages),
    )
