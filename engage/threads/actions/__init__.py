"""Verbs about threads: open one, say something, agree or not, bring one in."""

from engage.threads.actions.adding import ImportedComments, import_comments
from engage.threads.actions.changing import change_comment, take_back_mine
from engage.threads.actions.comment_files import read_comments
from engage.threads.actions.copying import copy_threads
from engage.threads.actions.finding import follow_decisions, forget_words
from engage.threads.actions.flagging import flag_comment
from engage.threads.actions.importing import import_polis
from engage.threads.actions.leaving import forget_participants, withdraw_comment
from engage.threads.actions.opening import add_thread, create_thread, edit_thread
from engage.threads.actions.parting import follow_joining, follow_split
from engage.threads.actions.polis import PolisExport, read_polis
from engage.threads.actions.rows import Imported
from engage.threads.actions.speaking import (
    Said,
    SameKeyOtherWords,
    Words,
    react,
    submit_comment,
)
from engage.threads.facts import ThreadFacts

__all__ = [
    "Imported",
    "ImportedComments",
    "PolisExport",
    "Said",
    "SameKeyOtherWords",
    "ThreadFacts",
    "Words",
    "add_thread",
    "change_comment",
    "copy_threads",
    "create_thread",
    "edit_thread",
    "flag_comment",
    "follow_decisions",
    "follow_joining",
    "follow_split",
    "forget_participants",
    "forget_words",
    "import_comments",
    "import_polis",
    "react",
    "read_comments",
    "read_polis",
    "submit_comment",
    "take_back_mine",
    "withdraw_comment",
]
