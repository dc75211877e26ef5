"""Doors of the API to consultations."""

from engage.consultations.api import managing, reading
from engage.consultations.api.schemas import bp

__all__ = ["bp", "managing", "reading"]
