"""Doors of the workbench: themes found, named, arranged and vouched for."""

from engage.themes.routes import bench, shaping
from engage.themes.routes.blueprint import bp

__all__ = ["bench", "bp", "shaping"]
