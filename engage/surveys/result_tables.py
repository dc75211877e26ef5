"""Tallies as tables: one a question, a column a catchment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engage.catchments.models import Catchment
from engage.core.i18n import current_language
from engage.core.i18n import gettext as _
from engage.surveys.fields import labels_of, said
from engage.surveys.questions import UNKNOWN, WithChoices
from engage.surveys.results import ByPlace, QuestionTallies, Results, Tally

# Kinds of questions whose answers are weighed against each other, with intervals.
WEIGHED = {"ranking", "points"}


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
    for line in _in_order(item):
        score = [round(100 * (line.score or 0))] if is_ranking else []
        rows.append([_label(line, labels), *_counts(line.places, areas), *score])
    title = said(item.question.title, current_language())
    key, is_weighed = item.question.key, item.question.kind in WEIGHED and bool(rows)
    return ResultTable(f"q-{key}", title, columns, rows, item.texts, key, is_weighed)


def _in_order(item: QuestionTallies) -> list[Tally]:
    """Return rankings by score, choices as they are offered, figures by size."""
    if item.question.kind == "ranking":
        return sorted(item.lines, key=lambda line: (-(line.score or 0), line.choice))
    if isinstance(item.question, WithChoices):
        places = {c.key: at for at, c in enumerate(item.question.choices)}
        return sorted(
            item.lines,
            key=lambda line: (line.part, places.get(line.choice, len(places))),
        )
    return sorted(item.lines, key=lambda line: _size(line.choice))


def _size(choice: str) -> tuple[bool, float, str]:
    try:
        return (False, float(choice), choice)
    except ValueError:
        return (choice == UNKNOWN, 0.0, choice)


def _label(line: Tally, labels: Mapping[str, str]) -> str:
    choice = labels.get(line.choice, line.choice)
    return (
        f"{labels.get('.' + line.part, line.part)}: {choice}" if line.part else choice
    )


def _heads(areas: Sequence[Catchment]) -> list[str]:
    names = [area.name[current_language()] for area in areas]
    return [_("Answer"), _("All"), *names, _("Not sure where")]


def _counts(places: ByPlace, areas: Sequence[Catchment]) -> list[int]:
    by_area = [places.get(area.id, 0) for area in areas]
    return [sum(places.values()), *by_area, places.get(None, 0)]
