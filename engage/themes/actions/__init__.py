"""Verbs about themes: find them, name them, arrange them, vouch for them, undo."""

from engage.themes.actions.arranging import (
    exclude_contributions,
    merge_themes,
    move_contributions,
    pin_contributions,
    promote_part,
    split_theme,
)
from engage.themes.actions.history import undo_edit
from engage.themes.actions.naming import (
    exclude_theme,
    rename_theme,
    restore_theme,
    sign_off_theme,
)
from engage.themes.actions.running import (
    FIND,
    find_key,
    find_themes_now,
    follow_decisions,
    forget_texts,
    place_late_texts,
    run_themes,
    start_theme_run,
)
from engage.themes.actions.titling import Title, match_theme_titles, read_titles

__all__ = [
    "FIND",
    "Title",
    "exclude_contributions",
    "exclude_theme",
    "find_key",
    "find_themes_now",
    "follow_decisions",
    "forget_texts",
    "match_theme_titles",
    "merge_themes",
    "move_contributions",
    "pin_contributions",
    "place_late_texts",
    "promote_part",
    "read_titles",
    "rename_theme",
    "restore_theme",
    "run_themes",
    "sign_off_theme",
    "split_theme",
    "start_theme_run",
    "undo_edit",
]
