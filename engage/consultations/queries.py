"""Questions about consultations."""

from sqlalchemy import Select, false, func, select

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.core.actors import Actor, Role
from engage.core.db import session
from engage.core.errors import NotFound
from engage.core.search import found
from engage.core.stems import Query


def get_public_consultation(actor: Actor, consultation: str) -> Consultation:
    """Return a consultation that everybody may see, or a draft of one's own scope.

    Raises:
        NotFound: There is none, or it is a draft of somebody else.
    """
    found = find_consultation(consultation)
    if found is None or not (found.is_public or is_in_scope(actor, found)):
        raise NotFound
    return found


def get_managed_consultation(actor: Actor, consultation: str) -> Consultation:
    """Return a consultation in which the actor works.

    Raises:
        NotFound: There is none, or it lies outside the actor's catchments.
    """
    found = find_consultation(consultation)
    if found is None or not is_in_scope(actor, found):
        raise NotFound
    return found


def find_consultation(slug: str) -> Consultation | None:
    """Return a consultation by slug, or None."""
    return session().scalar(select(Consultation).where(Consultation.slug == slug))


def get_consultation_by_id(consultation_id: int) -> Consultation:
    """Return a consultation by id.

    Raises:
        NotFound: There is none.
    """
    found = session().get(Consultation, consultation_id)
    if found is None:
        raise NotFound
    return found


def is_in_scope(actor: Actor, consultation: Consultation) -> bool:
    """Return whether a member of staff works in one of its catchments."""
    if not (actor.is_signed_in or actor.is_system):
        return False
    if actor.catchments is None:
        return True
    return any(item.id in actor.catchments for item in consultation.catchments)


def list_public_consultations() -> list[Consultation]:
    """Return all consultations that everybody may see, the newest first."""
    return list(
        session().scalars(
            select(Consultation)
            .where(Consultation.state != "draft")
            .order_by(Consultation.opens_on.desc(), Consultation.slug)
        )
    )


def search_consultations(query: Query, most: int) -> list[Consultation]:
    """Return public consultations whose texts have all the words, the best first."""
    if query.is_blank:
        return []
    entry = found("consultation", query).subquery()
    return list(
        session().scalars(
            select(Consultation)
            .join(entry, entry.c.owner_id == Consultation.id)
            .where(Consultation.state != "draft")
            .order_by(entry.c.place, Consultation.slug)
            .limit(most)
        )
    )


def list_managed_consultations(actor: Actor) -> list[Consultation]:
    """Return the consultations in which the actor works, the newest first."""
    return list(session().scalars(_managed(actor)))


def page_of_managed(
    actor: Actor, number: int, size: int
) -> tuple[list[Consultation], int]:
    """Return one page of them, counted from 1, and how many there are in all."""
    selected = _managed(actor)
    total = session().scalar(
        select(func.count()).select_from(selected.order_by(None).subquery())
    )
    some = selected.limit(size).offset((number - 1) * size)
    return list(session().scalars(some)), int(total or 0)


def _managed(actor: Actor) -> Select[Consultation]:
    selected = select(Consultation).order_by(
        Consultation.opens_on.desc(), Consultation.slug
    )
    if not actor.has_role(Role.FACILITATOR, Role.PUBLISHER, Role.ADMIN):
        return selected.where(false())
    if actor.catchments is None:
        return selected
    in_scope = Consultation.catchments.any(Catchment.id.in_(actor.catchments))
    return selected.where(in_scope)
