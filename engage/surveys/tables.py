"""Files of responses, read row by row and never whole (rule 28)."""

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engage.core.cells import unguarded_cell
from engage.core.errors import Invalid, TooLarge, WrongKind
from engage.core.i18n import gettext as _

MOST_BYTES = 256 * 1024 * 1024
MOST_ROWS = 500_000
MOST_COLUMNS = 16_000
MOST_IN_A_CELL = 1_000_000


@dataclass(frozen=True)
class Row:
    """One row of a file; the header is row 1. `extra` counts cells without a column."""

    number: int
    cells: dict[str, str]
    extra: int = 0


class Table:
    """A CSV file with a header: comma or semicolon, UTF-8 with or without BOM.

    Raises:
        Invalid: It is empty.
        TooLarge: It has more bytes, rows or columns than are read.
        WrongKind: It is no text file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        if path.stat().st_size > MOST_BYTES:
            raise TooLarge(_("This file is larger than 256 MB. Send it in parts."))
        with path.open("rb") as file:
            if b"\0" in file.read(4096):
                raise WrongKind(_("This is not a CSV file."))
        self._delimiter = self._found_delimiter()
        first = next(self._records(), None)
        if first is None:
            raise Invalid(_("This file is empty."))
        self.columns = [name.strip() for name in first]
        if len(self.columns) > MOST_COLUMNS:
            raise TooLarge(_("This file has more columns than can be read."))

    def rows(self) -> Iterator[Row]:
        """Yield the rows below the header; blank ones only count."""
        for number, record in enumerate(self._records(), start=1):
            if number > MOST_ROWS:
                raise TooLarge(_("This file has more rows than can be read at once."))
            if number == 1 or not any(cell.strip() for cell in record):
                continue
            cells = {
                name: unguarded_cell(cell)
                for name, cell in zip(self.columns, record, strict=False)
            }
            yield Row(number, cells, extra=max(0, len(record) - len(self.columns)))

    def _records(self) -> Iterator[list[str]]:
        """Yield records; bytes that are no UTF-8 become halves of characters."""
        csv.field_size_limit(MOST_IN_A_CELL)
        with self._path.open(
            encoding="utf-8-sig", errors="surrogateescape", newline=""
        ) as file:
            try:
                yield from csv.reader(file, delimiter=self._delimiter)
            except csv.Error:
                raise Invalid(_("This file cannot be read as CSV.")) from None

    def _found_delimiter(self) -> str:
        with self._path.open(encoding="utf-8-sig", errors="replace") as file:
            header = file.readline(MOST_IN_A_CELL)
        return ";" if header.count(";") > header.count(",") else ","


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
