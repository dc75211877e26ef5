"""Statements that people voted on in public: these counts were public before.

Imported votes are shown as they were (rule 17 leaves them alone). Statements are
ordered by the lower end of the Wilson interval, so that few votes weigh less than many.
"""

from collections.abc import Callable

from engage.core.disclosure import wilson
from engage.reports.document.figures import Row
from engage.reports.queries import Material, Statement

MOST = 5
FEWEST_VOTES = 20


def statement_rows(material: Material) -> Row | None:
    """Return what most agreed on and what divided; None where nobody voted."""
    voted = [one for one in material.statements if _votes(one) >= FEWEST_VOTES]
    if not voted:
        return None
    return {
        "voters": material.voters,
        "agreed": _top(voted, lambda one: wilson(one.agrees, _votes(one))[0]),
        "dividing": _top(voted, _division),
    }


def _division(statement: Statement) -> float:
    """Return how sure it is that two sides are large: the smaller side's lower end."""
    smaller = min(statement.agrees, statement.disagrees)
    return wilson(smaller, _votes(statement))[0]


def _votes(statement: Statement) -> int:
    return statement.agrees + statement.disagrees + statement.passes


def _top(voted: list[Statement], strength: Callable[[Statement], float]) -> list[Row]:
    ordered = sorted(voted, key=lambda one: (-strength(one), one.public_id))
    return [
        {
            "id": one.public_id,
            "text": one.words,
            "language": one.language,
            "agrees": one.agrees,
            "disagrees": one.disagrees,
            "passes": one.passes,
            "gone": None,
        }
        for one in ordered[:MOST]
    ]
