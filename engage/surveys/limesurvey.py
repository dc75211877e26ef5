"""A file of responses as LimeSurvey writes it, turned into rows as we write them.

LimeSurvey names a column by the code of its question, and of the sub-question in
brackets: `role`, `ways[SQ001]`, `order[1]`, `role[other]`. Its codes hold letters and
digits only, so `role_other` here is `roleother` there. Answers come as codes or as the
words of the choice, in either language.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engage.core.i18n import Bilingual
from engage.core.i18n import gettext as _
from engage.surveys.questions import (
    Choice,
    Definition,
    Matrix,
    Multiple,
    Points,
    Question,
    Ranking,
    WithChoices,
)
from engage.surveys.questions.choices import SEPARATOR
from engage.surveys.rows import ImportFault, RowReader, column_faults, shown
from engage.surveys.tables import Row, Table

# What LimeSurvey writes beside the answers. Addresses of computers and people stay out.
TECHNICAL = re.compile(
    r"id|lastpage|seed|startdate|datestamp|ipaddr(ess)?|refurl|token|interviewtime|"
    r"(group|question)time.*|first(name)?|last(name)?|email|emailstatus"
)
HEADING = re.compile(r"([^\[\].\s]+)(?:\[([^\]]+)\])?(?:\.\s.*|\s.*)?", re.DOTALL)
USUAL_CODE = re.compile(r"(?:ao|a|sq|l)?0*([1-9][0-9]{0,4})")
OTHER, WRITTEN_IN = "other", "-oth-"
NOTHING = {"", "n/a", "{question_not_shown}"}
TICKED = {"y", "yes", "oui", "1"}
# The day LimeSurvey writes where it keeps none.
NO_DAY = "1980-01-01"


@dataclass(frozen=True)
class Target:
    """Where a column of theirs goes: a question of ours, and which part of it."""

    question: Question
    part: str = ""


class LimeSurveyTable:
    """A LimeSurvey export read for one survey; `areas` are its catchments' names."""

    def __init__(
        self, table: Table, definition: Definition, areas: Mapping[str, Bilingual]
    ) -> None:
        self._table = table
        self._questions = {plain(q.key): q for q in definition.questions}
        self._names = {q.key: Names(_choices(q)) for q in definition.questions}
        self._areas = {plain(slug): slug for slug in areas}
        for slug, name in areas.items():
            self._areas |= {plain(name.en): slug, plain(name.fr): slug}
        self._around: dict[str, str] = {}
        self._targets: dict[str, Target] = {}
        self._unknown: list[str] = []
        for column in table.columns:
            self._place(column)
        self._theirs = {self._ours(t): column for column, t in self._targets.items()}

    def header_faults(self, _reader: RowReader) -> list[ImportFault]:
        """Return a fault for each column that has no place, or is there twice."""
        known = {*self._table.columns} - {*self._unknown}
        faults = column_faults(self._table.columns, known)
        return faults + [
            ImportFault(1, shown(column), "", _no_place(f"{t.question.key}_{OTHER}"))
            for column, t in self._targets.items()
            if self._is_other(t) and self._written_in(t.question) is None
        ]

    def rows(self) -> Iterator[Row]:
        """Yield the rows of those who sent their answers; others never did."""
        has_sent = "submitdate" in self._around
        for row in self._table.rows():
            if has_sent and not row.cells[self._around["submitdate"]].strip():
                self._table.left_out += 1
                continue
            yield Row(row.number, self._cells(row.cells), has_extra=row.has_extra)

    def named(self, fault: ImportFault) -> ImportFault:
        """Return a fault with the column as their file calls it."""
        theirs = self._theirs.get(fault.column) or self._around.get(fault.column)
        return ImportFault(fault.row, theirs or fault.column, fault.value, fault.reason)

    def _place(self, column: str) -> None:
        """Find out what a column is: about the response, an answer, or unknown."""
        match = HEADING.fullmatch(column.strip())
        code, part = match.groups() if match else (column, None)
        name = plain(code)
        around = _AROUND.get(name)
        target = self._target(code, part or "")
        if target is not None:
            self._targets[column] = target
        elif around is not None and not part:
            self._around[around] = column
        elif not TECHNICAL.fullmatch(name):
            self._unknown.append(column)

    def _target(self, code: str, part: str) -> Target | None:
        if not part and plain(code) not in self._questions and "_" in code:
            code, _sign, part = code.rpartition("_")
        question = self._questions.get(plain(code))
        if question is None or not part:
            return Target(question) if question else None
        if plain(part) == "comment":
            remark = self._questions.get(plain(f"{code}comment"))
            return Target(remark) if remark else None
        return self._part(question, part)

    def _part(self, question: Question, part: str) -> Target | None:
        """Return which part of a question a sub-question is."""
        if isinstance(question, Ranking):
            return Target(question, part) if part.isdigit() else None
        if isinstance(question, Matrix):
            key = Names(question.rows).key(part)
        elif plain(part) == OTHER and not isinstance(question, Points):
            key = OTHER
        else:
            key = self._names[question.key].key(part)
        return Target(question, key) if key else None

    def _cells(self, theirs: Mapping[str, str]) -> dict[str, str]:
        """Return the cells of a row under our columns."""
        ours = self._facts(theirs)
        for column, target in self._targets.items():
            cell = theirs.get(column, "")
            if plain_cell(cell) in NOTHING:
                continue
            if self._is_other(target):
                ours |= self._other(target.question, cell, ours)
                continue
            name, value = self._ours(target), self._value(target, cell)
            before = ours.get(name, "")
            if isinstance(target.question, Multiple | Ranking) and before and value:
                ours[name] = f"{before}{SEPARATOR}{value}"
            elif value:
                ours[name] = value
        return ours

    @staticmethod
    def _is_other(target: Target) -> bool:
        has_rows = isinstance(target.question, Matrix | Points)
        return target.part == OTHER and not has_rows

    def _facts(self, theirs: Mapping[str, str]) -> dict[str, str]:
        """Return what stands around the answers."""
        given = {
            name: theirs.get(column, "").strip()
            for name, column in self._around.items()
        }
        day = given.get("submitdate", "")[:10]
        facts = {
            "language": given.get("language", "")[:2].lower(),
            "received_on": "" if day == NO_DAY else day,
            "channel": given.get("channel", ""),
        }
        if "consent_quote" in given:
            ticked = given["consent_quote"].lower() in TICKED
            facts["consent_quote"] = "yes" if ticked else "no"
        area = given.get("catchment", "")
        facts["catchment"] = self._areas.get(plain(area), area)
        return facts

    def _other(
        self, question: Question, cell: str, ours: Mapping[str, str]
    ) -> dict[str, str]:
        """Return a written-in answer: the choice “other”, and its words beside."""
        made = {}
        written = self._written_in(question)
        if written is not None:
            made[written.key] = cell
        if any(choice.key == OTHER for choice in _choices(question)):
            before = ours.get(question.key, "")
            is_more = isinstance(question, Multiple) and before
            made[question.key] = f"{before}{SEPARATOR}{OTHER}" if is_more else OTHER
        return made

    def _written_in(self, question: Question) -> Question | None:
        found = self._questions.get(plain(f"{question.key}{OTHER}"))
        return found if found is not None and found.is_text else None

    def _value(self, target: Target, cell: str) -> str:
        """Return an answer of theirs in our words; what is not known stays as it is."""
        question, part = target.question, target.part
        if isinstance(question, Multiple) and part:
            return part if plain_cell(cell) in TICKED else ""
        if isinstance(question, Points) or not isinstance(question, WithChoices):
            return cell
        if cell.strip() == WRITTEN_IN:
            return OTHER
        return self._names[question.key].key(cell) or cell.strip()

    @staticmethod
    def _ours(target: Target) -> str:
        question = target.question
        has_parts = isinstance(question, Matrix | Points) and target.part
        return f"{question.key}.{target.part}" if has_parts else question.key


_AROUND = {
    "submitdate": "submitdate",
    "startlanguage": "language",
    "language": "language",
    "catchment": "catchment",
    "channel": "channel",
    "consentquote": "consent_quote",
}


def plain(code: str) -> str:
    """Return a code or a label as it is compared: letters and digits, small."""
    return "".join(sign for sign in code.casefold() if sign.isalnum())


def plain_cell(cell: str) -> str:
    """Return a cell as fixed words are looked for in it."""
    return cell.strip().lower()


class Names:
    """Finds a choice by its code or its label in either language.

    LimeSurvey's usual codes (A1, AO01, SQ001) count the choices in their order.
    """

    def __init__(self, choices: tuple[Choice, ...]) -> None:
        self._order = [choice.key for choice in choices]
        self._known = {plain(key): key for key in self._order}
        for choice in choices:
            for label in choice.label.values():
                self._known.setdefault(plain(label), choice.key)

    def key(self, code: str) -> str:
        """Return the key of the choice that is meant, or nothing."""
        wanted = plain(code)
        if not wanted or wanted in self._known:
            return self._known.get(wanted, "")
        usual = USUAL_CODE.fullmatch(wanted)
        place = int(usual.group(1)) if usual else 0
        return self._order[place - 1] if 0 < place <= len(self._order) else ""


def _choices(question: Question) -> tuple[Choice, ...]:
    return question.choices if isinstance(question, WithChoices) else ()


def _no_place(key: str) -> str:
    words: str = _(
        "These words have no place: add a text question with the short name “%(key)s” "
        "and publish it, or take the column out.",
        key=key,
    )
    return words
