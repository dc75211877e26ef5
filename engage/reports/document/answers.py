"""Answers to questions with choices, counted choice by choice."""

from collections.abc import Iterator, Mapping
from typing import Any

from engage.core.disclosure import Whole
from engage.core.i18n import LANGUAGES
from engage.reports.document.figures import (
    Counting,
    Row,
    figure_cell,
    order_of,
    part_cells,
)
from engage.reports.document.rankings import with_scores
from engage.reports.queries import Asked
from engage.surveys.questions import (
    UNKNOWN,
    Matrix,
    Multiple,
    Points,
    Question,
    Ranking,
    Scale,
    Single,
    WithChoices,
    Words,
)

FIRST_PLACES = 3
COUNTED = (Single, Multiple, Ranking, Scale, Matrix, Points)
# What is counted of each kind: people who chose it, or placed it among the first.
MEASURES = {"ranking": "first_three", "points": "some_points"}

Option = tuple[str, Words, set[str]]


def question_rows(counting: Counting) -> list[Row]:
    """Return the questions that have figures, in the order in which they are asked."""
    asked = counting.material.questions
    return [_row(counting, one) for one in asked if isinstance(one.question, COUNTED)]


def _row(counting: Counting, asked: Asked) -> Row:
    question = asked.question
    name = f"question:{asked.survey}:{question.key}"
    known = {voice: value for voice, value in asked.answers.items() if value != UNKNOWN}
    answered = counting.rules.within(counting.cell(name), known, counting.people.figure)
    whole = Whole(answered, frozenset(known))
    unknown = asked.answers.keys() - known.keys()
    options = [
        {
            "id": key,
            "label": _plain(label),
            "score": None,
            **_part(counting, name, key, voices, whole),
        }
        for key, label, voices in _options(question, known)
    ]
    if not isinstance(question, Scale | Matrix):
        options.sort(key=order_of)
    if isinstance(question, Ranking):
        options = with_scores(counting, asked, whole, options)
    return {
        "id": question.key,
        "survey": asked.survey,
        "kind": question.kind,
        "title": _plain(question.title),
        "measure": MEASURES.get(question.kind, "chosen"),
        "answered": figure_cell(answered),
        "unknown": _unknown(counting, name, unknown)
        if question.offers_unknown
        else None,
        "options": options,
        "mean": _mean(options) if isinstance(question, Scale) else None,
        "ends": _ends(question) if isinstance(question, Scale) else None,
    }


def _part(
    counting: Counting, name: str, key: str, voices: set[str], whole: Whole
) -> Row:
    figure = counting.rules.part(counting.cell(name, f"option:{key}"), voices, whole)
    return part_cells(figure, whole.figure)


def _unknown(counting: Counting, name: str, voices: set[str]) -> Row:
    cell = counting.cell(name, "option:unknown")
    return figure_cell(counting.rules.within(cell, voices, counting.people.figure))


def _options(question: Question, answers: Mapping[str, Any]) -> Iterator[Option]:
    """Yield each choice with the people who are counted for it."""
    if isinstance(question, Scale):
        for level in range(question.low, question.high + 1):
            label = {"en": str(level), "fr": str(level)}
            yield str(level), label, _who(answers, level)
    elif isinstance(question, Matrix):
        yield from _cells(question, answers)
    elif isinstance(question, WithChoices):
        given = _first_places(answers) if isinstance(question, Ranking) else answers
        for choice in question.choices:
            yield choice.key, choice.label, _who(given, choice.key)


def _cells(question: Matrix, answers: Mapping[str, Any]) -> Iterator[Option]:
    for row in question.rows:
        given = {voice: cells.get(row.key) for voice, cells in answers.items()}
        for choice in question.choices:
            label = {
                code: f"{row.label[code]} – {choice.label[code]}" for code in LANGUAGES
            }
            yield f"{row.key}.{choice.key}", label, _who(given, choice.key)


def _first_places(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {voice: ranked[:FIRST_PLACES] for voice, ranked in answers.items()}


def _who(answers: Mapping[str, Any], choice: str | int) -> set[str]:
    return {voice for voice, value in answers.items() if _counts_for(value, choice)}


def _counts_for(value: object, choice: str | int) -> bool:
    """Return whether an answer is, holds or gives points to a choice."""
    if isinstance(value, list):
        return choice in value
    if isinstance(value, dict):
        return bool(value.get(choice))
    return value == choice


def _mean(levels: list[Row]) -> float | None:
    """Return the mean of rounded counts; None where one of them is withheld."""
    counts = {int(row["id"]): row["people"]["value"] for row in levels}
    if any(count is None for count in counts.values()):
        return None
    total = sum(counts.values())
    mean: float = sum(level * count for level, count in counts.items()) / total
    return round(mean, 2)


def _ends(question: Scale) -> Row:
    return {"low": _plain(question.low_label), "high": _plain(question.high_label)}


def _plain(words: Words) -> dict[str, str]:
    return {code: words.get(code, "") for code in LANGUAGES}
