"""A row of a file as a response, with the same verdict as the form."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from engage.core.i18n import gettext as _
from engage.surveys.questions import Checked, Definition, Value
from engage.surveys.tables import Row
from engage.surveys.wording import cell_words, words_for

AROUND = ("catchment", "language", "channel", "received_on", "consent_quote")
# Columns of an export that say something about it, not about the response.
IGNORED = ("status", "survey_version")
CHANNELS = ("web", "paper", "session", "kiosk", "import")
YES = {"yes", "y", "true", "1", "oui", "o", "vrai"}
NO = {"", "no", "n", "false", "0", "non", "faux"}
UNSURE = {"", "unsure"}
LONGEST_SHOWN = 80


@dataclass(frozen=True)
class ImportFault:
    """What is wrong in a file, and where: the header is row 1."""

    row: int
    column: str
    value: str
    reason: str


@dataclass
class ReadRow:
    """A row read: what it says around the answers, the answers, the faults."""

    catchment: str = ""
    language: str = "en"
    channel: str = "import"
    received_on: date | None = None
    may_quote: bool = False
    answers: Mapping[str, Value] = field(default_factory=dict)
    faults: list[ImportFault] = field(default_factory=list)


class RowReader:
    """Reads rows for one survey. `catchments` are the slugs of the consultation."""

    def __init__(
        self, definition: Definition, catchments: frozenset[str], today: date
    ) -> None:
        self._definition = definition
        self._catchments = catchments
        self._today = today

    def header_faults(self, columns: list[str]) -> list[ImportFault]:
        """Return a fault for each column that is unknown or there twice."""
        known = {*self._definition.columns, *AROUND, *IGNORED}
        return column_faults(columns, known)

    def read(self, row: Row) -> ReadRow:
        """Return what a row says, with a fault for each cell that cannot be taken."""
        made = ReadRow()
        checked = self._definition.check(lambda q: q.from_cells(row.cells))
        made.answers = checked.answers
        made.faults += self._answer_faults(row, checked)
        made.faults += self._around(row, made)
        if row.has_extra:
            reason = _("This row has more cells than the header has columns.")
            made.faults.append(ImportFault(row.number, "", "", reason))
        return made

    def _answer_faults(self, row: Row, checked: Checked) -> Iterator[ImportFault]:
        for key, refused in checked.refused.items():
            columns = self._definition.by_key[key].columns
            filled = [name for name in columns if row.cells.get(name, "").strip()]
            column = filled[0] if filled else columns[0]
            value = shown(row.cells.get(column, ""))
            reason = words_for(refused)
            if refused.code == "no_such_choice":
                reason += f" {cell_words(self._definition.by_key[key])}"
            yield ImportFault(row.number, column, value, reason)

    def _around(self, row: Row, made: ReadRow) -> Iterator[ImportFault]:
        cells = {name: row.cells.get(name, "").strip() for name in AROUND}
        made.catchment = "" if cells["catchment"] in UNSURE else cells["catchment"]
        made.language = cells["language"].lower() or "en"
        made.channel = cells["channel"].lower() or "import"
        made.may_quote = cells["consent_quote"].lower() in YES
        made.received_on = read_day(cells["received_on"]) or self._today
        day = read_day(cells["received_on"])
        verdicts = {
            "catchment": not made.catchment or made.catchment in self._catchments,
            "language": made.language in ("en", "fr"),
            "channel": made.channel in CHANNELS,
            "consent_quote": cells["consent_quote"].lower() in YES | NO,
            "received_on": not cells["received_on"]
            or (day is not None and day <= self._today),
        }
        for name, is_right in verdicts.items():
            if not is_right:
                value = shown(cells[name])
                yield ImportFault(row.number, name, value, _reason(name))


def column_faults(columns: list[str], known: Collection[str]) -> list[ImportFault]:
    """Return a fault for each column that is unknown or there twice."""
    faults, seen = [], set()
    for name in columns:
        if name not in known:
            reason = _("This survey has no question with this key.")
        elif name in seen:
            reason = _("This column is there twice.")
        else:
            seen.add(name)
            continue
        faults.append(ImportFault(1, shown(name), "", reason))
    return faults


def _reason(column: str) -> str:
    """Return what to write in a column around the answers."""
    reasons: dict[str, str] = {
        "catchment": _("This consultation has no catchment with this name."),
        "language": _("Write en or fr."),
        "channel": _("Write web, paper, session, kiosk or import."),
        "consent_quote": _("Write yes or no."),
        "received_on": _("Write a day up to today as YYYY-MM-DD."),
    }
    return reasons[column]


def read_day(text: str) -> date | None:
    """Return a day written as YYYY-MM-DD, or None."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def shown(text: str) -> str:
    """Return the start of a cell as it can be printed."""
    printable = text.encode("utf-8", "replace").decode()
    return printable[:LONGEST_SHOWN]
