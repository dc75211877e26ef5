"""Verbs about reports: draft, ask for an edition, publish it, revise what is out."""

from engage.reports.actions.answering import ANSWER, follow_releases, show_answers
from engage.reports.actions.drafting import (
    Draft,
    Press,
    Rederived,
    draft_report,
    press_of,
    rederive_edition,
)
from engage.reports.actions.publishing import (
    PUBLISH,
    ask_for_edition,
    publish_edition,
    publishing_key,
)
from engage.reports.actions.refusing import refuse_counted
from engage.reports.actions.revising import (
    CORRECT,
    REVISE,
    ask_for_correction,
    correct_edition,
    follow_decisions,
    follow_withdrawals,
    revise_editions,
)

__all__ = [
    "ANSWER",
    "CORRECT",
    "PUBLISH",
    "REVISE",
    "Draft",
    "Press",
    "Rederived",
    "ask_for_correction",
    "ask_for_edition",
    "correct_edition",
    "draft_report",
    "follow_decisions",
    "follow_releases",
    "follow_withdrawals",
    "press_of",
    "publish_edition",
    "publishing_key",
    "rederive_edition",
    "refuse_counted",
    "revise_editions",
    "show_answers",
]
