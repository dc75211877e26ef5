"""Doors to threads: read, comment, agree or not; change one's own words; flag."""

from engage.threads.routes import doors, flagging, own, voting
from engage.threads.routes.base import bp

__all__ = ["bp", "doors", "flagging", "own", "voting"]
