"""Bring a conversation in from elsewhere: all of it or nothing."""

from collections import Counter
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.consultations.actions import (
    ConsultationFacts,
    add_consultation,
    take_step,
)
from engage.consultations.models import Consultation
from engage.contributions.actions import NewContribution
from engage.core import failpoints
from engage.core.actors import Actor
from engage.core.audit import record_detailed
from engage.core.db import transaction
from engage.threads.actions.opening import add_thread
from engage.threads.actions.polis import PolisExport
from engage.threads.actions.rows import (
    Imported,
    add_comments,
    add_participants,
    add_reactions,
    count_votes,
    told,
)
from engage.threads.facts import ThreadFacts
from engage.threads.models import (
    Thread,
    standing,
)


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
        raise told(error) from error
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


def _imported(export: PolisExport) -> Imported:
    return Imported(
        comments=len(export.comments),
        statuses=dict(Counter(comment.status for comment in export.comments)),
        participants=len(export.people),
        votes=len(export.votes),
        blank=export.blank,
    )
