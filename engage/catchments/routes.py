"""Doors to the catchments."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from engage.catchments import queries
from engage.catchments.facts import profiles
from engage.catchments.lookup import (
    area_names,
    find_named,
    find_places,
    outside_ontario,
)
from engage.core.i18n import current_language
from engage.core.i18n import gettext as _
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
        is_asked="q" in request.args,
        outside=outside_ontario(query),
        matches=find_places(query),
        catchments={item.slug: item for item in queries.list_catchments()},
    )


@bp.get("/find/line")
@public
def line() -> ResponseReturnValue:
    """Say in one line where a place lies, for a form that asks for one."""
    query = request.args.get("q", "").strip()
    named, outside = find_named(query), outside_ontario(query)
    if outside:
        told = _("%(code)s is outside Ontario.", code=outside)
    elif named is None:
        told = _("We do not know this place.")
    elif named.is_certain:
        name = area_names()[named.catchments[0]][current_language()]
        told = _("%(place)s is in %(name)s", place=named.label, name=name)
    else:
        told = _("%(place)s lies in more than one area.", place=named.label)
    return Response(told, mimetype="text/plain")
