"""The published texts, placed anew in the themes by the published model."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from engage.reports.dataset import read_model
from engage.reports.document import count_alike, is_describing, standing_texts
from engage.themes.discovery import themes_by_model

Row = dict[str, Any]
OTHER = "other"


def placing_faults(folder: Path, document: Row) -> list[str]:
    """Return the texts that the model puts elsewhere than the report says.

    That most stand under another theme than the model puts them in is a fault as well.
    """
    rows = standing_texts(document)
    found = _found(folder, rows)
    named = {theme["id"] for theme in document["themes"]}
    return list(_faults(rows, found, named)) if found is not None else []


def placing_notes(folder: Path, document: Row) -> list[str]:
    """Return how many published texts the model puts under their own theme."""
    rows = standing_texts(document)
    if not rows:
        return []
    if _found(folder, rows) is None:
        return ["the theme model is missing or of another version: no text was placed"]
    return [f"{_told(rows)} placed anew under their own theme"]


def _told(rows: Sequence[Row]) -> str:
    return f"{count_alike(rows)} of {len(rows)} published texts"


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
    if not is_describing(rows):
        yield f"the published model puts only {_told(rows)} under their own theme"
