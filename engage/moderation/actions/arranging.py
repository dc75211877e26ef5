"""Put aside a text that says the same again."""

from engage.contributions.models import Contribution
from engage.contributions.queries import visible_to
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record_detailed
from engage.core.db import transaction
from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.i18n import gettext as _
from engage.moderation.actions.rows import decision_row, load, write
from engage.moderation.models import ModerationDecision, Verdict

SHOWN = ("pending", "approved")


def merge(
    contribution: Contribution, same_as: str, *, version: int, by: Actor
) -> ModerationDecision:
    """Put aside a text whose author had said the same already; `same_as` stays.

    `same_as` is a public id. Nobody's votes move: those on either stay where they are.

    Raises:
        NotFound, NotAllowed, Conflict, Gone: As in `decide`, for either text.
        Invalid: They are the same text, or belong to two consultations.
    """
    with transaction() as current:
        fresh = load(current, {contribution.id: version}, by=by)[0]
        scope = visible_to(by).where(Contribution.public_id == same_as)
        kept = current.scalar(scope)
        if kept is None:
            raise NotFound
        if kept.id == fresh.id or kept.consultation_id != fresh.consultation_id:
            raise Invalid(_("Choose another text of the same consultation."))
        if kept.status not in SHOWN or fresh.status not in SHOWN:
            raise Conflict(_("That cannot be decided on it as it stands now."))
        before = fresh.status
        fresh.status, fresh.same_as_id = "hidden", kept.id
        row = decision_row(fresh, before, Verdict("merge"), by, clock.now())
        row.was_unread = fresh.is_unread
        fresh.is_unread, fresh.received_hour = False, None
        write(current, [fresh], [row])
        record_detailed(
            current,
            "moderation.contribution.merged",
            by=by,
            subject=("contribution", fresh.id),
            detail={"same_as": kept.id},
        )
    return row
