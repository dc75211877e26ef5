"""Questions about contributions."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, and_, func, or_, select

from engage.consultations.models import consultation_catchment
from engage.contributions.models import Contribution
from engage.core.actors import Actor
from engage.core.db import session
from engage.core.errors import NotFound


def visible_to(actor: Actor) -> Select[Contribution]:
    """Return the selection of contributions in the actor's scope (rule 2).

    That is the actor's catchments, and texts that name no catchment in a
    consultation held in one of them.
    """
    selected = select(Contribution)
    if actor.catchments is None:
        return selected
    held_there = select(consultation_catchment.c.consultation_id).where(
        consultation_catchment.c.catchment_id.in_(actor.catchments)
    )
    without_place = and_(
        Contribution.catchment_id.is_(None),
        Contribution.consultation_id.in_(held_there),
    )
    in_own_catchment = Contribution.catchment_id.in_(actor.catchments)
    return selected.where(or_(in_own_catchment, without_place))


def get_contribution(actor: Actor, contribution: str) -> Contribution:
    """Return a contribution by public id, if it is in the actor's catchments.

    Raises:
        NotFound: There is none, or it is not for this actor.
    """
    found = session().scalar(
        visible_to(actor).where(Contribution.public_id == contribution)
    )
    if found is None:
        raise NotFound
    return found


def list_approved(consultation_id: int) -> list[Contribution]:
    """Return all approved contributions of a consultation, by public id."""
    return list_by_status(consultation_id, "approved")


def list_by_status(consultation_id: int, status: str) -> list[Contribution]:
    """Return all contributions of a consultation with one status, by public id."""
    return list(
        session().scalars(
            select(Contribution)
            .where(
                Contribution.consultation_id == consultation_id,
                Contribution.status == status,
            )
            .order_by(Contribution.public_id)
        )
    )


def list_by_ids(ids: Collection[int]) -> dict[int, Contribution]:
    """Return contributions by id."""
    found = session().scalars(select(Contribution).where(Contribution.id.in_(ids)))
    return {item.id: item for item in found}


def list_by_voice(voice: str) -> list[Contribution]:
    """Return all texts of one response or of one participant, in order of arrival."""
    return list(
        session().scalars(
            select(Contribution)
            .where(Contribution.voice == voice)
            .order_by(Contribution.id)
        )
    )


def texts_of_voices(voices: Sequence[str]) -> dict[str, list[tuple[str, str, str]]]:
    """Return question key, text and status of all texts of each voice."""
    rows = session().execute(
        select(
            Contribution.voice,
            Contribution.prompt_key,
            Contribution.text,
            Contribution.status,
        )
        .where(Contribution.voice.in_(voices))
        .order_by(Contribution.id)
    )
    found: dict[str, list[tuple[str, str, str]]] = {}
    for voice, key, text, status in rows:
        found.setdefault(voice, []).append((key, text, status))
    return found


def count_by_status(consultation_id: int) -> dict[str, int]:
    """Return how many contributions of a consultation have each status."""
    rows = session().execute(
        select(Contribution.status, func.count())
        .where(Contribution.consultation_id == consultation_id)
        .group_by(Contribution.status)
    )
    return {status: int(count) for status, count in rows}
