"""Doors that show released designs; no figure of what was heard is among it."""

from typing import Any

from engage.designs import queries
from engage.designs.api.schemas import DesignSchema, SummarySchema, bp
from engage.designs.facts import ANSWERS
from engage.designs.policy import may_read_released
from engage.designs.queries import Released
from engage.web.access import guarded, public
from engage.web.api import ListQuery, page_of, reading
from engage.web.api.lists import after


@bp.get("/designs")
@reading("reports:read")
@public
@bp.query(ListQuery)
@bp.gives(page_of(SummarySchema))
def index(query: dict[str, Any]) -> dict[str, Any]:
    """List the designs that are released."""
    part = after(
        queries.list_released(), query["listing"], lambda one: one.catchment.slug
    )
    return part | {"items": [_summary(one) for one in part["items"]]}


@bp.get("/designs/<catchment>")
@reading("reports:read")
@guarded(may_read_released, by=queries.get_released)
@bp.gives(DesignSchema)
def show(released: Released) -> dict[str, Any]:
    """Show one design as it was last released."""
    return released.content | _named(released)


def _summary(released: Released) -> dict[str, Any]:
    content = released.content
    answers = [one for one in content["answers"] if one["verdict"] in ANSWERS]
    return _named(released) | {
        "manager": content["manager"],
        "is_sample": content["is_sample"],
        "elements_written": sum(1 for one in content["elements"] if one["text"]),
        "themes_answered": len(answers),
    }


def _named(released: Released) -> dict[str, Any]:
    return {
        "catchment": released.catchment.slug,
        "release": released.number,
        "released_on": released.released_on,
    }
