"""How the options of a ranking fare against each other, with how sure that is."""

from dataclasses import asdict

from engage.core.disclosure import Whole
from engage.insights.results import Priorities
from engage.reports.document.figures import Counting, Row
from engage.reports.queries import Asked


def with_scores(
    counting: Counting, asked: Asked, whole: Whole, options: list[Row]
) -> list[Row]:
    """Return the options with their scores, the highest first.

    A score is the share of comparisons with other options that an option wins (Borda),
    from 0 to 1; its interval is the 95 % interval of a bootstrap over people. Without
    a run that weighed the rankings, or with too few people, there is none.
    """
    found = _priorities(counting, asked)
    if found is None:
        return options
    lines = {line.key: line for line in found.lines}
    scored = []
    for row in options:
        line = lines.get(row["id"])
        score = None
        if line is not None and line.low is not None and line.high is not None:
            name = f"question:{asked.survey}:{asked.question.key}"
            cell = counting.cell(name, f"score:{row['id']}")
            ends = (line.low, line.high)
            score = counting.rules.score(cell, line.score, ends, whole)
        scored.append({**row, "score": None if score is None else asdict(score)})
    return sorted(scored, key=lambda row: -row["score"]["value"] if row["score"] else 1)


def _priorities(counting: Counting, asked: Asked) -> Priorities | None:
    mine = (asked.survey, asked.question.key)
    return next(
        (
            one
            for one in counting.material.priorities
            if (one.survey, one.question.key) == mine
        ),
        None,
    )
