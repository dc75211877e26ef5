"""Workbooks (XLSX), opened with care: a few bytes may unpack to a flood (rule 28)."""

import lzma
import struct
import zlib
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from engage.core.errors import TooLarge, WrongKind
from engage.core.i18n import gettext as _

if TYPE_CHECKING:
    from openpyxl import Workbook

STARTS_WITH = b"PK\x03\x04"
PORTION = 1024 * 1024
MOST_UNPACKED = 1024 * 1024 * 1024
# The table of texts is held whole, as a tree: 100,000 rows of 17 texts come in.
MOST_TEXTS_UNPACKED = 192 * 1024 * 1024
MOST_TEXT_MARKS = 8_000_000
# Spreadsheets are packed to a tenth or so; only floods to less than a 200th.
MOST_RATIO = 200
LARGE = 4 * 1024 * 1024
IS_ENCRYPTED = 0x1
# All the ways in which a damaged workbook shows itself.
UNREADABLE = (
    ArithmeticError,
    AttributeError,
    BadZipFile,
    EOFError,
    LookupError,
    OSError,
    # What is no XML.
    SyntaxError,
    RuntimeError,
    TypeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    zlib.error,
)


def opened_book(path: Path) -> tuple[int, Iterator[list[str]]]:
    """Return about how many rows a workbook has, and its records.

    It is opened once: its table of texts may be most of it.

    Raises:
        TooLarge: It is huge once unpacked.
        WrongKind: It is damaged or locked.
    """
    try:
        _refuse_flood(path)
        # An open file, since uploads have no name that ends in .xlsx.
        file = path.open("rb")
        book = _book(file)
        sheet = book.worksheets[0]
        expected = sheet.max_row or 1
        # What a sheet says of its size may be made up, and rows are filled up to it.
        sheet.reset_dimensions()
    except UNREADABLE:
        raise _unreadable() from None
    return expected, _records(file, book)


def unpacked_size(path: Path) -> int:
    """Return how many bytes a file has, once unpacked if it is a workbook."""
    try:
        with ZipFile(path) as packed:
            return sum(part.file_size for part in packed.infolist())
    except UNREADABLE:
        return path.stat().st_size


def _records(file: IO[bytes], book: "Workbook") -> Iterator[list[str]]:
    """Yield the rows of the first sheet, each cell as text."""
    try:
        with file, closing(book):
            for row in book.worksheets[0].iter_rows(values_only=True):
                yield [_as_text(value) for value in row]
    except UNREADABLE:
        raise _unreadable() from None


def _unreadable() -> WrongKind:
    return WrongKind(_("This file cannot be read as XLSX."))


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


def _refuse_flood(path: Path) -> None:
    """Refuse a file that is huge once unpacked, before any of it is kept."""
    with ZipFile(path) as packed:
        parts = packed.infolist()
        if any(not _is_plain(part) for part in parts):
            raise _unreadable()
        is_flood = sum(part.file_size for part in parts) > MOST_UNPACKED or any(
            _is_flood(part) for part in parts
        )
        if is_flood or any(_holds_too_many(packed, name) for name in _texts(path)):
            raise TooLarge(_("This file is too large once unpacked. Send it in parts."))


def _is_plain(part: ZipInfo) -> bool:
    """Return whether a part is packed as spreadsheets are, and not locked."""
    is_usual = part.compress_type in (ZIP_STORED, ZIP_DEFLATED)
    return is_usual and not part.flag_bits & IS_ENCRYPTED


def _is_flood(part: ZipInfo) -> bool:
    is_sheet = part.filename.startswith("xl/worksheets/")
    if not is_sheet and part.file_size > MOST_TEXTS_UNPACKED:
        return True
    return part.file_size > max(LARGE, MOST_RATIO * part.compress_size)


def _texts(path: Path) -> list[str]:
    """Return the part that is read as the table of texts, whatever its name is."""
    from openpyxl.reader.excel import SHARED_STRINGS, ExcelReader  # noqa: PLC0415

    with path.open("rb") as file:
        reader = ExcelReader(file, read_only=True)
        reader.read_manifest()
        found = reader.package.find(SHARED_STRINGS)
        reader.archive.close()
    return [found.PartName[1:]] if found else []


def _holds_too_many(packed: ZipFile, name: str) -> bool:
    """Return whether a table of texts has more of them than can be held."""
    if packed.getinfo(name).file_size > MOST_TEXTS_UNPACKED:
        return True
    marks = 0
    with packed.open(name) as file:
        for portion in iter(lambda: file.read(PORTION), b""):
            # A text that is left empty has one mark where others have four.
            marks += portion.count(b"<") + 3 * portion.count(b"/>")
            if marks > MOST_TEXT_MARKS:
                return True
    return False
