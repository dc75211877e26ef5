"""Questions about the queue and about what was decided."""

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import ColumnElement, Select, func, select

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.contributions.queries import visible_to
from engage.core import clock
from engage.core.actors import Actor
from engage.core.config import PACKAGE
from engage.core.db import session
from engage.core.i18n import Bilingual
from engage.moderation.models import (
    ModerationDecision,
    ModerationReason,
    Reason,
)
from engage.moderation.policy import UNDO_WITHIN, is_undoable_by
from engage.people.models import User

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


@dataclass(frozen=True)
class Pace:
    """How one moderator is getting on."""

    today: int
    last_hour: int


@dataclass(frozen=True)
class PastDecision:
    """A decision with the name of the one who took it and the reason in words."""

    row: ModerationDecision
    name: str
    reason: Bilingual | None


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


def list_languages(actor: Actor, consultation: Consultation) -> list[str]:
    """Return the languages of the texts in the actor's part of a consultation."""
    there = visible_to(actor).where(Contribution.consultation_id == consultation.id)
    spoken = select(there.subquery().c.language).distinct()
    return sorted(session().scalars(spoken))


def list_reasons(consultation_id: int) -> list[Reason]:
    """Return the reasons of a consultation: its own, or the usual ones."""
    rows = session().scalars(
        select(ModerationReason)
        .where(ModerationReason.consultation_id == consultation_id)
        .order_by(ModerationReason.position, ModerationReason.code)
    )
    own = [Reason(row.code, row.label) for row in rows]
    return own or list(usual_reasons())


@cache
def usual_reasons() -> tuple[Reason, ...]:
    """Return the reasons of every consultation that has not chosen its own."""
    path = PACKAGE / "data" / "moderation_reasons.csv"
    with path.open(encoding="utf-8") as file:
        return tuple(
            Reason(row["code"], Bilingual(row["en"], row["fr"]))
            for row in csv.DictReader(file)
        )


def find_reason(consultation_id: int, code: str) -> Reason | None:
    """Return a reason of a consultation by its code, or None."""
    found = (item for item in list_reasons(consultation_id) if item.code == code)
    return next(found, None)


def find_last_decision(contribution_id: int) -> ModerationDecision | None:
    """Return the newest decision on a contribution, or None."""
    return session().scalar(
        select(ModerationDecision)
        .where(ModerationDecision.contribution_id == contribution_id)
        .order_by(ModerationDecision.id.desc())
        .limit(1)
    )


def list_undos(contribution_ids: Collection[int]) -> dict[int, ModerationDecision]:
    """Return the newest undo of each contribution that has one."""
    found = session().scalars(
        select(ModerationDecision)
        .where(
            ModerationDecision.contribution_id.in_(contribution_ids),
            ModerationDecision.decision == "undo",
        )
        .order_by(ModerationDecision.id)
    )
    return {row.contribution_id: row for row in found}


def find_undoable(
    actor: Actor, consultation: Consultation
) -> tuple[ModerationDecision, Contribution] | None:
    """Return the actor's last decision here, with its text, if it can be taken back."""
    moment = clock.now()
    row = (
        session()
        .execute(
            select(ModerationDecision, Contribution)
            .join(Contribution, Contribution.id == ModerationDecision.contribution_id)
            .where(
                Contribution.consultation_id == consultation.id,
                ModerationDecision.user_id == actor.user_id,
                ModerationDecision.decided_at >= moment - UNDO_WITHIN,
                ModerationDecision.contribution_version == Contribution.version,
            )
            .order_by(ModerationDecision.id.desc())
            .limit(1)
        )
        .one_or_none()
    )
    if row is None or not is_undoable_by(actor, row[0], moment):
        return None
    return row[0], row[1]


def get_pace(actor: Actor, since: datetime) -> Pace:
    """Return how many texts the actor decided on since a moment, and in an hour."""
    hour_ago = clock.now() - timedelta(hours=1)
    decided = select(func.count()).where(
        ModerationDecision.user_id == actor.user_id,
        ModerationDecision.decision != "undo",
    )
    today = session().scalar(decided.where(ModerationDecision.decided_at >= since))
    hour = session().scalar(decided.where(ModerationDecision.decided_at >= hour_ago))
    return Pace(today or 0, hour or 0)


def list_history(contribution: Contribution) -> list[PastDecision]:
    """Return what was decided on a contribution, the newest first."""
    reasons = _labels(contribution.consultation_id)
    rows = session().execute(
        select(ModerationDecision, User.name, User.email)
        .outerjoin(User, User.id == ModerationDecision.user_id)
        .where(ModerationDecision.contribution_id == contribution.id)
        .order_by(ModerationDecision.id.desc())
    )
    return [
        PastDecision(row, name or email or "", reasons.get(row.reason))
        for row, name, email in rows
    ]


def _labels(consultation_id: int) -> Mapping[str, Bilingual]:
    return {item.code: item.label for item in list_reasons(consultation_id)}


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
