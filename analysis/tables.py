"""Reading documents from a CSV file, for the command."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from analysis.documents import AnalysisError, Document

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Row = dict[str, str]
LONGEST_FIELD = 1 << 26


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what; `language` may also be a code, or `auto`."""

    text: str
    id: str | None = None
    group: str | None = None
    language: str = "auto"
    weight: str | None = None


def read_documents(source: Path, columns: Columns) -> list[Document]:
    """Read one document from each row of a CSV file.

    Without an id column, ids are made from the texts, so that the order of the rows
    is of no matter.

    Raises:
        AnalysisError: The file cannot be read as a table with these columns.
    """
    header, rows = _rows(_decoded(source), source.name)
    for column in (columns.text, columns.id, columns.group, columns.weight):
        if column is not None and column not in header:
            raise AnalysisError(_missing(column, header))
    if not rows:
        message = f"{source.name} has a header but no rows."
        raise AnalysisError(message)
    language = columns.language if columns.language in header else None
    fixed = None if language or columns.language == "auto" else columns.language
    if fixed is not None and not (fixed.isalpha() and len(fixed) in {2, 3}):
        raise AnalysisError(_missing(fixed, header))
    ids = _ids(rows, columns)
    return [
        Document(
            id=name,
            text=row[columns.text],
            language=row[language] if language else fixed,
            group=(row[columns.group].strip() or None) if columns.group else None,
            weight=_weight(row[columns.weight], line) if columns.weight else 1.0,
        )
        for line, (name, row) in enumerate(zip(ids, rows, strict=True), start=2)
    ]


def _decoded(source: Path) -> str:
    try:
        data = source.read_bytes()
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        message = f"{source} cannot be read: {reason}."
        raise AnalysisError(message) from error
    if not data.strip():
        message = f"{source.name} is empty."
        raise AnalysisError(message)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{source.name} is not a UTF-8 text file."
        raise AnalysisError(message) from error
    if "\0" in text:
        message = f"{source.name} is a binary file, not a table."
        raise AnalysisError(message)
    return text


def _rows(text: str, name: str) -> tuple[list[str], list[Row]]:
    """The header and the rows, comma or semicolon; short rows are filled up."""
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [column.strip() for column in next(reader)]
        doubled = [column for column, n in Counter(header).items() if n > 1 and column]
        if doubled:
            message = f"{name} has two columns named “{doubled[0]}”."
            raise AnalysisError(message)
        fill = [""] * len(header)
        rows = [
            dict(zip(header, [*values, *fill], strict=False))
            for values in reader
            if values
        ]
    except csv.Error as error:
        message = f"{name} is not a table: {error}."
        raise AnalysisError(message) from error
    return header, rows


def _missing(column: str, header: Iterable[str]) -> str:
    there = ", ".join(header)
    return f"There is no column “{column}”; the columns are: {there}."


def _ids(rows: list[Row], columns: Columns) -> list[str]:
    if columns.id:
        return [row[columns.id] for row in rows]
    seen: Counter[str] = Counter()
    ids = []
    for row in rows:
        name = blake2b(row[columns.text].encode(), digest_size=6).hexdigest()
        seen[name] += 1
        ids.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return ids


def _weight(value: str, line: int) -> float:
    try:
        weight = float(value)
    except ValueError:
        weight = math.nan
    if not math.isfinite(weight) or weight < 0:
        message = f"Line {line}: the weight “{value}” is no number from 0 up."
        raise AnalysisError(message)
    return weight
