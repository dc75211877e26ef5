"""The last step of a run: everything found, put into one result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis import description, quality
from analysis.descent import trace
from analysis.documents import Corpus
from analysis.model import Model
from analysis.phrases import Phrases
from analysis.placing import Placed
from analysis.results import Assignments, Result

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analysis.corpus import Reading
    from analysis.description import Material
    from analysis.documents import Constraints
    from analysis.placing import Places

FEW = 30
"""Texts below which themes are a help to reading, not a finding."""


def conclude(
    material: Material,
    steady: Sequence[float | None],
    seed: int,
    themes: str | int,
    earlier: Model | None,
    decided: Constraints,
) -> Result:
    """Name and describe the themes, and keep the model of the run."""
    reading, wording, places = material.reading, material.wording, material.places
    names = description.find_terms(material)
    phrases = Phrases(reading, wording)
    keywords = [description.make_keywords(terms, phrases) for terms in names]
    kept, origins, faded = trace(earlier, reading, places, material.tree)
    ids = description.make_ids(material, kept)
    labels = _renamed(
        description.make_labels(names, phrases),
        ids,
        decided.labels,
    )
    model = Model(
        seed=seed,
        vocabulary=wording.vocabulary,
        weights=wording.weights,
        surfaces=wording.surfaces,
        heard=wording.heard,
        ids=tuple(ids),
        parents=material.tree.parents,
        labels=tuple(labels),
        centres=material.tree.centres,
        floors=material.tree.floors,
        keys=reading.keys,
        rows=np.stack([places.theme, places.part], axis=1).astype(np.int32),
    )
    placed = Placed(model, wording.vectors, wording.ear, places)
    loose, share = _unassigned(reading, places)
    return Result(
        themes=description.describe(material, ids, keywords, labels, origins, steady),
        assignments=Assignments(material.documents, reading, placed),
        corpus=_corpus(material),
        unassigned=loose,
        unassigned_share=share,
        parameters={"themes": themes},
        notes=("too_few",) if int(reading.voices.sum()) < FEW else (),
        faded=faded,
        model=model,
    )


def _renamed(
    labels: Sequence[dict[str, str | None]],
    ids: Sequence[str],
    written: Mapping[str, Mapping[str, str]],
) -> list[dict[str, str | None]]:
    """What a person called a theme goes before what its words would call it."""
    return [
        {**label, **written.get(name, {})}
        for label, name in zip(labels, ids, strict=True)
    ]


def _unassigned(reading: Reading, places: Places) -> tuple[int, float]:
    """Documents that say something and are in no theme: their number and share."""
    heard = reading.row[reading.row >= 0]
    loose = int((places.theme[heard] < 0).sum())
    return loose, round(loose / max(len(heard), 1), 6)


def _corpus(material: Material) -> Corpus:
    reading = material.reading
    spoken = np.array(reading.languages)[reading.row[reading.row >= 0]]
    codes, counts = np.unique(spoken, return_counts=True)
    return Corpus(
        documents=len(material.documents),
        blank=int(reading.blank.sum()),
        excluded=int(((reading.row < 0) & ~reading.blank).sum()),
        distinct=int(reading.voices.sum()),
        campaigns=int(reading.campaigns.max(initial=-1)) + 1,
        languages=dict(zip(codes.tolist(), counts.tolist(), strict=True)),
        crossing=quality.crossing(material.places.theme, reading.languages),
    )
