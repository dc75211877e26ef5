"""Questions about catchments."""

from sqlalchemy import select

from engage.catchments.facts import shapes
from engage.catchments.models import Catchment
from engage.core.actors import Actor
from engage.core.db import session
from engage.core.errors import NotFound
from engage.core.i18n import current_language


def list_catchments() -> list[Catchment]:
    """Return all catchments in alphabetical order of their slugs."""
    return list(session().scalars(select(Catchment).order_by(Catchment.slug)))


def get_catchment(actor: Actor, catchment: str) -> Catchment:
    """Return a catchment by slug; all are public.

    Raises:
        NotFound: There is none.
    """
    del actor
    found = session().scalar(select(Catchment).where(Catchment.slug == catchment))
    if found is None:
        raise NotFound
    return found


def map_areas() -> list[dict[str, str]]:
    """Return slug, name and outline of each catchment for the map on a page."""
    language = current_language()
    drawn = shapes()
    return [
        {"slug": item.slug, "name": item.name[language], "d": drawn[item.slug].d}
        for item in list_catchments()
    ]
