"""Files of responses, read row by row and never whole (rule 28)."""

import csv
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from engage.core.cells import unguarded_cell
from engage.core.errors import Invalid, TooLarge, WrongKind
from engage.core.i18n import gettext as _
from engage.surveys.workbooks import STARTS_WITH, opened_book

MOST_BYTES = 256 * 1024 * 1024
MOST_ROWS = 500_000
# Blank rows count too here: a spreadsheet has no more.
MOST_LINES = 1_100_000
MOST_COLUMNS = 16_000
# Cells that hold nothing count too: a row is as wide as its last cell.
MOST_CELLS = 100_000_000
MOST_IN_A_CELL = 1_000_000
PORTION = 1024 * 1024
TOLD_EVERY = 1000
# Told how many rows are read, and of how many, about.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Row:
    """One row of a file; the header is row 1.

    `has_extra`: something stands in a cell that has no column.
    """

    number: int
    cells: dict[str, str]
    has_extra: bool = False


class Table:
    """A file with a header row.

    Raises:
        Invalid: It is empty or broken.
        TooLarge: It has more bytes, rows or columns than are read.
        WrongKind: It is neither CSV nor XLSX.
    """

    def __init__(self, path: Path, progress: Progress | None = None) -> None:
        if path.stat().st_size > MOST_BYTES:
            raise TooLarge(_("This file is larger than 256 MB. Send it in parts."))
        # About how many rows there are, header included: for a bar to fill.
        self.expected_rows, self._records = _opened(path)
        self._progress = progress
        # Rows that were passed by; blank ones at the end are no rows.
        self.left_out = 0
        first = next(self._records, None)
        if first is None:
            raise Invalid(_("This file is empty."))
        self.columns = [name.strip() for name in first]
        if len(self.columns) > MOST_COLUMNS:
            raise TooLarge(_("This file has more columns than can be read."))

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the header, once; blank ones only count."""
        taken = blank = cells_read = 0
        for number, record in enumerate(self._records, start=2):
            cells_read += len(record)
            is_over = taken > MOST_ROWS or number > MOST_LINES
            if is_over or cells_read > MOST_CELLS:
                raise TooLarge(_("This file has more rows than can be read at once."))
            self._tell(number)
            if not any(cell.strip() for cell in record):
                blank += 1
                continue
            taken += 1
            self.left_out += blank
            blank = 0
            cells = {
                name: unguarded_cell(cell)
                for name, cell in zip(self.columns, record, strict=False)
            }
            extra = any(cell.strip() for cell in record[len(self.columns) :])
            yield Row(number, cells, has_extra=extra)

    def _tell(self, number: int) -> None:
        """Say how far reading is, blank rows too: there it can be stopped."""
        if self._progress is not None and number % TOLD_EVERY == 0:
            self._progress(min(number, self.expected_rows - 1), self.expected_rows)


def _opened(path: Path) -> tuple[int, Iterator[list[str]]]:
    """Return about how many rows a file has, and its records."""
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(STARTS_WITH):
        return opened_book(path)
    if b"\0" in start:
        raise WrongKind(_("Only CSV and XLSX files can be read here."))
    return _count_lines(path), _csv_records(path, _delimiter_of(path))


def _csv_records(path: Path, delimiter: str) -> Iterator[list[str]]:
    """Yield records; bytes that are no UTF-8 become halves of characters."""
    csv.field_size_limit(MOST_IN_A_CELL)
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        try:
            yield from csv.reader(file, delimiter=delimiter)
        except csv.Error:
            raise Invalid(_("This file cannot be read as CSV.")) from None


def _delimiter_of(path: Path) -> str:
    """Return the separator of a CSV file: the one its header has more of."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        header = file.readline(MOST_IN_A_CELL)
    return ";" if header.count(";") > header.count(",") else ","


def _count_lines(path: Path) -> int:
    with path.open("rb") as file:
        portions = iter(lambda: file.read(PORTION), b"")
        return 1 + sum(portion.count(b"\n") for portion in portions)


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
