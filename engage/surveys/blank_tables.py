"""The empty file in which responses are brought in: columns and what goes there."""

import csv
import io

from engage.core.cells import guarded_cell
from engage.core.i18n import gettext as _
from engage.surveys.fields import said
from engage.surveys.questions import Definition
from engage.surveys.rows import AROUND, CHANNELS
from engage.surveys.wording import cell_words


def blank_csv(definition: Definition) -> bytes:
    """Return the header alone, as spreadsheet programs like to open it."""
    text = io.StringIO()
    csv.writer(text).writerow(_columns(definition))
    return text.getvalue().encode("utf-8-sig")


def blank_xlsx(definition: Definition, catchments: list[str], language: str) -> bytes:
    """Return a workbook: an empty first sheet, and a second that explains it."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - heavy, and no page needs it

    made = io.BytesIO()
    with Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("responses")
        sheet.write_row(0, 0, _columns(definition), bold)
        sheet.freeze_panes(1, 0)
        help_sheet = book.add_worksheet(_("What to write")[:31])
        help_sheet.set_column(0, 0, 26)
        help_sheet.set_column(1, 2, 70)
        head = [_("Column"), _("Question"), _("What to write")]
        help_sheet.write_row(0, 0, head, bold)
        lines = [*_around(catchments), *_asked(definition, language)]
        for number, line in enumerate(lines, 1):
            help_sheet.write_row(number, 0, [guarded_cell(cell) for cell in line])
    return made.getvalue()


def _columns(definition: Definition) -> list[str]:
    return [*AROUND, *definition.columns]


def _around(catchments: list[str]) -> list[list[str]]:
    """Return the lines about the columns around the answers."""
    return [
        ["catchment", "", _one_of([*catchments, "unsure"])],
        ["language", "", _one_of(["en", "fr"])],
        ["channel", "", _one_of(list(CHANNELS))],
        ["received_on", "", _("A day as YYYY-MM-DD.")],
        ["consent_quote", "", _one_of(["yes", "no"])],
    ]


def _asked(definition: Definition, language: str) -> list[list[str]]:
    """Return a line for each column of each question."""
    return [
        [column, said(question.title, language), cell_words(question)]
        for question in definition.questions
        for column in question.columns
    ]


def _one_of(words: list[str]) -> str:
    begin: str = _("One of these: ")
    return begin + ", ".join(words)
