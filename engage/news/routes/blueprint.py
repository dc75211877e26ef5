"""Where the doors of this room are gathered."""

from flask import Blueprint

bp = Blueprint("news", __name__)
