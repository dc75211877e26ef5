"""Bring whole conversations in: all of it or nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.consultations.actions import (
    ConsultationFacts,
    add_consultation,
    take_step,
)
from engage.consultations.models import Consultation
from engage.contributions.actions import NewContribution, add_contributions
from engage.contributions.models import Contribution
from engage.core import failpoints
from engage.core.actors import Actor
from engage.core.audit import record_detailed
from engage.core.db import is_duplicate, transaction
from engage.core.errors import Conflict
from engage.core.i18n import lazy_gettext as _l
from engage.core.tokens import new_public_id
from engage.threads.actions.opening import ThreadFacts, add_thread
from engage.threads.actions.polis import PolisExport, Votes
from engage.threads.models import (
    AGREE,
    DISAGREE,
    PASS,
    Comment,
    Participant,
    Reaction,
    Thread,
    standing,
)

AT_ONCE = 20_000
MEANINGS = {
    "uq_contribution_source_key": _l("This was imported before. Nothing was saved."),
    "uq_thread_slug": _l("There is a thread with this address already."),
}


@dataclass(frozen=True)
class Imported:
    """What came in: comments by status, participants, votes; and what was left out."""

    comments: int
    statuses: dict[str, int]
    participants: int
    votes: int
    blank: int


def import_polis(
    export: PolisExport,
    facts: ConsultationFacts,
    thread_facts: ThreadFacts,
    *,
    language: str,
    by: Actor,
) -> Imported:
    """Create a closed consultation from a conversation that was held elsewhere.

    Its comments keep their moderation status and the votes on them. Each participant
    of the export is one participant here; nothing of their ids is kept.

    Raises:
        Conflict: The address is taken, or the conversation is here already.
    """
    try:
        with transaction() as current:
            consultation = add_consultation(current, facts, by=by)
            thread = add_thread(current, consultation.id, thread_facts, by=by)
            _add_conversation(current, consultation, thread, export, language)
            for step in ("open", "closed"):
                take_step(current, consultation, step, by=by)
            done = _imported(export)
            record_detailed(
                current,
                "threads.conversation.imported",
                by=by,
                subject=("thread", thread.id),
                detail={"source": "polis", "comments": done.comments},
            )
    except IntegrityError as error:
        raise _told(error) from error
    return done


def _add_conversation(
    current: Session,
    consultation: Consultation,
    thread: Thread,
    export: PolisExport,
    language: str,
) -> None:
    participants = add_participants(current, thread, len(export.people))
    place_of = {person: place for place, person in enumerate(export.people)}
    voices = [participants[place_of[comment.author]] for comment in export.comments]
    zone = ZoneInfo(consultation.zone)
    source = f"polis:{export.conversation or consultation.slug}"
    texts = [
        NewContribution(
            consultation_id=consultation.id,
            catchment_id=thread.catchment_id,
            kind="comment",
            source_key=f"{source}:{comment.id}",
            prompt_key=thread.slug,
            prompt=thread.prompt,
            voice=f"participant:{voice}",
            channel="import",
            language=language,
            text=comment.text,
            received_on=comment.said_at.astimezone(zone).date(),
            status=comment.status,
            may_quote=consultation.has_public_source,
        )
        for comment, voice in zip(export.comments, voices, strict=True)
    ]
    tallies = count_votes(export.votes, len(texts))
    ids = add_comments(
        current,
        thread,
        [
            {"participant_id": voice, **standing(*tally)}
            for voice, tally in zip(voices, tallies, strict=True)
        ],
        texts,
    )
    failpoints.reach("import.mid")
    add_reactions(current, export.votes, participants, ids)


def add_participants(current: Session, thread: Thread, count: int) -> list[int]:
    """Add participants of whom nothing is known but that they took part."""
    rows = [{"thread_id": thread.id, "token_hash": None}] * count
    added = current.scalars(insert(Participant).returning(Participant.id), rows)
    return list(added)


def add_comments(
    current: Session,
    thread: Thread,
    rows: Sequence[dict[str, Any]],
    texts: Sequence[NewContribution],
) -> list[int]:
    """Add comments with their texts; return the comments' ids in the same order."""
    add_contributions(current, texts)
    keys = dict(
        current.execute(
            select(Contribution.source_key, Contribution.id).where(
                Contribution.consultation_id == thread.consultation_id,
                Contribution.kind == "comment",
            )
        ).all()
    )
    plain = {"reply_to_id": None, "display_name": "", "receipt_hash": None}
    full = [
        {
            **plain,
            "public_id": new_public_id(),
            "thread_id": thread.id,
            "contribution_id": keys[text.source_key],
            "posted_on": text.received_on,
            **row,
        }
        for row, text in zip(rows, texts, strict=True)
    ]
    if full:
        current.execute(insert(Comment), full)
    by_public_id = dict(
        current.execute(
            select(Comment.public_id, Comment.id).where(Comment.thread_id == thread.id)
        ).all()
    )
    return [by_public_id[row["public_id"]] for row in full]


def add_reactions(
    current: Session, votes: Votes, participants: Sequence[int], comments: Sequence[int]
) -> None:
    """Add votes in portions, so that memory stays small."""
    rows: list[dict[str, int]] = []
    for voter, comment, value in votes:
        rows.append(
            {
                "comment_id": comments[comment],
                "participant_id": participants[voter],
                "value": value,
            }
        )
        if len(rows) == AT_ONCE:
            current.execute(insert(Reaction), rows)
            rows = []
    if rows:
        current.execute(insert(Reaction), rows)


def count_votes(votes: Votes, comments: int) -> list[tuple[int, int, int]]:
    """Return (agrees, disagrees, passes) of each comment."""
    counted = Counter(zip(votes.comments, votes.values, strict=True))
    return [
        (counted[place, AGREE], counted[place, DISAGREE], counted[place, PASS])
        for place in range(comments)
    ]


def _imported(export: PolisExport) -> Imported:
    return Imported(
        comments=len(export.comments),
        statuses=dict(Counter(comment.status for comment in export.comments)),
        participants=len(export.people),
        votes=len(export.votes),
        blank=export.blank,
    )


def _told(error: IntegrityError) -> Exception:
    """Return what a broken constraint means to the person who imports."""
    for name, meaning in MEANINGS.items():
        if is_duplicate(error, name):
            return Conflict(str(meaning))
    return error
