"""Verbs of moderation: decide, decide on many, take back; appeals and their answers."""

from engage.moderation.actions.appealing import answer_appeal, appeal, forget_appeals
from engage.moderation.actions.arranging import merge
from engage.moderation.actions.claiming import (
    note_reading,
    note_reading_many,
    open_next,
)
from engage.moderation.actions.deciding import (
    decide,
    decide_many,
)
from engage.moderation.actions.exporting import export_log
from engage.moderation.actions.reasons import ReasonWords, set_reasons
from engage.moderation.actions.reviewing import is_drawn, review
from engage.moderation.actions.splitting import split
from engage.moderation.actions.undoing import undo, undo_together
from engage.moderation.actions.wording import read_originals, redact, set_language
from engage.moderation.models import MOST_AT_ONCE, Verdict

__all__ = [
    "MOST_AT_ONCE",
    "ReasonWords",
    "Verdict",
    "answer_appeal",
    "appeal",
    "decide",
    "decide_many",
    "export_log",
    "forget_appeals",
    "is_drawn",
    "merge",
    "note_reading",
    "note_reading_many",
    "open_next",
    "read_originals",
    "redact",
    "review",
    "set_language",
    "set_reasons",
    "split",
    "undo",
    "undo_together",
]
