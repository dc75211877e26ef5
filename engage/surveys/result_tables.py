"""Tallies as tables: one a question, a column a catchment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engage.catchments.models import Catchment
from engage.core.i18n import current_language
from engage.core.i18n import gettext as _
from engage.surveys.fields import labels_of, said
from engage.surveys.number_bands import banded, is_number
from engage.surveys.questions import UNKNOWN, Matrix, Question, Scale, WithChoices
from engage.surveys.results import ByPlace, QuestionTallies, Results, Tally

# Kinds of questions whose answers are weighed against each other, with intervals.
WEIGHED = {"ranking", "points"}
# More different numbers than these stand in bands.
MOST_NUMBERS = 12
# Answers that nobody gave are listed too, unless there are very many.
MOST_OFFERED = 60


@dataclass(frozen=True)
class ResultTable:
    """A heading, what stands in the table, and its cells; texts are counts by state.

    `key` is the question's; `is_weighed`: another room says how sure its order is.
    """

    id: str
    title: str
    columns: list[str]
    rows: list[list[str | int]]
    texts: Mapping[str, int]
    key: str = ""
    is_weighed: bool = False


def response_table(results: Results, areas: Sequence[Catchment]) -> ResultTable:
    """Return how many responses each catchment has."""
    counts = _counts(results.responses, areas)
    rows: list[list[str | int]] = [[_("Responses"), *counts]]
    return ResultTable("responses", _("Responses"), _heads(areas), rows, {})


def question_tables(results: Results, areas: Sequence[Catchment]) -> list[ResultTable]:
    """Return a table for each question, in the order of the survey."""
    return [_table(item, areas) for item in results.questions]


def _table(item: QuestionTallies, areas: Sequence[Catchment]) -> ResultTable:
    labels = labels_of(item.question, current_language())
    is_ranking = item.question.kind == "ranking"
    columns = _heads(areas) + ([_("Score out of 100")] if is_ranking else [])
    rows: list[list[str | int]] = []
    for line in _lines(item):
        score = [round(100 * (line.score or 0))] if is_ranking else []
        rows.append([_label(line, labels), *_counts(line.places, areas), *score])
    title = said(item.question.title, current_language())
    key, is_weighed = item.question.key, item.question.kind in WEIGHED and bool(rows)
    return ResultTable(f"q-{key}", title, columns, rows, item.texts, key, is_weighed)


def _lines(item: QuestionTallies) -> list[Tally]:
    """Return what stands in the table: every answer on offer, numbers in bands."""
    bands = _bands(item.lines) if item.question.kind == "number" else []
    if bands:
        return bands
    offered = _offered(item.question)
    missing: list[Tally] = []
    if item.lines and len(offered) <= MOST_OFFERED:
        given = {(line.part, line.choice) for line in item.lines}
        missing = [Tally(*names) for names in offered if names not in given]
    return _in_order(item, [*item.lines, *missing], offered)


def _bands(lines: Sequence[Tally]) -> list[Tally]:
    """Return many numbers in bands, then what was answered in words; else nothing."""
    numbers = [line for line in lines if is_number(line.choice)]
    if len(numbers) <= MOST_NUMBERS:
        return []
    bands = banded(numbers)
    if len({line.choice for line in bands}) < len(bands):
        return []
    return [*bands, *(line for line in lines if not is_number(line.choice))]


def _offered(question: Question) -> list[tuple[str, str]]:
    """Return the lines that a question has, in its order; none where people type."""
    if isinstance(question, Scale):
        return [("", str(step)) for step in range(question.low, question.high + 1)]
    if not isinstance(question, WithChoices):
        return []
    parts = [row.key for row in question.rows] if isinstance(question, Matrix) else [""]
    return [(part, choice.key) for part in parts for choice in question.choices]


def _in_order(
    item: QuestionTallies, lines: list[Tally], offered: list[tuple[str, str]]
) -> list[Tally]:
    """Return rankings by score, choices as they are offered, figures by size."""
    if item.question.kind == "ranking":
        return sorted(lines, key=lambda line: (-(line.score or 0), line.choice))
    if not isinstance(item.question, WithChoices):
        return sorted(lines, key=lambda line: _size(line.choice))
    # Answers that are offered no more come last.
    last = len(offered)
    parts = {part: at for at, (part, _choice) in enumerate(offered)}
    choices = {choice: at for at, (_part, choice) in enumerate(offered)}
    return sorted(
        lines,
        key=lambda line: (parts.get(line.part, last), choices.get(line.choice, last)),
    )


def _size(choice: str) -> tuple[bool, float, str]:
    try:
        return (False, float(choice), choice)
    except ValueError:
        return (choice == UNKNOWN, 0.0, choice)


def _label(line: Tally, labels: Mapping[str, str]) -> str:
    choice = labels.get(line.choice, line.choice)
    if not line.part:
        return choice
    part = labels.get(f".{line.part}", line.part)
    return f"{_('%(what)s:', what=part)} {choice}"


def _heads(areas: Sequence[Catchment]) -> list[str]:
    names = [area.name[current_language()] for area in areas]
    return [_("Answer"), _("All"), *names, _("Not sure where")]


def _counts(places: ByPlace, areas: Sequence[Catchment]) -> list[int]:
    by_area = [places.get(area.id, 0) for area in areas]
    return [sum(places.values()), *by_area, places.get(None, 0)]
