"""Doors that show consultations."""

from typing import Any

from engage.consultations import queries
from engage.consultations.api.schemas import ConsultationSchema, bp, shown_consultation
from engage.web.access import current_actor, public
from engage.web.api import ListQuery, page_of, reading
from engage.web.api.lists import after


@bp.get("/consultations")
@public
@bp.query(ListQuery)
@bp.gives(page_of(ConsultationSchema))
def index(query: dict[str, Any]) -> dict[str, Any]:
    """List the consultations that everybody may see."""
    found = queries.list_public_consultations()
    part = after(found, query["listing"], lambda item: item.slug)
    return part | {"items": [shown_consultation(item) for item in part["items"]]}


@bp.get("/consultations/<consultation>")
@reading("admin")
@public
@bp.gives(ConsultationSchema)
def show(consultation: str) -> dict[str, Any]:
    """Show a consultation; a draft only to those who work on it."""
    found = queries.get_public_consultation(current_actor(), consultation)
    return shown_consultation(found)
