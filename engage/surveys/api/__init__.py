"""Doors of the API to surveys."""

from engage.surveys.api import answering, files, managing
from engage.surveys.api.schemas import bp

__all__ = ["answering", "bp", "files", "managing"]
