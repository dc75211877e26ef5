"""A second, blind look at some decisions: it measures, it changes nothing."""

import hashlib
from collections.abc import Collection, Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from engage.contributions.models import Contribution
from engage.contributions.queries import visible_to
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.db import transaction
from engage.core.errors import Conflict, Invalid, NotAllowed, NotFound
from engage.core.i18n import gettext as _
from engage.moderation import queries
from engage.moderation.models import (
    SHARE_REVIEWED,
    ModerationDecision,
    SecondReview,
)
from engage.moderation.policy import may_moderate

REVIEWED = frozenset({"approve", "reject"})


def draw_reviews(
    current: Session,
    contributions: Sequence[Contribution],
    rows: Sequence[ModerationDecision],
) -> None:
    """Draw some of the decisions just taken by people, each text once."""
    drawn = {
        row.contribution_id: row.id
        for item, row in zip(contributions, rows, strict=True)
        if row.user_id is not None
        and row.decision in REVIEWED
        and row.status_before == "pending"
        and is_drawn(item.public_id)
    }
    if not drawn:
        return
    known = select(SecondReview.contribution_id).where(
        SecondReview.contribution_id.in_(drawn)
    )
    for contribution_id in current.scalars(known):
        del drawn[contribution_id]
    new = [{"contribution_id": key, "decision_id": row} for key, row in drawn.items()]
    if new:
        current.execute(insert(SecondReview), new)


def drop_reviews(current: Session, decision_ids: Collection[int]) -> None:
    """Forget that decisions were drawn which are taken back."""
    taken_back = SecondReview.decision_id.in_(decision_ids)
    open_ones = SecondReview.outcome.is_(None)
    current.execute(delete(SecondReview).where(taken_back, open_ones))


def is_drawn(public_id: str) -> bool:
    """Return whether a text is in the sample: one in ten, the same for everybody.

    Public ids are random, so their hash is as good as a die; the draw can be repeated.
    """
    digest = hashlib.sha256(f"second review\0{public_id}".encode()).digest()
    return int.from_bytes(digest[:7], "big") / 2**56 < SHARE_REVIEWED


def review(
    contribution: Contribution, outcome: str, *, reason: str = "", by: Actor
) -> SecondReview:
    """Say what one would have decided on a text, without knowing what was.

    Raises:
        Conflict: Somebody reviewed it first.
        Invalid: The outcome or the reason cannot be accepted.
        NotAllowed: The actor took the first decision, or does not moderate.
        NotFound: It was not drawn, or is outside the actor's scope.
    """
    if outcome not in {"approved", "rejected"}:
        raise Invalid(_("Choose what you would have decided."))
    _check_reason(contribution.consultation_id, outcome, reason)
    with transaction() as current:
        drawn = current.get(SecondReview, contribution.id)
        scope = visible_to(by).where(Contribution.id == contribution.id)
        if drawn is None or current.scalar(scope) is None:
            raise NotFound
        first = current.get_one(ModerationDecision, drawn.decision_id)
        if not may_moderate(by) or first.user_id == by.user_id:
            raise NotAllowed(_("Somebody else must look at your decisions."))
        if drawn.outcome is not None:
            raise Conflict(_("Somebody else has reviewed this in the meantime."))
        drawn.outcome, drawn.reason = outcome, reason
        drawn.user_id, drawn.reviewed_at = by.user_id, clock.now()
        subject = ("contribution", contribution.id)
        record(current, "moderation.decision.reviewed", by=by, subject=subject)
    return drawn


def _check_reason(consultation_id: int, outcome: str, reason: str) -> None:
    is_known = queries.find_reason(consultation_id, reason) is not None
    if (outcome == "rejected") != bool(reason) or (reason and not is_known):
        told = _("Choose one of the reasons of this consultation.")
        raise Invalid(told, {"reason": told})
