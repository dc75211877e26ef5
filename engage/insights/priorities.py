"""Priorities from closed answers: the bridge to the engine's aggregation."""

from typing import TYPE_CHECKING, Any

from engage.insights.queries import AskedQuestion
from engage.surveys.questions import UNKNOWN, Points, Ranking, Scale

if TYPE_CHECKING:
    from analysis.priorities import Interval

DIGITS = 4


def weigh_answers(asked: AskedQuestion) -> dict[str, Any] | None:
    """Return what many answers to one question say together, as plain data.

    None where nobody answered. `lines` run from the highest score to the lowest;
    `order` (rankings only) from the option that wins against every other one on.
    """
    answers = [one for one in asked.answers if one not in (UNKNOWN, None, [], {})]
    question = asked.question
    if not answers:
        return None
    if isinstance(question, Ranking):
        found = _ranking(question, answers)
    elif isinstance(question, Points):
        found = _points(question, answers)
    elif isinstance(question, Scale):
        found = _scale(question, answers)
    else:
        return None
    return {
        "survey": asked.survey,
        "question": question.key,
        "kind": question.kind,
        **found,
    }


def _ranking(question: Ranking, answers: list[Any]) -> dict[str, Any]:
    from analysis.priorities import aggregate_rankings  # noqa: PLC0415 - heavy

    options = [choice.key for choice in question.choices]
    known = set(options)
    ranked = [[key for key in one if key in known] for one in answers]
    result = aggregate_rankings(ranked, options)
    lines = [
        {
            "option": one.option,
            "score": round(one.score, DIGITS),
            "placed": one.placed,
            "first": one.first,
            **_bounds(one.interval),
        }
        for one in result.options
    ]
    order = [list(tied) for tied in result.order]
    return {"people": result.people, "lines": lines, "order": order}


def _points(question: Points, answers: list[Any]) -> dict[str, Any]:
    from analysis.priorities import aggregate_points  # noqa: PLC0415 - heavy

    options = [choice.key for choice in question.choices]
    known = set(options)
    given = [{k: v for k, v in one.items() if k in known} for one in answers]
    lines = [
        {
            "option": one.option,
            "score": round(one.mean, DIGITS),
            "share": round(one.share, DIGITS),
            "placed": one.given,
            **_bounds(one.interval),
        }
        for one in aggregate_points(given, options)
    ]
    people = sum(1 for one in given if any(one.values()))
    return {"people": people, "lines": lines}


def _scale(question: Scale, answers: list[Any]) -> dict[str, Any]:
    from analysis.priorities import aggregate_scale  # noqa: PLC0415 - heavy

    levels = list(range(question.low, question.high + 1))
    found = aggregate_scale([float(one) for one in answers], levels)
    mean = None if found.mean is None else round(found.mean, DIGITS)
    line = {"option": "", "score": mean, **_bounds(found.interval)}
    return {"people": found.people, "median": found.median, "lines": [line]}


def _bounds(interval: "Interval | None") -> dict[str, float | None]:
    if interval is None:
        return {"low": None, "high": None}
    return {"low": round(interval.low, DIGITS), "high": round(interval.high, DIGITS)}
