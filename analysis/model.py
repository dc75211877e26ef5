"""What a run leaves behind: enough to place a new text, and to begin the next run."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from analysis.corpus import is_blank
from analysis.documents import VERSION, AnalysisError, Assignment, Reason, Status
from analysis.languages import detect_languages, normalise_code
from analysis.tongues import Ear, make_ear
from analysis.vectors import Rows, Vocabulary, Weights, count_terms, weigh
from analysis.wording import written
from analysis.words import read_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from analysis.vectors import Floats

REASONS = 5
"""Words shown for one assignment."""


@dataclass(frozen=True, slots=True)
class Model:
    """Themes as directions in the space of words.

    `ids`, `parents` and `labels` and the rows of `centres` (themes and parts, terms)
    go together, themes first; `parents` is -1 for a theme, else the row of it.
    `keys` (texts,) name the different texts of the run and `rows` (texts, 2) the theme
    and part each went to, -1 for none. `surfaces` gives stems as people write them.
    """

    seed: int
    vocabulary: Vocabulary
    weights: Weights
    surfaces: Mapping[str, tuple[str, ...]]
    heard: tuple[str, ...]
    ids: tuple[str, ...]
    parents: NDArray[np.int32]
    labels: tuple[Mapping[str, str | None], ...]
    centres: Rows
    keys: NDArray[np.uint64]
    rows: NDArray[np.int32]

    def write(self, column: int, language: str) -> str:
        """A term as people write it in a language."""
        return written(self.vocabulary, self.surfaces, column, language)

    def without_members(self) -> Model:
        """The same model with no trace of who was in it: the one to publish."""
        none = np.zeros(0, np.uint64), np.zeros((0, 2), np.int32)
        return Model(
            self.seed, self.vocabulary, self.weights, self.surfaces,
            self.heard, self.ids, self.parents, self.labels, self.centres, *none,
        )  # fmt: skip

    def to_bytes(self) -> bytes:
        """Write an `.npz` file: arrays and JSON only, no pickle."""
        told = {
            "version": VERSION,
            "seed": self.seed,
            "stems": self.vocabulary.stems,
            "mean_length": self.weights.mean_length,
            "surfaces": self.surfaces,
            "heard": self.heard,
            "ids": self.ids,
            "labels": self.labels,
        }
        told_bytes = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
        arrays = {
            "told": np.frombuffer(told_bytes, np.uint8),
            "pairs": self.vocabulary.pairs,
            "idf": self.weights.idf,
            "parents": self.parents,
            "ties": np.stack(self.vocabulary.ties.nonzero()).astype(np.int32),
            "notions": np.int64(self.vocabulary.ties.shape[1]),
            "weights": self.centres.data,
            "terms": self.centres.indices,
            "bounds": self.centres.indptr,
            "keys": self.keys,
            "rows": self.rows,
        }
        out = io.BytesIO()
        np.savez_compressed(out, **arrays)
        return out.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Model:
        """Read what `to_bytes` wrote.

        Raises:
            AnalysisError: The bytes are no model, or one of another version.
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                told = json.loads(arrays["told"].tobytes())
                if told["version"] != VERSION:
                    raise AnalysisError("The model was made by another version.")
                return cls._from_parts(told, dict(arrays))
        except (ValueError, KeyError, OSError, EOFError, TypeError) as error:
            raise AnalysisError("The file is not a theme model.") from error

    @classmethod
    def _from_parts(
        cls, told: dict[str, object], arrays: dict[str, NDArray[np.generic]]
    ) -> Model:
        stems, pairs = tuple(told["stems"]), arrays["pairs"]
        tied = arrays["ties"]
        ties = sparse.csr_matrix(
            (np.ones(tied.shape[1], np.float32), tuple(tied)),
            shape=(len(stems) + len(pairs), int(arrays["notions"])),
        )
        vocabulary = Vocabulary(stems, pairs, ties)
        shape = (len(told["ids"]), vocabulary.size)
        stored = arrays["weights"], arrays["terms"], arrays["bounds"]
        return cls(
            seed=told["seed"],
            vocabulary=vocabulary,
            weights=Weights(arrays["idf"], told["mean_length"]),
            surfaces={code: tuple(f) for code, f in told["surfaces"].items()},
            heard=tuple(told["heard"]),
            ids=tuple(told["ids"]),
            parents=arrays["parents"],
            labels=tuple(told["labels"]),
            centres=sparse.csr_matrix(stored, shape=shape),
            keys=arrays["keys"],
            rows=arrays["rows"],
        )


@dataclass(frozen=True, slots=True)
class Places:
    """Where texts go: rows of the model, -1 for none; `strength` is the cosine."""

    theme: NDArray[np.int32]
    part: NDArray[np.int32]
    second: NDArray[np.int32]
    strength: Floats


def place(
    vectors: Rows, ear: Ear, centres: Rows, parents: NDArray[np.int32]
) -> Places:
    """Put each text vector in the nearest theme, then in the nearest of its parts."""
    themes = np.flatnonzero(parents < 0)
    parts = np.flatnonzero(parents >= 0)
    n = vectors.shape[0]
    theme, part, second = np.full((3, n), -1, np.int32)
    strength = np.zeros(n, np.float32)
    for start in range(0, n, 4096):
        span = slice(start, min(start + 4096, n))
        at = np.arange(span.stop - start)
        likeness = ear.only(at + start).likeness(vectors[span], centres)
        best = likeness[:, themes].argmax(axis=1)
        strength[span] = likeness[at, best]
        theme[span] = np.where(strength[span] > 0, best, -1)
        likeness[at, best] = -1
        next_best = likeness[:, themes].argmax(axis=1)
        told = likeness[at, next_best] > 0
        second[span] = np.where(told, next_best, -1)
        if len(parts):
            inside = parents[parts][None, :] == theme[span][:, None]
            likeness = np.where(inside, likeness[:, parts], -1)
            hit = parts[likeness.argmax(axis=1)]
            part[span] = np.where(inside.any(axis=1), hit, -1)
    return Places(theme, part, second, strength)


def reasons(vector: Rows, model: Model, theme: int, language: str) -> tuple[Reason, ...]:
    """The words of one text that drew it to a theme, strongest first.

    The weight of a notion that languages share goes to the words that name it here.
    """
    ear = make_ear(model.heard, [language], model.vocabulary, model.surfaces)
    centre = ear.heard(model.centres[theme], 0)
    pull = vector.multiply(centre).toarray().ravel()
    plain = model.vocabulary.plain
    said = vector.indices[vector.indices < plain]
    ties = model.vocabulary.ties[said]
    names = np.maximum(np.asarray(ties.sum(axis=0)).ravel(), 1)
    pull[said] += ties @ (pull[plain:] / names)
    strongest = said[np.lexsort((said, -pull[said].round(6)))][:REASONS]
    return tuple(
        Reason(model.write(int(column), language), round(float(pull[column]), 6))
        for column in strongest
        if pull[column] > 0
    )


def vectorise(
    texts: Sequence[str], languages: Sequence[str], model: Model
) -> Rows:
    """Turn texts into the model's term vectors: shape (n, terms)."""
    counts = count_terms(read_texts(texts, languages), model.vocabulary, len(texts))
    return weigh(counts, model.weights)


def assign(
    model: Model | bytes,
    texts: Sequence[str],
    languages: Sequence[str | None] | None = None,
) -> list[Assignment]:
    """Place new texts in the themes of an earlier run; ids are positions in `texts`.

    Raises:
        AnalysisError: The bytes given are no model.
    """
    if isinstance(model, bytes):
        model = Model.from_bytes(model)
    if not texts:
        return []
    codes = _codes(texts, languages)
    vectors = vectorise(texts, codes, model)
    ear = make_ear(model.heard, codes, model.vocabulary, model.surfaces)
    places = place(vectors, ear, model.centres, model.parents)
    return [
        Assignment(str(i), "blank", None, None, 0.0, None, None, codes[i], ())
        if is_blank(text)
        else assignment_at(i, str(i), places, model, vectors, codes[i])
        for i, text in enumerate(texts)
    ]


def _codes(
    texts: Sequence[str], languages: Sequence[str | None] | None
) -> list[str]:
    given = [normalise_code(code) for code in languages or [None] * len(texts)]
    if None not in given:
        return [code or "" for code in given]
    found = detect_languages(texts)
    return [code or guess for code, guess in zip(given, found, strict=True)]


def assignment_at(
    row: int,
    document: str,
    places: Places,
    model: Model,
    vectors: Rows,
    language: str,
    campaign: int | None = None,
) -> Assignment:
    """Tell where the text in a row of the vectors went."""
    theme = int(places.theme[row])
    status: Status = "unassigned" if theme < 0 else "assigned"
    names = (*model.ids, None)
    return Assignment(
        id=document,
        status=status,
        theme=names[theme],
        subtheme=names[int(places.part[row])] if theme >= 0 else None,
        strength=round(float(places.strength[row]), 6) if theme >= 0 else 0.0,
        second=names[int(places.second[row])] if theme >= 0 else None,
        campaign=campaign,
        language=language,
        reasons=reasons(vectors[row], model, theme, language) if theme >= 0 else (),
    )
