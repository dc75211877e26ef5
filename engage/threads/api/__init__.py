"""Doors of the API to threads."""

from engage.threads.api import managing, taking_part
from engage.threads.api.schemas import bp

__all__ = ["bp", "managing", "taking_part"]
