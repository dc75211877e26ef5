"""What the doors to reports share."""

from flask import Blueprint, current_app

from engage.reports import actions

bp = Blueprint("reports", __name__)


def press() -> actions.Press:
    """Return what this installation publishes with."""
    return actions.press_of(current_app.config["SETTINGS"])
