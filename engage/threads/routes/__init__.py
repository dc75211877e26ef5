"""Doors to threads: for those who read and speak, and for those who set them up."""

from engage.threads.routes import doors, flagging, managing, own, voting
from engage.threads.routes.base import bp

__all__ = ["bp", "doors", "flagging", "managing", "own", "voting"]
