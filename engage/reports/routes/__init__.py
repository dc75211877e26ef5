"""Doors to reports: for everybody, and for those who publish them."""

from engage.reports.routes import desk, public
from engage.reports.routes.blueprint import bp

__all__ = ["bp", "desk", "public"]
