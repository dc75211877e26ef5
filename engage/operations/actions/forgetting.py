"""Forget what may no longer be kept: past its time, or withdrawn before a restore."""

import shutil
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

from sqlalchemy import CursorResult, Executable, Table, delete, or_, select, update
from sqlalchemy.orm import Session

from engage.consultations.models import Consultation
from engage.contributions.actions import forget_about
from engage.contributions.models import GONE, Contribution
from engage.core import clock, events
from engage.core.actors import Actor
from engage.core.audit import record_detailed
from engage.core.db import session, transaction
from engage.core.throttle import ThrottleCount
from engage.moderation.models import ModerationDecision
from engage.operations.compacting import compact_database
from engage.operations.ledger import mark_of, read_ledger
from engage.people.models import ABSOLUTE, IDLE, ApiToken, SignedIn
from engage.surveys.actions import withdraw_response
from engage.surveys.models import (
    Answer,
    Characteristic,
    Response,
    SavedReply,
    Survey,
)
from engage.surveys.uploads import forget_old
from engage.themes.models import ThemeRun
from engage.threads.actions import withdraw_comment
from engage.threads.models import Comment, Participant, Thread

# What a restore put aside, and what a killed one left behind, goes after so long.
ASIDE_DAYS = 30
LEFTOVER_DAYS = 1


@dataclass(frozen=True)
class Kept:
    """What a run forgot; `is_compact` says that no old page is left in the files."""

    consultations: list[str]
    responses: int
    texts: int
    saved: int
    tokens: int
    sessions: int
    withdrawn: int
    folders: int
    is_compact: bool


def run_retention(data_dir: Path, *, by: Actor) -> Kept:
    """Delete what is past its time, then clear the pages it was written on (rule 20).

    A consultation's responses and words go `retention_months` after its last day.
    Words that were public before they came here are not people's words to us: they
    stay. Published editions stay too.
    """
    withdrawn = reapply_withdrawals(data_dir, by=by)
    with transaction() as current:
        expired = [one for one in _consultations(current) if _is_past(one)]
        forgotten = [_forget(current, one.id) for one in expired]
        for one in expired:
            events.announce("consultation.expired", current=current, consultation=one)
        events.announce("retention.run", current=current)
        facts = {
            "consultations": [one.slug for one in expired],
            "responses": sum(responses for responses, _texts in forgotten),
            "texts": sum(texts for _responses, texts in forgotten),
            **_forget_passing(current),
            "withdrawn": withdrawn,
        }
        record_detailed(current, "operations.retention.run", by=by, detail=facts)
    forget_old(data_dir, clock.now())
    return Kept(**facts, folders=_remove_old(data_dir), is_compact=compact_database())


def reapply_withdrawals(data_dir: Path, *, by: Actor) -> int:
    """Withdraw again what the ledger names and a restored copy still has (rule 20)."""
    marks = read_ledger(data_dir)
    responses = [
        item
        for item in session().scalars(
            select(Response).where(Response.is_withdrawn.is_(False))
        )
        if mark_of("response", item.public_id) in marks
    ]
    said = select(Comment, Contribution.public_id).join(
        Contribution, Contribution.id == Comment.contribution_id
    )
    comments = [
        comment
        for comment, public_id in session().execute(
            said.where(Contribution.status.not_in(GONE))
        )
        if mark_of("contribution", public_id) in marks
    ]
    for response in responses:
        withdraw_response(response, by=by)
    for comment in comments:
        withdraw_comment(comment, by=by)
    with transaction() as current:
        events.announce(
            "ledger.reapplied",
            current=current,
            is_marked=lambda kind, public_id: mark_of(kind, public_id) in marks,
        )
    return len(responses) + len(comments)


def past_on(closes_on: date, months: int) -> date:
    """Return the first day on which what was kept for some months is past its time."""
    years, month = divmod(closes_on.month - 1 + months, 12)
    year, month = closes_on.year + years, month + 1
    last = monthrange(year, month)[1]
    return date(year, month, min(closes_on.day, last)) + timedelta(days=1)


def _consultations(current: Session) -> list[Consultation]:
    return list(current.scalars(select(Consultation).order_by(Consultation.slug)))


def _is_past(consultation: Consultation) -> bool:
    if consultation.has_public_source:
        return False
    last = past_on(consultation.closes_on, consultation.retention_months)
    return clock.today(consultation.zone) >= last


def _forget(current: Session, consultation_id: int) -> tuple[int, int]:
    """Forget all that people gave to a consultation; return responses and texts."""
    surveys = select(Survey.id).where(Survey.consultation_id == consultation_id)
    given = select(Response.id).where(Response.survey_id.in_(surveys))
    for table in (Answer, Characteristic):
        current.execute(delete(table).where(table.response_id.in_(given)))
    current.execute(delete(SavedReply).where(SavedReply.survey_id.in_(surveys)))
    responses = _count(current, delete(Response).where(Response.id.in_(given)))
    texts = _blank_texts(current, consultation_id)
    _forget_speakers(current, consultation_id)
    runs = update(ThemeRun).where(ThemeRun.consultation_id == consultation_id)
    current.execute(runs.values(model=None))
    return responses, texts


def _blank_texts(current: Session, consultation_id: int) -> int:
    """Blank the words of a consultation and the notes on them; return how many."""
    here = select(Contribution.id).where(
        Contribution.consultation_id == consultation_id
    )
    notes = update(ModerationDecision).where(
        ModerationDecision.contribution_id.in_(here)
    )
    current.execute(notes.values(note=""))
    ids = list(current.scalars(here.where(Contribution.status.not_in(GONE))))
    table = cast("Table", Contribution.__table__)
    current.execute(
        update(table)
        .where(table.c.consultation_id == consultation_id, table.c.status.not_in(GONE))
        .values(
            status="expired",
            received_hour=None,
            text="",
            cleared_text=None,
            may_quote=False,
            is_cleared=False,
            version=table.c.version + 1,
        )
    )
    forget_about(current, ids)
    events.announce("contribution.expired", current=current, contributions=ids)
    return len(ids)


def _forget_speakers(current: Session, consultation_id: int) -> None:
    threads = select(Thread.id).where(Thread.consultation_id == consultation_id)
    comments = update(Comment).where(Comment.thread_id.in_(threads))
    current.execute(comments.values(display_name="", receipt_hash=None))
    speakers = update(Participant).where(Participant.thread_id.in_(threads))
    current.execute(speakers.values(token_hash=None))


def _forget_passing(current: Session) -> Mapping[str, Any]:
    """Forget saved replies, tokens, sessions and counted tries whose time is over."""
    moment = clock.now()
    tries = delete(ThrottleCount).where(ThrottleCount.ends_at <= moment)
    current.execute(tries)
    is_over = or_(
        SignedIn.seen_at < moment - IDLE, SignedIn.created_at < moment - ABSOLUTE
    )
    return {
        "saved": _count(
            current, delete(SavedReply).where(SavedReply.kept_until < moment.date())
        ),
        "tokens": _count(
            current, delete(ApiToken).where(ApiToken.expires_at <= moment)
        ),
        "sessions": _count(current, delete(SignedIn).where(is_over)),
    }


def _count(current: Session, statement: Executable) -> int:
    return cast("CursorResult[Any]", current.execute(statement)).rowcount


def _remove_old(data_dir: Path) -> int:
    """Remove what restores put aside and killed ones left; return how many folders."""
    ages = {"before-restore-*": ASIDE_DAYS, ".restoring-*": LEFTOVER_DAYS}
    moment = clock.now().timestamp()
    old = [
        path
        for pattern, days in ages.items()
        for path in data_dir.glob(pattern)
        if moment - path.stat().st_mtime > days * 86400
    ]
    for path in old:
        shutil.rmtree(path)
    return len(old)
