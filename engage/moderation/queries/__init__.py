"""Questions about the queue, about what was decided and about appeals."""

from engage.moderation.queries.appeals import (
    AppealCase,
    Refusal,
    count_open_appeals,
    get_appeal,
    get_refusal,
    list_open_appeals,
)
from engage.moderation.queries.history import (
    Pace,
    PastDecision,
    find_last_decision,
    find_refusal,
    find_undoable,
    get_pace,
    list_history,
    list_undos,
)
from engage.moderation.queries.queue import (
    NO_PLACE,
    Pile,
    QueueFilter,
    Waiting,
    count_waiting,
    find_next,
    list_flagged,
    list_languages,
    list_piles,
    list_waiting,
)
from engage.moderation.queries.reasons import (
    find_reason,
    list_reasons,
    usual_reasons,
)

__all__ = [
    "NO_PLACE",
    "AppealCase",
    "Pace",
    "PastDecision",
    "Pile",
    "QueueFilter",
    "Refusal",
    "Waiting",
    "count_open_appeals",
    "count_waiting",
    "find_last_decision",
    "find_next",
    "find_reason",
    "find_refusal",
    "find_undoable",
    "get_appeal",
    "get_pace",
    "get_refusal",
    "list_flagged",
    "list_history",
    "list_languages",
    "list_open_appeals",
    "list_piles",
    "list_reasons",
    "list_undos",
    "list_waiting",
    "usual_reasons",
]
