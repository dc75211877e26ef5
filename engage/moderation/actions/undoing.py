"""Take back one's own last decision, whatever it was, on one text or on many."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from engage.contributions.models import Contribution
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record_detailed
from engage.core.db import transaction
from engage.core.errors import Conflict, NotFound
from engage.core.i18n import gettext as _
from engage.moderation import queries
from engage.moderation.actions.reviewing import drop_reviews
from engage.moderation.actions.rows import decision_row, load, write
from engage.moderation.actions.splitting import join, put_words_back
from engage.moderation.models import ModerationDecision, Verdict
from engage.moderation.policy import is_undoable_by


def undo(contribution: Contribution, *, version: int, by: Actor) -> ModerationDecision:
    """Take back one's own last decision; this too is a row that stays.

    Raises:
        NotFound: The contribution is outside the actor's scope, or was not decided.
        Conflict: Somebody changed it since, or too much time has passed.
    """
    with transaction() as current:
        fresh = load(current, {contribution.id: version}, by=by)[0]
        last = _undoable(fresh, by)
        row = _take_back(current, {last: fresh}, by)[0]
        record_detailed(
            current,
            "moderation.decision.undone",
            by=by,
            subject=("contribution", fresh.id),
            detail={"decision": last.decision},
        )
    return row


def undo_together(
    contribution: Contribution, *, version: int, by: Actor
) -> list[ModerationDecision]:
    """Take back one's own last decision on a text, and on all decided with it.

    All of them come back, or none: what somebody changed since is not overruled.

    Raises:
        NotFound, Conflict: As `undo`, for any of them.
    """
    with transaction() as current:
        last = _undoable(load(current, {contribution.id: version}, by=by)[0], by)
        decided = queries.list_decided_together(last)
        versions = {row.contribution_id: row.contribution_version for row in decided}
        found = {item.id: item for item in load(current, versions, by=by)}
        pairs = {row: found[row.contribution_id] for row in decided}
        rows = _take_back(current, pairs, by)
        record_detailed(
            current,
            "moderation.decisions.undone",
            by=by,
            subject=("contributions", len(rows)),
            detail={"decision": last.decision, "contributions": sorted(versions)},
        )
    return rows


def _undoable(fresh: Contribution, by: Actor) -> ModerationDecision:
    """Return the last decision on a text, if the actor may still take it back."""
    last = queries.find_last_decision(fresh.id)
    if last is None:
        raise NotFound
    is_latest = last.contribution_version == fresh.version
    if not is_latest or not is_undoable_by(by, last, clock.now()):
        raise Conflict(_("This decision can no longer be taken back."))
    return last


def _take_back(
    current: Session, decided: Mapping[ModerationDecision, Contribution], by: Actor
) -> list[ModerationDecision]:
    """Put texts back as they were before decisions, each with a row that says so."""
    rows, moment = [], clock.now()
    # Each text is written once, so that its version counts one up.
    with current.no_autoflush:
        for last, fresh in decided.items():
            row = decision_row(fresh, last.status_after, Verdict("undo"), by, moment)
            _put_back(current, fresh, last)
            row.status_after = fresh.status
            row.hours_waited, row.was_unread = last.hours_waited, last.was_unread
            rows.append(row)
    write(current, list(decided.values()), rows)
    drop_reviews(current, [last.id for last in decided])
    return rows


def _put_back(current: Session, fresh: Contribution, last: ModerationDecision) -> None:
    """Put a text back as it was before a decision."""
    fresh.status = last.status_before
    before = last.contribution_version - 1
    if last.decision == "redact":
        put_words_back(current, fresh, before)
    else:
        fresh.is_unread = last.was_unread
    if last.decision == "split":
        join(current, fresh, before)
    if last.decision == "merge":
        fresh.same_as_id = None
