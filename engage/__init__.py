"""Consultations that shape employment services."""

__version__ = "0.1.0"
