"""Questions about what waits."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.contributions.models import Contribution, Flag
from engage.contributions.queries import visible_to
from engage.core import clock
from engage.core.actors import Actor
from engage.core.db import session
from engage.moderation.models import Claim

NO_PLACE = "none"
# What waits: not public yet, public but unread, flagged by readers.
STATES = ("pending", "unread", "flagged")


@dataclass(frozen=True)
class QueueFilter:
    """What part of the queue somebody works on; empty means all of it.

    `catchment` is a slug, or "none" for texts that name no catchment; `state` is one
    of STATES; `campaign` is its mark.
    """

    catchment: str = ""
    kind: str = ""
    language: str = ""
    days: int = 0
    state: str = ""
    campaign: str = ""


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
    waiting = visible_to(actor).where(is_waiting()).subquery()
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
    """Return the text that has waited longest and nobody else is reading.

    `after` is a public id: what comes after a skipped one.
    """
    selected = _waiting(actor, consultation, only)
    if after:
        skipped = select(Contribution.id).where(Contribution.public_id == after)
        selected = selected.where(Contribution.id > skipped.scalar_subquery())
    taken = select(Claim.contribution_id).where(_is_claimed_by_others(actor))
    free = selected.where(Contribution.id.not_in(taken))
    return session().scalar(free.order_by(Contribution.id).limit(1))


def is_behind(contribution: Contribution, skipped: str) -> bool:
    """Return whether a text comes after a skipped one, named by its public id."""
    found = select(Contribution.id).where(Contribution.public_id == skipped)
    place = session().scalar(found)
    return place is not None and contribution.id > place


def count_read_by_others(
    actor: Actor, consultation: Consultation, only: QueueFilter
) -> int:
    """Return how many texts in a part of the queue others are reading now."""
    waiting = _waiting(actor, consultation, only).subquery()
    counted = (
        select(func.count())
        .select_from(Claim)
        .join(waiting, waiting.c.id == Claim.contribution_id)
    )
    return session().scalar(counted.where(_is_claimed_by_others(actor))) or 0


def list_part(
    actor: Actor, consultation: Consultation, only: QueueFilter, most: int
) -> list[Contribution]:
    """Return the texts of a part of the queue, the oldest first."""
    selected = _waiting(actor, consultation, only).order_by(Contribution.id)
    return list(session().scalars(selected.limit(most)))


def list_chosen(actor: Actor, public_ids: Collection[str]) -> list[Contribution]:
    """Return texts of the actor's scope by public id, the oldest first."""
    chosen = visible_to(actor).where(Contribution.public_id.in_(public_ids))
    return list(session().scalars(chosen.order_by(Contribution.id)))


def count_campaigns(actor: Actor, consultation: Consultation) -> dict[str, int]:
    """Return how many texts of each campaign wait, by the campaign's mark."""
    waiting = _waiting(actor, consultation, QueueFilter()).subquery()
    rows = session().execute(
        select(waiting.c.campaign, func.count())
        .where(waiting.c.campaign.is_not(None))
        .group_by(waiting.c.campaign)
        .order_by(waiting.c.campaign)
    )
    return {mark: int(number) for mark, number in rows}


def list_flags(contribution_id: int) -> list[Flag]:
    """Return what readers say is wrong with a text and nobody has looked at since."""
    flags = select(Flag).where(
        Flag.contribution_id == contribution_id, Flag.is_open.is_(True)
    )
    return list(session().scalars(flags.order_by(Flag.flagged_on, Flag.voice)))


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
            is_waiting(),
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
        Contribution.consultation_id == consultation.id, is_waiting()
    )
    return selected.where(*_conditions(only))


def is_waiting() -> ColumnElement[bool]:
    """Return the condition that a person must read a text: new, unread or flagged."""
    needs_eyes = or_(Contribution.is_unread.is_(True), _is_flagged())
    return or_(
        Contribution.status == "pending",
        and_(Contribution.status == "approved", needs_eyes),
    )


def _is_flagged() -> ColumnElement[bool]:
    flagged = select(Flag.contribution_id).where(Flag.is_open.is_(True))
    return Contribution.id.in_(flagged)


def _is_claimed_by_others(actor: Actor) -> ColumnElement[bool]:
    return and_(Claim.user_id != actor.user_id, Claim.ends_at > clock.now())


def _conditions(only: QueueFilter) -> list[ColumnElement[bool]]:
    equal = {
        Contribution.kind: only.kind,
        Contribution.language: only.language,
        Contribution.campaign: only.campaign,
    }
    conditions = [column == value for column, value in equal.items() if value]
    if only.catchment:
        conditions.append(_is_in(only.catchment))
    if only.days:
        latest = clock.today() - timedelta(days=only.days)
        conditions.append(Contribution.received_on <= latest)
    if only.state:
        conditions.append(_is_in_state(only.state))
    return conditions


def _is_in(catchment: str) -> ColumnElement[bool]:
    if catchment == NO_PLACE:
        return Contribution.catchment_id.is_(None)
    place = select(Catchment.id).where(Catchment.slug == catchment)
    return Contribution.catchment_id == place.scalar_subquery()


def _is_in_state(state: str) -> ColumnElement[bool]:
    if state == "flagged":
        return _is_flagged()
    is_new = Contribution.status == "pending"
    return is_new if state == "pending" else not_(is_new)
