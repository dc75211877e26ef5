"""Questions about themes: what there is, who speaks of what, what may be published."""

from engage.themes.queries.members import (
    Member,
    ThemeWithMembers,
    published_themes,
    themes_with_members,
    unassigned,
)
from engage.themes.queries.state import list_places, list_sources, list_unplaced
from engage.themes.queries.themes import (
    find_last_edit,
    get_managed_theme,
    get_run,
    get_theme,
    latest_run,
    list_all_themes,
    list_edits,
    list_set_aside,
    list_themes,
    newest_edit_id,
)
from engage.themes.queries.workbench import (
    PAGE_SIZE,
    Placed,
    ThemeRow,
    count_late,
    get_row,
    list_loose,
    list_placed,
    list_rows,
    list_texts,
)

__all__ = [
    "PAGE_SIZE",
    "Member",
    "Placed",
    "ThemeRow",
    "ThemeWithMembers",
    "count_late",
    "find_last_edit",
    "get_managed_theme",
    "get_row",
    "get_run",
    "get_theme",
    "latest_run",
    "list_all_themes",
    "list_edits",
    "list_loose",
    "list_placed",
    "list_places",
    "list_rows",
    "list_set_aside",
    "list_sources",
    "list_texts",
    "list_themes",
    "list_unplaced",
    "newest_edit_id",
    "published_themes",
    "themes_with_members",
    "unassigned",
]
