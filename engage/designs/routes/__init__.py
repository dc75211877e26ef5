"""Doors of staff to designs: the list of elements, writing, answering, releasing."""

from engage.designs.routes import elements, writing
from engage.designs.routes.blueprint import bp

__all__ = ["bp", "elements", "writing"]
