"""Optional: a local sentence-embedding model as one more view of the texts.

Off unless asked for. Themes are then found with both views; texts are still placed by
their words, so that every placement explains itself as ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from analysis.documents import AnalysisError
from analysis.vectors import unit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from analysis.corpus import Reading
    from analysis.vectors import Floats

View: TypeAlias = "Callable[[Sequence[str]], NDArray[np.floating]]"
"""Turns n texts into n vectors: shape (n, dimensions)."""
SPOKEN = ("en",)
"""Languages whose texts get the view: small models know English alone, and made
French themes worse."""


def open_model(folder: Path) -> View:
    """Open a sentence-transformers model that lies in a folder; nothing is fetched.

    Raises:
        AnalysisError: The package is missing, or the folder holds no model.
    """
    if not (folder / "modules.json").is_file():
        message = f"{folder} holds no sentence-transformers model."
        raise AnalysisError(message)
    try:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  heavy
    except ImportError as error:
        raise AnalysisError(
            "--semantic needs the package sentence-transformers, which is not here."
        ) from error
    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)

    def view(texts: Sequence[str]) -> NDArray[np.floating]:
        found = model.encode(list(texts), show_progress_bar=False)
        return np.asarray(found, np.float32)

    return view


def add_view(
    points: Floats, view: View | None, reading: Reading, rows: NDArray[np.intp]
) -> Floats:
    """Put the view beside unit points (rows, d), both at equal weight; unit length.

    The view's mean is moved to the origin, as that of the words is. Texts of other
    languages stay as they are.
    """
    if view is None:
        return points
    spoken = np.array([reading.languages[row] in SPOKEN for row in rows.tolist()])
    if not spoken.any():
        return points
    seen = np.asarray(view([reading.texts[row] for row in rows[spoken]]), np.float32)
    moved = np.zeros((len(points), seen.shape[1]), np.float32)
    moved[spoken] = unit(seen - seen.mean(axis=0))
    return unit(np.hstack([points, moved]))
