"""What was decided, by whom, and what of it can be taken back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, func, or_, select

from engage.consultations.models import Consultation
from engage.contributions.models import Contribution, EarlierWording
from engage.contributions.queries import visible_to
from engage.core import clock
from engage.core.actors import Actor
from engage.core.db import session
from engage.core.i18n import Bilingual
from engage.moderation.models import OUTCOMES, ModerationDecision
from engage.moderation.policy import UNDO_WITHIN, is_undoable_by
from engage.moderation.queries.reasons import list_reasons
from engage.people.models import User

REFUSALS = ("reject", "hide", "merge")


@dataclass(frozen=True)
class PastDecision:
    """A decision with the name of the one who took it and the reason in words."""

    row: ModerationDecision
    name: str
    reason: Bilingual | None


@dataclass(frozen=True)
class Pace:
    """How one moderator is getting on."""

    today: int
    last_hour: int


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


def find_own_last(
    actor: Actor, consultation: Consultation
) -> tuple[ModerationDecision, Contribution] | None:
    """Return the actor's last decision here, with its text.

    None if it can no longer be taken back; an undo itself is told as well.
    """
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
    if row is None:
        return None
    last, text = row
    is_told = last.decision == "undo" or is_undoable_by(actor, last, moment)
    return (last, text) if is_told else None


def list_decided_together(decision: ModerationDecision) -> list[ModerationDecision]:
    """Return what was decided at once with a decision, itself included.

    One press of a button is one person at one moment: all its rows carry that moment.
    """
    rows = select(ModerationDecision).where(*_together(decision))
    return list(session().scalars(rows.order_by(ModerationDecision.contribution_id)))


def count_decided_together(decision: ModerationDecision) -> int:
    """Return on how many texts a decision was taken at once."""
    counted = select(func.count()).where(*_together(decision))
    return session().scalar(counted) or 1


def _together(decision: ModerationDecision) -> tuple[ColumnElement[bool], ...]:
    alike = ("undo",) if decision.decision == "undo" else tuple(OUTCOMES)
    return (
        ModerationDecision.user_id == decision.user_id,
        ModerationDecision.decided_at == decision.decided_at,
        ModerationDecision.decision.in_(alike),
    )


def get_pace(actor: Actor, since: datetime) -> Pace:
    """Return how many texts the actor decided on since a moment, and in an hour.

    What was taken back does not count.
    """
    hour_ago = clock.now() - timedelta(hours=1)
    one = case((ModerationDecision.decision == "undo", -1), else_=1)
    counts = select(
        func.sum(case((ModerationDecision.decided_at >= since, one), else_=0)),
        func.sum(case((ModerationDecision.decided_at >= hour_ago, one), else_=0)),
    ).where(
        ModerationDecision.user_id == actor.user_id,
        ModerationDecision.decided_at >= min(since, hour_ago),
    )
    today, hour = session().execute(counts).one()
    return Pace(max(0, today or 0), max(0, hour or 0))


def count_earlier_wordings(contribution_id: int) -> int:
    """Return how often the words of a text were changed."""
    counted = select(func.count()).where(
        EarlierWording.contribution_id == contribution_id
    )
    return session().scalar(counted) or 0


def list_related(actor: Actor, contribution: Contribution) -> list[Contribution]:
    """Return what a text was split from or into, and what says the same (lineage)."""
    up = (contribution.part_of_id, contribution.same_as_id)
    selected = visible_to(actor).where(
        or_(
            Contribution.id.in_([id_ for id_ in up if id_ is not None]),
            Contribution.part_of_id == contribution.id,
            Contribution.same_as_id == contribution.id,
        )
    )
    return list(session().scalars(selected.order_by(Contribution.id)))


def list_earlier_wordings(contribution_id: int) -> list[EarlierWording]:
    """Return what a text said before it was changed, the newest first."""
    wordings = select(EarlierWording).where(
        EarlierWording.contribution_id == contribution_id
    )
    newest_first = EarlierWording.version.desc()
    return list(session().scalars(wordings.order_by(newest_first)))


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


def find_refusal(contribution_id: int) -> ModerationDecision | None:
    """Return the newest decision that took a text away from readers, or None.

    A comment that was split is not refused: its parts stand for it.
    """
    newest = session().scalar(
        select(ModerationDecision)
        .where(
            ModerationDecision.contribution_id == contribution_id,
            ModerationDecision.decision.in_((*REFUSALS, "split")),
            ModerationDecision.status_after.in_(("rejected", "hidden")),
        )
        .order_by(ModerationDecision.id.desc())
        .limit(1)
    )
    return None if newest is None or newest.decision == "split" else newest


def has_parts_in_place(contribution_ids: Collection[int]) -> bool:
    """Return whether parts stand in the place of one of some comments."""
    parts = select(Contribution.id).where(
        Contribution.part_of_id.in_(contribution_ids), Contribution.kind == "comment"
    )
    return session().scalar(parts.limit(1)) is not None
