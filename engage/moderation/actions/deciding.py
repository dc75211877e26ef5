"""Decide, decide on many, take back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from engage.contributions.models import Contribution
from engage.contributions.queries import visible_to
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record_detailed
from engage.core.db import transaction
from engage.core.errors import Conflict, Gone, Invalid, NotAllowed, NotFound
from engage.core.events import announce
from engage.core.i18n import gettext as _
from engage.core.text import clean_text
from engage.moderation import queries
from engage.moderation.models import (
    LONGEST_NOTE,
    NEED_REASON,
    OUTCOMES,
    ModerationDecision,
)
from engage.moderation.policy import is_undoable_by, may_moderate

MOST_AT_ONCE = 1000
SECONDS_IN_HOUR = 3600


@dataclass(frozen=True)
class Verdict:
    """What is decided and why; the reason is a code of the consultation."""

    decision: str
    reason: str = ""
    note: str = ""


def decide(
    contribution: Contribution,
    decision: str,
    *,
    reason: str = "",
    note: str = "",
    version: int,
    by: Actor,
) -> ModerationDecision:
    """Decide on one contribution; the decision is a row that stays.

    Raises:
        NotFound: The contribution is outside the actor's scope.
        NotAllowed: The actor does not moderate.
        Conflict: Somebody changed it since `version`, or its status forbids this.
        Gone: Its author took it back.
        Invalid: The decision, the reason or the note cannot be accepted.
    """
    verdict = _checked(Verdict(decision, reason, note))
    with transaction() as current:
        rows = decide_within(current, {contribution.id: version}, verdict, by)
        record_detailed(
            current,
            f"moderation.contribution.{rows[0].status_after}",
            by=by,
            subject=("contribution", contribution.id),
            detail={"decision": decision, "reason": reason},
        )
    return rows[0]


def decide_many(
    versions: dict[int, int], verdict: Verdict, *, by: Actor
) -> list[ModerationDecision]:
    """Decide the same on many contributions {id: version}: all of them or none.

    Raises:
        NotFound, NotAllowed, Conflict, Gone, Invalid: As `decide`, for any of them.
    """
    verdict = _checked(verdict)
    if not 0 < len(versions) <= MOST_AT_ONCE:
        raise Invalid(_("Choose between 1 and 1,000 texts."))
    with transaction() as current:
        rows = decide_within(current, versions, verdict, by)
        record_detailed(
            current,
            "moderation.contributions.decided",
            by=by,
            subject=("contributions", len(rows)),
            detail={
                "decision": verdict.decision,
                "reason": verdict.reason,
                "contributions": sorted(versions),
            },
        )
    return rows


def undo(contribution: Contribution, *, version: int, by: Actor) -> ModerationDecision:
    """Take back one's own last decision; this too is a row that stays.

    Raises:
        NotFound: The contribution is outside the actor's scope, or was not decided.
        Conflict: Somebody changed it since, or too much time has passed.
    """
    with transaction() as current:
        fresh = _load(current, {contribution.id: version}, by=by)[0]
        last = queries.find_last_decision(fresh.id)
        if last is None:
            raise NotFound
        moment = clock.now()
        if last.status_after != fresh.status or not is_undoable_by(by, last, moment):
            raise Conflict(_("This decision can no longer be taken back."))
        fresh.status = last.status_before
        row = _row(fresh, last.status_after, Verdict("undo"), by, moment)
        row.hours_waited = last.hours_waited
        _write(current, [fresh], [row])
        record_detailed(
            current,
            "moderation.decision.undone",
            by=by,
            subject=("contribution", fresh.id),
            detail={"decision": last.decision},
        )
    return row


def decide_within(
    current: Session, versions: dict[int, int], verdict: Verdict, by: Actor
) -> list[ModerationDecision]:
    """Decide on contributions {id: version} inside the caller's transaction.

    Raises:
        NotFound, NotAllowed, Conflict, Gone, Invalid: As `decide`.
    """
    found = _load(current, versions, by=by)
    _check_reason(found, verdict)
    moment = clock.now()
    undos = queries.list_undos(versions)
    rows = []
    for contribution in found:
        before = contribution.status
        contribution.status = _outcome(contribution, verdict.decision)
        row = _row(contribution, before, verdict, by, moment)
        undone = undos.get(contribution.id) if before == "pending" else None
        row.hours_waited = _hours_waited(contribution, undone, moment)
        contribution.received_hour = None
        rows.append(row)
    _write(current, found, rows)
    return rows


def _checked(verdict: Verdict) -> Verdict:
    """Return the verdict with a clean note."""
    if verdict.decision not in OUTCOMES:
        raise Invalid(_("Choose what to decide."), {"decision": _("Choose one.")})
    needs_reason = verdict.decision in NEED_REASON
    if needs_reason != bool(verdict.reason):
        text = _("Choose a reason.") if needs_reason else _("No reason is needed here.")
        raise Invalid(text, {"reason": text})
    try:
        note = clean_text(verdict.note)
    except ValueError as error:
        text = _("The note holds characters that cannot be used.")
        raise Invalid(text, {"note": text}) from error
    if len(note) > LONGEST_NOTE:
        text = _("The note is too long: use at most 1,000 characters.")
        raise Invalid(text, {"note": text})
    return Verdict(verdict.decision, verdict.reason, note)


def _load(
    current: Session, versions: dict[int, int], *, by: Actor
) -> list[Contribution]:
    """Return the contributions, in scope, permitted and as new as the caller saw."""
    selected = visible_to(by).where(Contribution.id.in_(versions))
    found = list(current.scalars(selected.order_by(Contribution.id)))
    if len(found) != len(versions):
        raise NotFound
    if not may_moderate(by):
        raise NotAllowed
    if any(item.status == "withdrawn" for item in found):
        raise Gone
    if any(item.version != versions[item.id] for item in found):
        raise Conflict(_("Somebody else decided on this in the meantime."))
    return found


def _check_reason(found: Sequence[Contribution], verdict: Verdict) -> None:
    if not verdict.reason:
        return
    for consultation_id in {item.consultation_id for item in found}:
        if queries.find_reason(consultation_id, verdict.reason) is None:
            text = _("Choose one of the reasons of this consultation.")
            raise Invalid(text, {"reason": text})


def _outcome(contribution: Contribution, decision: str) -> str:
    after = OUTCOMES[decision].get(contribution.status)
    if after is None:
        raise Conflict(_("That cannot be decided on it as it stands now."))
    return after


def _hours_waited(
    contribution: Contribution, undone: ModerationDecision | None, moment: datetime
) -> int | None:
    """Return the whole hours a text waited: since it came, or came back by an undo."""
    if contribution.received_hour is not None:
        return _hours(contribution.received_hour, moment)
    if undone is None or undone.hours_waited is None:
        return None
    return undone.hours_waited + _hours(undone.decided_at, moment)


def _hours(since: datetime, moment: datetime) -> int:
    return max(0, round((moment - since).total_seconds() / SECONDS_IN_HOUR))


def _row(
    contribution: Contribution,
    before: str,
    verdict: Verdict,
    by: Actor,
    moment: datetime,
) -> ModerationDecision:
    # The version counts one up when the row is written.
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


def _write(
    current: Session,
    contributions: Sequence[Contribution],
    rows: Sequence[ModerationDecision],
) -> None:
    current.add_all(rows)
    current.flush()
    announce("contribution.decided", current=current, contributions=contributions)
