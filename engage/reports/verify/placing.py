"""The published texts, placed anew in the themes by the published model."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from engage.reports.dataset import read_model
from engage.themes.discovery import themes_by_model

Row = dict[str, Any]
OTHER = "other"


def placing_faults(folder: Path, document: Row) -> list[str]:
    """Return the texts that the model puts elsewhere than the report says."""
    rows = _standing(document)
    found = _found(folder, rows)
    named = {theme["id"] for theme in document["themes"]}
    return list(_faults(rows, found, named)) if found is not None else []


def placing_notes(folder: Path, document: Row) -> list[str]:
    """Return how many published texts the model puts under their own theme."""
    rows = _standing(document)
    if not rows:
        return []
    if _found(folder, rows) is None:
        return ["the theme model is missing or of another version: no text was placed"]
    same = sum(row["theme"] == row["model_theme"] for row in rows)
    return [f"{same} of {len(rows)} published texts placed anew under their own theme"]


def _standing(document: Row) -> list[Row]:
    return [row for row in document["texts"] if not row["gone"]]


def _found(folder: Path, rows: Sequence[Row]) -> list[str | None] | None:
    model = read_model(folder / "data.sqlite")
    if model is None or not rows:
        return None
    return themes_by_model(model, [(row["text"], row["language"]) for row in rows])


def _faults(
    rows: Sequence[Row], found: Sequence[str | None], named: set[str]
) -> Iterator[str]:
    for row, theme in zip(rows, found, strict=True):
        again = theme if theme in named else OTHER
        if again != row["model_theme"]:
            yield (
                f"texts.{row['id']}: the published model puts it in {again}, "
                f"not in {row['model_theme']}"
            )
