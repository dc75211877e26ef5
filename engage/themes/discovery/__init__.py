"""The bridge to the engine: contributions in, themes for our tables out.

The engine is heavy, so it is imported inside the functions that use it: a web process
never loads it.
"""

from engage.themes.discovery.engine import discover, place_texts, rename_themes
from engage.themes.discovery.inputs import (
    read_sources,
    read_standing,
    read_unplaced,
)
from engage.themes.discovery.published import model_to_publish, themes_by_model
from engage.themes.discovery.reconcile import Heir, Plan, Standing, reconcile
from engage.themes.discovery.records import (
    Found,
    FoundPlace,
    FoundTheme,
    PastTheme,
    Source,
)

__all__ = [
    "Found",
    "FoundPlace",
    "FoundTheme",
    "Heir",
    "PastTheme",
    "Plan",
    "Source",
    "Standing",
    "discover",
    "model_to_publish",
    "place_texts",
    "read_sources",
    "read_standing",
    "read_unplaced",
    "reconcile",
    "rename_themes",
    "themes_by_model",
]
