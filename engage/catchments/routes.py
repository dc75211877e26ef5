"""Doors to the catchments."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from engage.catchments import queries
from engage.web.access import public

bp = Blueprint("catchments", __name__)


@bp.get("/catchments/")
@public
def index() -> ResponseReturnValue:
    """Show all catchments, on a map and in a list."""
    return render_template("catchments/index.html", catchments=queries.list_catchments())
