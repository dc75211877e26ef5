"""Doors of staff to designs: the list of elements, writing, answering, releasing."""

from engage.designs.routes import elements, releasing, writing
from engage.designs.routes.blueprint import bp

__all__ = ["bp", "elements", "releasing", "writing"]
