"""Doors of moderation."""

from engage.moderation.routes import appeals, desk, fairness, texts, together
from engage.moderation.routes.blueprint import bp

__all__ = ["appeals", "bp", "desk", "fairness", "texts", "together"]
