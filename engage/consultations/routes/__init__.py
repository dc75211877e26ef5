"""Doors for staff: set up a consultation, change it, take it on, take it away."""

from engage.consultations.routes import overview, writing
from engage.consultations.routes.blueprint import bp

__all__ = ["bp", "overview", "writing"]
