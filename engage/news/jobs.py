"""Doors for what a worker looks after each minute."""

from flask import current_app

from engage.news.actions import ask_for_digests


def look_for_digests() -> None:
    """Have the digests of the day written, where letters can be sent."""
    if current_app.config["SETTINGS"].sends_mail:
        ask_for_digests()
