"""Judge a file of responses row by row, before any of it is kept."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Protocol

from engage.core import clock
from engage.core.errors import Invalid
from engage.core.i18n import gettext as _
from engage.surveys import queries
from engage.surveys.limesurvey import LimeSurveyTable
from engage.surveys.models import Survey
from engage.surveys.questions import Definition
from engage.surveys.rows import ImportFault, ReadRow, RowReader
from engage.surveys.tables import Progress, Row, Table

MOST_FAULTS = 100
# Programs whose files of responses are read.
SOURCES = ("engage", "limesurvey")


class ImportRefused(Invalid):
    """A file has faults; none of its rows was taken. `faults` names up to 100."""

    def __init__(self, faults: list[ImportFault]) -> None:
        super().__init__(_("Nothing was imported: the file has faults."))
        self.faults = faults


@dataclass(frozen=True)
class ImportOptions:
    """How to import: only look, or take a file that was taken before.

    `name` is what the file is called where batches are listed; `source` the program
    that wrote it. `job` is the background work that does it, if any.
    """

    is_dry_run: bool = False
    allows_duplicate: bool = False
    name: str = ""
    source: str = "engage"
    job: str | None = None


@dataclass
class Tally:
    """How much a file holds; `left_out` counts rows without any answer."""

    responses: int = 0
    texts: int = 0
    left_out: int = 0


class Mapped(Protocol):
    """A file's rows under the columns of a survey, whoever wrote it."""

    def header_faults(self, reader: RowReader) -> list[ImportFault]:
        """Return what is wrong with the header."""

    def rows(self) -> Iterator[Row]:
        """Yield the rows under our columns."""

    def named(self, fault: ImportFault) -> ImportFault:
        """Return a fault with the column as the file calls it."""


class OwnTable:
    """A file whose columns are the keys of the survey."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.rows = table.rows

    def header_faults(self, reader: RowReader) -> list[ImportFault]:
        """Return a fault for each column that is unknown or there twice."""
        return reader.header_faults(self._table.columns)

    def named(self, fault: ImportFault) -> ImportFault:
        """Return the fault: its column is called the same."""
        return fault


def judged(
    survey: Survey,
    table: Table,
    kept: IO[str],
    options: ImportOptions,
    progress: Progress,
) -> Tally:
    """Judge every row and keep the good ones beside; return how many there are.

    A row without an answer is no response, as in the form: it is left out and counted.

    Raises:
        ImportRefused: The file has faults.
        Invalid: It has no rows, or nobody writes such files.
    """
    definition = queries.definition_of(queries.get_version(survey, survey.number))
    slugs = frozenset(queries.catchment_ids(survey.consultation))
    reader = RowReader(definition, slugs, clock.today(survey.consultation.zone))
    mapped = _mapped(survey, table, definition, options.source)
    faults = mapped.header_faults(reader)
    text_keys = {question.key for question in definition.questions if question.is_text}
    tally = Tally()
    for row in mapped.rows() if not faults else ():
        read = reader.read(row)
        faults += map(mapped.named, read.faults)
        if len(faults) >= MOST_FAULTS:
            break
        if not (read.answers or read.faults):
            tally.left_out += 1
        elif not faults:
            kept.write(json.dumps(_as_plain(read), ensure_ascii=False) + "\n")
            tally.responses += 1
            tally.texts += len(text_keys & read.answers.keys())
    if faults:
        raise ImportRefused(faults[:MOST_FAULTS])
    if not tally.responses:
        raise Invalid(_("No row of this file holds an answer."))
    tally.left_out += table.left_out
    progress(table.expected_rows, table.expected_rows)
    return tally


def _mapped(
    survey: Survey, table: Table, definition: Definition, source: str
) -> Mapped:
    if source not in SOURCES:
        raise Invalid(_("Files of this program cannot be read."))
    if source == "engage":
        return OwnTable(table)
    areas = {item.slug: item.name for item in survey.consultation.catchments}
    return LimeSurveyTable(table, definition, areas)


def _as_plain(read: ReadRow) -> list[Any]:
    day = read.received_on.isoformat() if read.received_on else ""
    return [
        read.catchment,
        read.language,
        read.channel,
        day,
        read.may_quote,
        read.answers,
    ]
