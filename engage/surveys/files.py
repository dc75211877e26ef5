"""Write responses into a file, row by row, beside its place first (rule 26)."""

import csv
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from engage.core.cells import guarded_cell
from engage.core.errors import Invalid
from engage.core.i18n import gettext as _
from engage.surveys.exporting import Cell, Exporter

FORMATS = ("csv", "json", "sqlite", "xlsx")
# An XLSX cell ends here; a longer answer is refused, not cut.
LONGEST_CELL = 32_767
WORKBOOK = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_file(exporter: Exporter, kind: str, path: Path, *, has_mark: bool) -> int:
    """Write a file of one kind; return how many responses are in it.

    `has_mark`: a CSV file begins with a byte order mark, as spreadsheet programs want.
    """
    with beside(path) as new:
        if kind == "csv":
            return _write_csv(exporter, new, "utf-8-sig" if has_mark else "utf-8")
        writers = {"json": _write_json, "sqlite": _write_sqlite, "xlsx": _write_xlsx}
        return writers[kind](exporter, new)


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """Give a path to write to; it takes its place whole or not at all."""
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        yield new
        with new.open("rb") as file:
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def _write_csv(exporter: Exporter, path: Path, encoding: str) -> int:
    count = 0
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(exporter.columns)
        for cells in _rows(exporter):
            writer.writerow([guarded_cell(cell) for cell in cells])
            count += 1
    return count


def _write_json(exporter: Exporter, path: Path) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for response in exporter.responses():
            file.write(",\n" if count else "\n")
            file.write(json.dumps(response.as_data(), ensure_ascii=False))
            count += 1
        file.write("\n]\n")
    return count


def _write_sqlite(exporter: Exporter, path: Path) -> int:
    names = exporter.columns
    columns = ", ".join('"' + name.replace('"', '""') + '"' for name in names)
    places = ", ".join("?" for _name in names)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f"CREATE TABLE responses ({columns})")
        insert = f"INSERT INTO responses VALUES ({places})"  # noqa: S608 - only "?"
        return database.executemany(insert, _rows(exporter)).rowcount


def _write_xlsx(exporter: Exporter, path: Path) -> int:
    from xlsxwriter import Workbook  # noqa: PLC0415 - heavy, and no page needs it

    count = 0
    with Workbook(str(path), WORKBOOK) as book:
        sheet = book.add_worksheet("responses")
        sheet.write_row(0, 0, exporter.columns)
        for cells in _rows(exporter):
            count += 1
            if any(
                isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in cells
            ):
                raise Invalid(
                    _("An answer is too long for an XLSX cell. Export CSV instead.")
                )
            sheet.write_row(count, 0, [guarded_cell(cell) for cell in cells])
    return count


def _rows(exporter: Exporter) -> Iterator[list[Cell]]:
    """Yield rows under the columns; what was not answered is an empty cell."""
    names = exporter.columns
    for response in exporter.responses():
        cells = exporter.cells(response)
        yield [cells.get(name, "") for name in names]
