"""Add comments from a file to a thread: all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.contributions.actions import NewContribution
from engage.core import clock, failpoints
from engage.core.actors import Actor
from engage.core.audit import record_detailed
from engage.core.db import transaction
from engage.core.errors import Conflict
from engage.core.i18n import gettext as _
from engage.threads.actions.comment_files import (
    CommentFile,
    CommentRow,
    read_comments,
)
from engage.threads.actions.rows import (
    Imported,
    add_comments,
    add_participants,
    add_reactions,
    count_votes,
    told,
)
from engage.threads.models import Comment, Thread, standing


@dataclass(frozen=True)
class ImportedComments(Imported):
    """Comments that came into a thread, all of them waiting.

    `decisions` has the ids of the texts by decision and reason, as the file says: to
    take them is the business of moderation.
    """

    decisions: dict[tuple[str, str], list[int]] = field(default_factory=dict)


def import_comments(
    thread: Thread, path: Path, *, votes: Path | None = None, by: Actor
) -> ImportedComments:
    """Add comments from a file to a thread, with their votes or only their counts.

    They wait for moderation, whatever the file says was decided.

    Raises:
        Conflict: The consultation is reported, or a comment is here already.
        Invalid: A file has faults, each told with row and column.
        Misconfigured: A file cannot be read.
    """
    consultation = thread.consultation
    catchments = [item.slug for item in consultation.catchments]
    today = clock.today(consultation.zone)
    file = read_comments(path, votes, catchments=catchments, today=today)
    try:
        with transaction() as current:
            fresh = current.get_one(Thread, thread.id)
            if fresh.consultation.state == "reported":
                raise Conflict(_("This consultation is reported: nothing is added."))
            done = _add_file(current, fresh, file)
            record_detailed(
                current,
                "threads.comments.imported",
                by=by,
                subject=("thread", fresh.id),
                detail={"comments": done.comments},
            )
    except IntegrityError as error:
        raise told(error) from error
    return done


def _add_file(current: Session, thread: Thread, file: CommentFile) -> ImportedComments:
    people = add_participants(current, thread, len(file.people))
    known = dict(zip(file.people, people, strict=True))
    strangers = [item for item in file.comments if item.participant not in known]
    others = iter(add_participants(current, thread, len(strangers)))
    voices = [known.get(item.participant) or next(others) for item in file.comments]
    tallies = [item.counts for item in file.comments]
    if len(file.votes):
        tallies = count_votes(file.votes, len(file.comments))
    catchments = {item.slug: item.id for item in thread.consultation.catchments}
    texts = [
        _imported_text(thread, item, voice, catchments)
        for item, voice in zip(file.comments, voices, strict=True)
    ]
    rows = [
        {"participant_id": voice, "display_name": item.name, **standing(*tally)}
        for item, voice, tally in zip(file.comments, voices, tallies, strict=True)
    ]
    # What replies to nothing stands first in the file as it was read.
    first = sum(1 for item in file.comments if not item.reply_to)
    ids = add_comments(current, thread, rows[:first], texts[:first])
    id_of = {item.id: id_ for item, id_ in zip(file.comments, ids, strict=False)}
    replies = [
        {**row, "reply_to_id": id_of[item.reply_to]}
        for item, row in zip(file.comments[first:], rows[first:], strict=True)
    ]
    ids += add_comments(current, thread, replies, texts[first:])
    failpoints.reach("import.mid")
    add_reactions(current, file.votes, people, ids)
    return ImportedComments(
        comments=len(file.comments),
        statuses={"pending": len(file.comments)},
        participants=len(people) + len(strangers),
        votes=len(file.votes),
        decisions=_decisions(current, file, ids),
    )


def _imported_text(
    thread: Thread, item: CommentRow, voice: int, catchments: dict[str, int]
) -> NewContribution:
    return NewContribution(
        consultation_id=thread.consultation_id,
        catchment_id=thread.catchment_id or catchments.get(item.catchment),
        kind="comment",
        source_key=f"import:{thread.slug}:{item.id}",
        prompt_key=thread.slug,
        prompt=thread.prompt,
        voice=f"participant:{voice}",
        channel="import",
        language=item.language,
        text=item.text,
        received_on=item.received_on,
        may_quote=item.may_quote,
    )


def _decisions(
    current: Session, file: CommentFile, ids: Sequence[int]
) -> dict[tuple[str, str], list[int]]:
    decided = {
        id_: (item.decision, item.reason)
        for id_, item in zip(ids, file.comments, strict=True)
        if item.decision
    }
    texts = current.execute(
        select(Comment.id, Comment.contribution_id)
        .where(Comment.id.in_(decided))
        .order_by(Comment.contribution_id)
    )
    found: dict[tuple[str, str], list[int]] = {}
    for comment_id, contribution_id in texts:
        found.setdefault(decided[comment_id], []).append(contribution_id)
    return found
