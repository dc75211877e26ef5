"""Questions about the elements that every design is read by."""

from sqlalchemy import func, select

from engage.core.actors import Actor
from engage.core.db import session
from engage.core.errors import NotFound
from engage.designs.models import DesignElement


def list_elements(*, with_retired: bool = False) -> list[DesignElement]:
    """Return the elements in their order."""
    chosen = select(DesignElement).order_by(DesignElement.position, DesignElement.slug)
    if not with_retired:
        chosen = chosen.where(DesignElement.is_retired.is_(False))
    return list(session().scalars(chosen))


def find_element(slug: str) -> DesignElement | None:
    """Return an element by slug, or None."""
    return session().scalar(select(DesignElement).where(DesignElement.slug == slug))


def get_element(actor: Actor, element: str) -> DesignElement:
    """Return an element by slug; the list is the same for everybody.

    Raises:
        NotFound: There is none.
    """
    del actor
    found = find_element(element)
    if found is None:
        raise NotFound
    return found


def next_position() -> int:
    """Return the place of an element that is added at the end."""
    return (session().scalar(select(func.max(DesignElement.position))) or 0) + 1
