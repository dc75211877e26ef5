"""Doors of the API to themes."""

from engage.themes.api import arranging, reading
from engage.themes.api.schemas import bp

__all__ = ["arranging", "bp", "reading"]
