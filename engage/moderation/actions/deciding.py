"""Decide on one text, or the same on many."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from engage.contributions.models import Contribution
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record_detailed
from engage.core.db import transaction
from engage.core.errors import Conflict, Invalid
from engage.core.i18n import gettext as _
from engage.core.text import clean_text
from engage.moderation import queries
from engage.moderation.actions.reviewing import draw_reviews
from engage.moderation.actions.rows import decision_row, load, write
from engage.moderation.models import (
    LONGEST_NOTE,
    MOST_AT_ONCE,
    NEED_REASON,
    OUTCOMES,
    ModerationDecision,
    Verdict,
)

SECONDS_IN_HOUR = 3600


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


def decide_within(
    current: Session, versions: dict[int, int], verdict: Verdict, by: Actor
) -> list[ModerationDecision]:
    """Decide on contributions {id: version} inside the caller's transaction.

    Raises:
        NotFound, NotAllowed, Conflict, Gone, Invalid: As `decide`.
    """
    found = load(current, versions, by=by)
    _check_reason(found, verdict)
    if verdict.decision == "restore" and queries.has_parts_in_place(versions):
        raise Conflict(_("Its parts stand in its place: decide on them."))
    moment = clock.now()
    undos = queries.list_undos(versions)
    flagged = queries.list_flagged(versions)
    rows = []
    for item in found:
        before = item.status
        was_unread = before == "approved" and (item.is_unread or item.id in flagged)
        fitting = _fitting(verdict, was_unread=was_unread)
        item.status = _outcome(item, fitting.decision, was_unread=was_unread)
        row = decision_row(item, before, fitting, by, moment)
        row.was_unread = was_unread
        waits = before == "pending" or was_unread
        row.hours_waited = _hours_waited(item, undos.get(item.id), moment, waits=waits)
        item.received_hour, item.is_unread, item.same_as_id = None, False, None
        rows.append(row)
    write(current, found, rows)
    draw_reviews(current, found, rows)
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


def _check_reason(found: Sequence[Contribution], verdict: Verdict) -> None:
    if not verdict.reason:
        return
    for consultation_id in {item.consultation_id for item in found}:
        if queries.find_reason(consultation_id, verdict.reason) is None:
            text = _("Choose one of the reasons of this consultation.")
            raise Invalid(text, {"reason": text})


def _fitting(verdict: Verdict, *, was_unread: bool) -> Verdict:
    """Return the verdict for one text: one that is public is hidden."""
    if was_unread and verdict.decision == "reject":
        return replace(verdict, decision="hide")
    return verdict


def _outcome(contribution: Contribution, decision: str, *, was_unread: bool) -> str:
    """Return the status after a decision; one that is public can be kept as it is."""
    if was_unread and decision == "approve":
        return "approved"
    after = OUTCOMES[decision].get(contribution.status)
    if after is None:
        raise Conflict(_("That cannot be decided on it as it stands now."))
    return after


def _hours_waited(
    contribution: Contribution,
    undone: ModerationDecision | None,
    moment: datetime,
    *,
    waits: bool,
) -> int | None:
    """Return the whole hours a text waited: since it came, or came back by an undo."""
    if contribution.received_hour is not None:
        return _hours(contribution.received_hour, moment)
    if not waits or undone is None or undone.hours_waited is None:
        return None
    return undone.hours_waited + _hours(undone.decided_at, moment)


def _hours(since: datetime, moment: datetime) -> int:
    return max(0, round((moment - since).total_seconds() / SECONDS_IN_HOUR))
