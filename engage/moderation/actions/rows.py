"""What every decision shares: texts loaded in scope, a row that stays, who is told."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from engage.contributions.models import GONE, Contribution
from engage.contributions.queries import visible_to
from engage.core.actors import Actor
from engage.core.errors import Conflict, Gone, NotAllowed, NotFound
from engage.core.events import announce
from engage.core.i18n import gettext as _
from engage.moderation.models import Claim, ModerationDecision, Verdict
from engage.moderation.policy import may_moderate


def load(
    current: Session, versions: Mapping[int, int], *, by: Actor
) -> list[Contribution]:
    """Return contributions {id: version}, as new as the caller saw them.

    Raises:
        NotFound: One of them is outside the actor's scope.
        NotAllowed: The actor does not moderate.
        Conflict: Somebody changed one of them since.
        Gone: The author of one of them took it back.
    """
    selected = visible_to(by).where(Contribution.id.in_(versions))
    found = list(current.scalars(selected.order_by(Contribution.id)))
    if len(found) != len(versions):
        raise NotFound
    if not may_moderate(by):
        raise NotAllowed
    if any(item.status in GONE for item in found):
        raise Gone
    if any(item.version != versions[item.id] for item in found):
        raise Conflict(_("Somebody else decided on this in the meantime."))
    return found


def decision_row(
    contribution: Contribution,
    before: str,
    verdict: Verdict,
    by: Actor,
    moment: datetime,
) -> ModerationDecision:
    """Return the row of a decision; the version counts one up when it is written."""
    return ModerationDecision(
        contribution_id=contribution.id,
        contribution_version=contribution.version + 1,
        decision=verdict.decision,
        reason=verdict.reason,
        note=verdict.note,
        status_before=before,
        status_after=contribution.status,
        user_id=by.user_id,
        decided_at=moment,
    )


def write(
    current: Session,
    contributions: Sequence[Contribution],
    rows: Sequence[ModerationDecision],
) -> None:
    """Write decisions, let go of the texts and tell the other rooms.

    Each text gets a new version even where nothing of it changed: of two people who
    saw the same one, only the first decides (rule 24).
    """
    for item in contributions:
        flag_modified(item, "status")
    current.add_all(rows)
    current.flush()
    ids = [item.id for item in contributions]
    current.execute(delete(Claim).where(Claim.contribution_id.in_(ids)))
    announce("contribution.decided", current=current, contributions=contributions)
