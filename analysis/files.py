"""The files of a run: `themes.json`, `assignments.csv`, `model.npz`, `report.html`."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

from analysis.documents import SCHEMA, VERSION, AnalysisError
from analysis.model import Model
from analysis.report import render_report

if TYPE_CHECKING:
    from pathlib import Path

    from analysis.documents import Theme
    from analysis.results import Result

COLUMNS = ("id", "status", "theme", "subtheme", "strength", "campaign", "language")


def write_files(result: Result, folder: Path, title: str) -> None:
    """Write everything a run leaves into a folder, made when it is not there.

    Raises:
        AnalysisError: The folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        told = json.dumps(as_json(result), ensure_ascii=False, indent=1)
        (folder / "themes.json").write_text(told + "\n", encoding="utf-8")
        _write_assignments(result, folder / "assignments.csv")
        (folder / "model.npz").write_bytes(result.model.to_bytes())
        page = render_report(result, title)
        (folder / "report.html").write_text(page, encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        message = f"{folder} cannot be written to: {reason}."
        raise AnalysisError(message) from error


def read_model(folder: Path) -> Model:
    """Read the model an earlier run left in a folder.

    Raises:
        AnalysisError: There is none, or it cannot be used.
    """
    try:
        return Model.from_bytes((folder / "model.npz").read_bytes())
    except OSError as error:
        message = f"{folder} holds no model.npz of an earlier run."
        raise AnalysisError(message) from error


def as_json(result: Result) -> dict[str, object]:
    """Give the run in the form of the published schema."""
    corpus = result.corpus
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "seed": result.model.seed,
        "parameters": dict(result.parameters),
        "corpus": {
            "documents": corpus.documents,
            "blank": corpus.blank,
            "excluded": corpus.excluded,
            "distinct": corpus.distinct,
            "campaigns": corpus.campaigns,
            "languages": dict(corpus.languages),
            "crossing": corpus.crossing,
        },
        "notes": list(result.notes),
        "themes": [_theme(theme) for theme in result.themes],
        "faded": list(result.faded),
        "unassigned": {"count": result.unassigned, "share": result.unassigned_share},
    }


def _theme(theme: Theme) -> dict[str, object]:
    return {
        "id": theme.id,
        "parent": theme.parent,
        "label": dict(theme.label),
        "keywords": [
            {"term": word.term, "weight": word.weight, "language": word.language}
            for word in theme.keywords
        ],
        "size": theme.size,
        "distinct": theme.distinct,
        "share": theme.share,
        "stability": theme.stability,
        "languages": dict(theme.languages),
        "lineage": {"kind": theme.lineage.kind, "from": list(theme.lineage.sources)},
        "quotes": [
            {"id": quote.id, "text": quote.text, "language": quote.language}
            for quote in theme.quotes
        ],
        "groups": {
            name: {
                "count": figure.count,
                **{
                    key: round(float(getattr(figure, key)), 6)
                    for key in ("share", "low", "high", "lift", "log_odds", "q")
                },
            }
            for name, figure in sorted(theme.groups.items())
        },
    }


def _write_assignments(result: Result, path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(result.assignments.rows())
