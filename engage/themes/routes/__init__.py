"""Doors of the workbench: themes found, named, arranged and vouched for."""

from engage.themes.routes import bench, browsing, shaping
from engage.themes.routes.blueprint import bp

__all__ = ["bench", "bp", "browsing", "shaping"]
