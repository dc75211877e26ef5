"""Files of responses, read row by row and never whole (rule 28)."""

import csv
import hashlib
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from engage.core.cells import unguarded_cell
from engage.core.errors import Invalid, TooLarge, WrongKind
from engage.core.i18n import gettext as _

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_BYTES = 256 * 1024 * 1024
MOST_ROWS = 500_000
# Blank rows count too here: a spreadsheet has no more.
MOST_LINES = 1_100_000
MOST_COLUMNS = 16_000
MOST_IN_A_CELL = 1_000_000
MOST_UNPACKED = 1024 * 1024 * 1024
PORTION = 1024 * 1024
# All the ways in which a damaged workbook shows itself.
UNREADABLE = (
    BadZipFile,
    ParseError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    ValueError,
    zlib.error,
)


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

    def __init__(self, path: Path) -> None:
        if path.stat().st_size > MOST_BYTES:
            raise TooLarge(_("This file is larger than 256 MB. Send it in parts."))
        # About how many rows there are, header included: for a bar to fill.
        self.expected_rows, self._records = _opened(path)
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
        taken = blank = 0
        for number, record in enumerate(self._records, start=2):
            if taken > MOST_ROWS or number > MOST_LINES:
                raise TooLarge(_("This file has more rows than can be read at once."))
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


def _opened(path: Path) -> tuple[int, Iterator[list[str]]]:
    """Return about how many rows a file has, and its records."""
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(b"PK\x03\x04"):
        _refuse_bomb(path)
        return _opened_book(path)
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


def _opened_book(path: Path) -> tuple[int, Iterator[list[str]]]:
    """Open a workbook once: its table of texts may be most of it."""
    try:
        # An open file, since uploads have no name that ends in .xlsx.
        file = path.open("rb")
        book = _book(file)
        return book.worksheets[0].max_row or 1, _xlsx_records(file, book)
    except UNREADABLE:
        raise WrongKind(_("This file cannot be read as XLSX.")) from None


def _xlsx_records(file: IO[bytes], book: "Workbook") -> Iterator[list[str]]:
    """Yield the rows of the first sheet, each cell as text."""
    try:
        with file, closing(book):
            for row in book.worksheets[0].iter_rows(values_only=True):
                yield [_as_text(value) for value in row]
    except UNREADABLE:
        raise WrongKind(_("This file cannot be read as XLSX.")) from None


def _book(file: IO[bytes]) -> "Workbook":
    # Heavy, and no page needs it.
    from openpyxl import load_workbook  # noqa: PLC0415

    return load_workbook(file, read_only=True, data_only=True, keep_links=False)


def _as_text(value: object) -> str:
    """Return a cell as a CSV file would hold it: days in ISO, whole numbers whole."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _refuse_bomb(path: Path) -> None:
    """Refuse a file that is huge once unpacked, before unpacking it."""
    try:
        with ZipFile(path) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except BadZipFile:
        raise WrongKind(_("This file cannot be read as XLSX.")) from None
    if unpacked > MOST_UNPACKED:
        raise TooLarge(_("This file is too large once unpacked. Send it in parts."))


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
