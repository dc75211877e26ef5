"""Doors of the API to designs: what is released, and writing what will be."""

from engage.designs.api import reading, writing
from engage.designs.api.schemas import bp

__all__ = ["bp", "reading", "writing"]
