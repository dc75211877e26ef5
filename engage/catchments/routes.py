"""Doors to the catchments."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from engage.catchments import queries
from engage.catchments.facts import profiles
from engage.catchments.lookup import find_places
from engage.web.access import public

bp = Blueprint("catchments", __name__)


@bp.get("/catchments/")
@public
def index() -> ResponseReturnValue:
    """Show all catchments, on a map and in a list."""
    return render_template(
        "catchments/index.html",
        catchments=queries.list_catchments(),
        areas=queries.map_areas(),
        profiles=profiles(),
    )


@bp.get("/find")
@public
def find() -> ResponseReturnValue:
    """Find a catchment by postal code, municipality or place; keep nothing."""
    query = request.args.get("q", "").strip()
    return render_template(
        "catchments/find.html",
        query=query[:100],
        matches=find_places(query),
        catchments={item.slug: item for item in queries.list_catchments()},
    )
