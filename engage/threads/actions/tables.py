"""Read CSV files strictly: every fault is told with its file, row and column."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from engage.core.errors import Invalid, Misconfigured
from engage.core.i18n import gettext as _

MOST_BYTES = 256 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 20_000
MOST_FAULTS = 100


@dataclass
class Faults:
    """What is wrong with a file, up to 100 places; the header is row 1."""

    file: str
    found: dict[str, str] = field(default_factory=dict)

    def add(self, row: int, column: str, why: str) -> None:
        """Note one fault; at the hundredth the file is given up."""
        place = _(
            "%(file)s, row %(row)d, %(column)s",
            file=self.file,
            row=row,
            column=column,
        )
        self.found[place] = why
        if len(self.found) >= MOST_FAULTS:
            self.stop()

    def stop(self) -> None:
        """Give the file up if anything is wrong with it.

        Raises:
            Invalid: Faults were found; `fields` has them by place.
        """
        if self.found:
            raise Invalid(
                _("%(file)s cannot be imported. Nothing was saved.", file=self.file),
                self.found,
            )


@dataclass(frozen=True)
class Table:
    """An open CSV file: its header and the rows below, numbered from 2."""

    name: str
    columns: list[str]
    reader: Iterable[list[str]]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Give each row with its number; lines with nothing in them are left out.

        Raises:
            Invalid: A row has too few or too many columns, or there are too many rows.
        """
        for number, row in enumerate(self.reader, start=2):
            if number > MOST_ROWS + 1:
                raise Invalid(_("%(file)s has too many rows.", file=self.name))
            if not row:
                continue
            if len(row) != len(self.columns):
                raise Invalid(
                    _(
                        "%(file)s, row %(row)d: %(found)d columns in place of "
                        "%(wanted)d.",
                        file=self.name,
                        row=number,
                        found=len(row),
                        wanted=len(self.columns),
                    )
                )
            yield number, row

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Give each row as {column: value} with its number."""
        for number, row in self.rows():
            yield number, dict(zip(self.columns, row, strict=True))


@contextmanager
def open_table(path: Path, *, needs: Iterable[str]) -> Iterator[Table]:
    """Open a CSV file in UTF-8, with or without BOM, with commas or semicolons.

    Raises:
        Invalid: It is not such a file, or a needed column is missing.
        Misconfigured: It cannot be read.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Invalid(_("%(file)s is too large.", file=path.name))
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = file.readline()
            file.seek(0)
            comma = ";" if header.count(";") > header.count(",") else ","
            reader = csv.reader(file, delimiter=comma, strict=True)
            columns = [name.strip() for name in next(reader, [])]
            _check_header(path.name, columns, needs)
            yield Table(path.name, columns, reader)
    except UnicodeDecodeError as error:
        raise Invalid(_("%(file)s is not in UTF-8.", file=path.name)) from error
    except csv.Error as error:
        raise Invalid(
            _("%(file)s is not a CSV file: %(why)s.", file=path.name, why=str(error))
        ) from error
    except OSError as error:
        raise Misconfigured(
            _("%(file)s cannot be read: %(why)s.", file=path.name, why=error.strerror)
        ) from error


def _check_header(name: str, columns: list[str], needs: Iterable[str]) -> None:
    if len(columns) > MOST_COLUMNS:
        raise Invalid(_("%(file)s has too many columns.", file=name))
    missing = [column for column in needs if column not in columns]
    if missing:
        raise Invalid(
            _(
                "%(file)s lacks these columns: %(columns)s.",
                file=name,
                columns=", ".join(missing),
            )
        )
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if twice:
        raise Invalid(
            _(
                "%(file)s has these columns twice: %(columns)s.",
                file=name,
                columns=", ".join(twice),
            )
        )
