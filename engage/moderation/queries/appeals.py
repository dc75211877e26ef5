"""Appeals: what waits for an answer, and what an author reads."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select

from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.contributions.queries import visible_to
from engage.core.actors import Actor
from engage.core.db import session
from engage.core.errors import NotFound
from engage.core.i18n import Bilingual
from engage.moderation.models import Appeal, ModerationDecision
from engage.moderation.queries.history import find_refusal
from engage.moderation.queries.reasons import find_reason


@dataclass(frozen=True)
class Refusal:
    """A decision against a text as its author may read it, and the appeal to it.

    `reason` is None where a code is no longer among the reasons of the consultation.
    """

    decision: ModerationDecision
    reason: Bilingual | None
    appeal: Appeal | None


@dataclass(frozen=True)
class AppealCase:
    """An appeal with all that is needed to answer it."""

    appeal: Appeal
    decision: ModerationDecision
    contribution: Contribution
    consultation: Consultation


def get_refusal(contribution: Contribution) -> Refusal | None:
    """Return why a text is not shown and what came of an appeal, for its author."""
    if contribution.status not in {"rejected", "hidden"}:
        return None
    decision = find_refusal(contribution.id)
    if decision is None:
        return None
    reason = find_reason(contribution.consultation_id, decision.reason)
    asked = session().scalar(select(Appeal).where(Appeal.decision_id == decision.id))
    return Refusal(decision, reason.label if reason else None, asked)


def list_open_appeals(actor: Actor, most: int = 50) -> list[AppealCase]:
    """Return the appeals in the actor's scope that wait, the oldest first."""
    rows = session().execute(_cases(actor).order_by(Appeal.id).limit(most))
    return [AppealCase(*row) for row in rows]


def count_open_appeals(actor: Actor) -> int:
    """Return how many appeals in the actor's scope wait for an answer."""
    counted = select(func.count()).select_from(_cases(actor).subquery())
    return session().scalar(counted) or 0


def get_appeal(actor: Actor, appeal: str) -> AppealCase:
    """Return an appeal about a text in the actor's scope.

    Raises:
        NotFound: There is none, or it is not for this actor.
    """
    chosen = _all_cases(actor).where(Appeal.public_id == appeal)
    row = session().execute(chosen).one_or_none()
    if row is None:
        raise NotFound
    return AppealCase(*row)


def _cases(
    actor: Actor,
) -> Select[Appeal, ModerationDecision, Contribution, Consultation]:
    return _all_cases(actor).where(Appeal.answer.is_(None), Appeal.words != "")


def _all_cases(
    actor: Actor,
) -> Select[Appeal, ModerationDecision, Contribution, Consultation]:
    in_scope = visible_to(actor).with_only_columns(Contribution.id)
    return (
        select(Appeal, ModerationDecision, Contribution, Consultation)
        .join(ModerationDecision, ModerationDecision.id == Appeal.decision_id)
        .join(Contribution, Contribution.id == Appeal.contribution_id)
        .join(Consultation, Consultation.id == Contribution.consultation_id)
        .where(Contribution.id.in_(in_scope))
    )
