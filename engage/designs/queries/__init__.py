"""Questions about designs: the working copies, what they answer, what is released."""

from engage.designs.queries.elements import (
    find_element,
    get_element,
    list_elements,
    next_position,
)
from engage.designs.queries.releases import (
    Released,
    find_release,
    get_released,
    list_lately,
    list_released,
    list_released_in,
    list_releases,
)
from engage.designs.queries.working import (
    AskedTheme,
    Progress,
    Voices,
    WorkingDesign,
    get_design,
    get_own_catchment,
    get_theme_asked,
    list_left_out,
    list_progress,
    list_texts,
    list_themes_asked,
    list_voices,
)

__all__ = [
    "AskedTheme",
    "Progress",
    "Released",
    "Voices",
    "WorkingDesign",
    "find_element",
    "find_release",
    "get_design",
    "get_element",
    "get_own_catchment",
    "get_released",
    "get_theme_asked",
    "list_elements",
    "list_lately",
    "list_left_out",
    "list_progress",
    "list_released",
    "list_released_in",
    "list_releases",
    "list_texts",
    "list_themes_asked",
    "list_voices",
    "next_position",
]
