"""Doors of the API to the catchments."""

from typing import Any

from marshmallow import Schema, fields, validate

from engage.catchments import queries
from engage.catchments.facts import profiles
from engage.catchments.lookup import LONGEST_QUERY, find_places
from engage.catchments.models import Catchment
from engage.web.access import public
from engage.web.api import ApiBlueprint, ListQuery, Pair, RequestSchema, page_of
from engage.web.api.lists import after

bp = ApiBlueprint(
    "catchments",
    __name__,
    description="The 15 areas of employment services, and finding one's own.",
)


class CatchmentSchema(Schema):
    """One of the 15 areas, and what the 2021 census says of it."""

    slug = fields.String(required=True)
    name = fields.Nested(Pair, required=True)
    service_system_manager = fields.Nested(Pair, required=True)
    population = fields.Integer(required=True)
    land_area_km2 = fields.Float(required=True)
    phase = fields.String(required=True)


class PlaceQuery(RequestSchema):
    """A postal code, a municipality or a community."""

    q = fields.String(required=True, validate=validate.Length(max=LONGEST_QUERY))


class PlaceSchema(Schema):
    """A place that fits, and the catchments it may lie in: one where that is certain.

    `kind` is postal, municipality or community.
    """

    label = fields.String(required=True)
    kind = fields.String(required=True)
    catchments = fields.List(fields.String(), required=True)
    is_certain = fields.Boolean(required=True)


@bp.get("/catchments")
@public
@bp.query(ListQuery)
@bp.gives(page_of(CatchmentSchema))
def index(query: dict[str, Any]) -> dict[str, Any]:
    """List the catchments."""
    part = after(queries.list_catchments(), query["listing"], lambda item: item.slug)
    return part | {"items": [_shown(item) for item in part["items"]]}


@bp.get("/catchments/find")
@public
@bp.query(PlaceQuery)
@bp.gives(page_of(PlaceSchema))
def find(query: dict[str, Any]) -> dict[str, Any]:
    """Find catchments by postal code, municipality or community; keep nothing."""
    return {"items": find_places(query["q"]), "next": None}


def _shown(catchment: Catchment) -> dict[str, Any]:
    profile = profiles()[catchment.slug]
    return {
        "slug": catchment.slug,
        "name": catchment.name,
        "service_system_manager": catchment.ssm_name,
        "population": profile.population,
        "land_area_km2": profile.land_area,
        "phase": profile.phase,
    }
