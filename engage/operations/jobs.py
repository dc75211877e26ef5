"""Doors for background work of the house itself: sending letters."""

from collections.abc import Mapping
from typing import Any

from flask import current_app

from engage.core.mail import send_due_letters, sender_of, wake_sending
from engage.core.worker import Progress


def send_letters(
    _payload: Mapping[str, Any], _actor_id: int | None, _progress: Progress
) -> None:
    """Send the letters that are due."""
    send_due_letters(sender_of(current_app.config["SETTINGS"]))


def look_for_letters() -> None:
    """Have letters sent whose next try has come; without a mail server none is."""
    if current_app.config["SETTINGS"].sends_mail:
        wake_sending()
