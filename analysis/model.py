"""What a run leaves behind: enough to place a new text, and to begin the next run."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np
from scipy import sparse

from analysis.documents import VERSION, AnalysisError
from analysis.vectors import Vocabulary, Weights
from analysis.wording import written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from analysis.vectors import Floats, Rows


BROKEN = (ValueError, KeyError, OSError, EOFError, TypeError, BadZipFile)
"""What reading a file that is no model can end in."""


@dataclass(frozen=True, slots=True)
class Model:
    """Themes as directions in the space of words.

    `ids`, `parents` and `labels` and the rows of `centres` (themes and parts, terms)
    go together, themes first; `parents` is -1 for a theme, else the row of it.
    `keys` (texts,) name the different texts of the run and `rows` (texts, 2) the theme
    and part each went to, -1 for none; `floors` (themes and parts,) is the strength a
    text must have to belong. `surfaces` gives stems as people write them.
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
    floors: Floats
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
            self.heard, self.ids, self.parents, self.labels, self.centres,
            self.floors, *none,
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
            "floors": self.floors,
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
        except BROKEN as error:
            raise AnalysisError("The file is not a theme model.") from error

    @classmethod
    def _from_parts(
        cls, told: dict[str, Any], arrays: dict[str, NDArray[Any]]
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
            floors=arrays.get("floors", np.zeros(shape[0], np.float32)),
            keys=arrays["keys"],
            rows=arrays["rows"],
        )
