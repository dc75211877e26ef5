"""Questions about what waits."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, func, select

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.contributions.models import Contribution, Flag
from engage.contributions.queries import visible_to
from engage.core import clock
from engage.core.actors import Actor
from engage.core.db import session

NO_PLACE = "none"


@dataclass(frozen=True)
class QueueFilter:
    """What part of the queue somebody works on; empty means all of it.

    `catchment` is a slug, or "none" for texts that name no catchment.
    """

    catchment: str = ""
    kind: str = ""
    language: str = ""
    days: int = 0


@dataclass(frozen=True)
class Pile:
    """How many texts wait in one catchment of a consultation, and since when."""

    consultation: Consultation
    catchment: Catchment | None
    waiting: int
    oldest: date


@dataclass(frozen=True)
class Waiting:
    """A text that waits, with the slugs of its consultation and its catchment."""

    contribution: Contribution
    consultation: str
    catchment: str | None


def list_piles(actor: Actor) -> list[Pile]:
    """Return what waits in the actor's scope, the oldest consultation first."""
    waiting = visible_to(actor).where(Contribution.status == "pending").subquery()
    rows = session().execute(
        select(
            Consultation,
            Catchment,
            func.count(waiting.c.id),
            func.min(waiting.c.received_on),
        )
        .join(Consultation, Consultation.id == waiting.c.consultation_id)
        .outerjoin(Catchment, Catchment.id == waiting.c.catchment_id)
        .group_by(Consultation.id, Catchment.id)
        .order_by(Consultation.closes_on, Consultation.id, Catchment.slug)
    )
    return [Pile(*row) for row in rows]


def count_waiting(actor: Actor, consultation: Consultation, only: QueueFilter) -> int:
    """Return how many texts wait in a part of the queue."""
    waiting = _waiting(actor, consultation, only).subquery()
    return session().scalar(select(func.count()).select_from(waiting)) or 0


def find_next(
    actor: Actor, consultation: Consultation, only: QueueFilter, after: str = ""
) -> Contribution | None:
    """Return the text that has waited longest, or the next one after a skipped one."""
    selected = _waiting(actor, consultation, only)
    if after:
        skipped = select(Contribution.id).where(Contribution.public_id == after)
        selected = selected.where(Contribution.id > skipped.scalar_subquery())
    return session().scalar(selected.order_by(Contribution.id).limit(1))


def list_waiting(
    actor: Actor, consultation: str, only: QueueFilter, after: str, most: int
) -> list[Waiting]:
    """Return texts that wait in the actor's scope by public id, from after one on.

    An empty `consultation` means all of them.
    """
    selected = (
        visible_to(actor)
        .add_columns(Consultation.slug, Catchment.slug)
        .join(Consultation, Consultation.id == Contribution.consultation_id)
        .outerjoin(Catchment, Catchment.id == Contribution.catchment_id)
        .where(
            Contribution.status == "pending",
            Contribution.public_id > after,
            *_conditions(only),
        )
    )
    if consultation:
        selected = selected.where(Consultation.slug == consultation)
    rows = session().execute(selected.order_by(Contribution.public_id).limit(most))
    return [Waiting(*row) for row in rows]


def list_flagged(contribution_ids: Collection[int]) -> set[int]:
    """Return which of some texts readers have flagged and nobody has read since."""
    flagged = select(Flag.contribution_id).where(
        Flag.contribution_id.in_(contribution_ids), Flag.is_open.is_(True)
    )
    return set(session().scalars(flagged))


def list_languages(actor: Actor, consultation: Consultation) -> list[str]:
    """Return the languages of the texts in the actor's part of a consultation."""
    there = visible_to(actor).where(Contribution.consultation_id == consultation.id)
    spoken = select(there.subquery().c.language).distinct()
    return sorted(session().scalars(spoken))


def _waiting(
    actor: Actor, consultation: Consultation, only: QueueFilter
) -> Select[Contribution]:
    selected = visible_to(actor).where(
        Contribution.consultation_id == consultation.id,
        Contribution.status == "pending",
    )
    return selected.where(*_conditions(only))


def _conditions(only: QueueFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if only.catchment == NO_PLACE:
        conditions.append(Contribution.catchment_id.is_(None))
    elif only.catchment:
        place = select(Catchment.id).where(Catchment.slug == only.catchment)
        conditions.append(Contribution.catchment_id == place.scalar_subquery())
    if only.kind:
        conditions.append(Contribution.kind == only.kind)
    if only.language:
        conditions.append(Contribution.language == only.language)
    if only.days:
        latest = clock.today() - timedelta(days=only.days)
        conditions.append(Contribution.received_on <= latest)
    return conditions
