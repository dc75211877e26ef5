"""Questions about threads and their comments."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, and_, func, literal, select
from sqlalchemy.orm import aliased, joinedload, lazyload

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.consultations.queries import is_in_scope
from engage.contributions.models import Contribution
from engage.core.actors import Actor
from engage.core.db import session
from engage.core.errors import NotFound
from engage.core.i18n import Bilingual
from engage.threads.models import Comment, Participant, Reaction, Thread

PAGE_SIZE = 20
REPLIES_SHOWN = 5
SORTS = ("newest", "agreed", "dividing", "unanswered")


@dataclass
class ShownComment:
    """A comment as readers see it; `mine` is the reader's own reaction, if any."""

    id: int
    public_id: str
    reply_to_id: int | None
    text: str
    language: str
    display_name: str
    posted_on: date
    catchment_slug: str | None
    catchment_name: Bilingual | None
    agrees: int
    disagrees: int
    passes: int
    mine: int | None
    replies: list["ShownComment"] = field(default_factory=list)
    reply_count: int = 0


@dataclass(frozen=True)
class CommentList:
    """One page of a thread; the total is not counted, only whether there is more."""

    items: list[ShownComment]
    number: int
    has_more: bool


def get_thread(actor: Actor, thread: str) -> Thread:
    """Return a thread of a public consultation, or of a draft in one's own scope.

    Raises:
        NotFound: There is none, or it is a draft of somebody else.
    """
    found = find_thread(thread)
    if found is None:
        raise NotFound
    if not (found.consultation.is_public or is_in_scope(actor, found.consultation)):
        raise NotFound
    return found


def find_thread(slug: str) -> Thread | None:
    """Return a thread by slug with its consultation, or None."""
    with_consultation = joinedload(Thread.consultation, innerjoin=True).options(
        lazyload(Consultation.catchments), lazyload(Consultation.consent_texts)
    )
    selected = select(Thread).where(Thread.slug == slug).options(with_consultation)
    return session().scalar(selected)


def list_public_threads(consultation_id: int) -> list[Thread]:
    """Return the threads of a consultation, by slug; none while it is a draft."""
    return list(
        session().scalars(
            select(Thread)
            .join(Consultation, Consultation.id == Thread.consultation_id)
            .where(Consultation.id == consultation_id, Consultation.state != "draft")
            .order_by(Thread.slug)
        )
    )


def list_comments(
    thread: Thread, *, sort: str, number: int, reader: str | None
) -> CommentList:
    """Return one page of the approved comments that reply to none, with replies.

    `reader` is the hash of the reader's token: their own reactions are marked.

    Raises:
        NotFound: There is no such order, or the page lies behind the last one.
    """
    if sort not in SORTS:
        raise NotFound
    selected = _shown(reader).where(
        Comment.thread_id == thread.id, Comment.reply_to_id.is_(None)
    )
    selected = _sorted(selected, sort)
    rows = session().execute(
        selected.limit(PAGE_SIZE + 1).offset((number - 1) * PAGE_SIZE)
    )
    items = [ShownComment(*row) for row in rows]
    if number > 1 and not items:
        raise NotFound
    _add_replies(items[:PAGE_SIZE], reader, REPLIES_SHOWN)
    return CommentList(items[:PAGE_SIZE], number, len(items) > PAGE_SIZE)


def get_comment(thread: Thread, public_id: str, *, reader: str | None) -> ShownComment:
    """Return one approved comment that replies to none, with all its replies.

    Asked for a reply, it returns the comment replied to.

    Raises:
        NotFound: There is none that readers may see.
    """
    asked = select(func.coalesce(Comment.reply_to_id, Comment.id)).where(
        Comment.thread_id == thread.id, Comment.public_id == public_id
    )
    selected = _shown(reader).where(Comment.id == asked.scalar_subquery())
    row = session().execute(selected).first()
    if row is None:
        raise NotFound
    shown = ShownComment(*row)
    _add_replies([shown], reader, PAGE_SIZE * PAGE_SIZE)
    if shown.public_id != public_id and all(
        reply.public_id != public_id for reply in shown.replies
    ):
        raise NotFound
    return shown


def find_participant(thread_id: int, token_hash: str) -> Participant | None:
    """Return a participant of a thread by the hash of their token, or None."""
    return session().scalar(
        select(Participant).where(
            Participant.thread_id == thread_id, Participant.token_hash == token_hash
        )
    )


def find_comment_by_receipt(receipt_hash: str) -> Comment | None:
    """Return the comment a receipt code stands for, or None."""
    return session().scalar(select(Comment).where(Comment.receipt_hash == receipt_hash))


def find_said(thread: Thread, receipt_hash: str) -> Row[str, str, str] | None:
    """Return `public_id`, `text` and `status` of what a receipt stands for here."""
    return (
        session()
        .execute(
            select(Comment.public_id, Contribution.text, Contribution.status)
            .join(Contribution, Contribution.id == Comment.contribution_id)
            .where(Comment.receipt_hash == receipt_hash, Comment.thread_id == thread.id)
        )
        .one_or_none()
    )


def _shown(reader: str | None) -> Select[*tuple[Any, ...]]:
    """Select what a reader sees of approved comments, in the order of ShownComment."""
    mine: Any = literal(None) if reader is None else Reaction.value
    selected = (
        select(
            Comment.id,
            Comment.public_id,
            Comment.reply_to_id,
            Contribution.text,
            Contribution.language,
            Comment.display_name,
            Comment.posted_on,
            Catchment.slug,
            Catchment.name,
            Comment.agrees,
            Comment.disagrees,
            Comment.passes,
            mine,
        )
        .join(Contribution, Contribution.id == Comment.contribution_id)
        .outerjoin(Catchment, Catchment.id == Contribution.catchment_id)
        .where(Contribution.status == "approved")
    )
    if reader is None:
        return selected
    participant = (
        select(Participant.id)
        .where(
            Participant.thread_id == Comment.thread_id,
            Participant.token_hash == reader,
        )
        .correlate(Comment)
        .scalar_subquery()
    )
    return selected.outerjoin(
        Reaction,
        and_(Reaction.comment_id == Comment.id, Reaction.participant_id == participant),
    )


def _sorted(selected: Select[*tuple[Any, ...]], sort: str) -> Select[*tuple[Any, ...]]:
    if sort == "agreed":
        return selected.order_by(Comment.agreement.desc(), Comment.public_id)
    if sort == "dividing":
        return selected.order_by(Comment.division.desc(), Comment.public_id)
    if sort == "unanswered":
        reply, words = aliased(Comment), aliased(Contribution)
        answered = (
            select(reply.id)
            .join(words, words.id == reply.contribution_id)
            .where(reply.reply_to_id == Comment.id, words.status == "approved")
        )
        selected = selected.where(~answered.exists())
    return selected.order_by(Comment.posted_on.desc(), Comment.public_id)


def _add_replies(items: list[ShownComment], reader: str | None, most: int) -> None:
    """Give each comment its first replies and the number of all, with one statement."""
    if not items:
        return
    place = func.row_number().over(
        partition_by=Comment.reply_to_id,
        order_by=(Comment.posted_on, Comment.public_id),
    )
    count = func.count().over(partition_by=Comment.reply_to_id)
    numbered = (
        _shown(reader)
        .where(Comment.reply_to_id.in_([item.id for item in items]))
        .add_columns(place.label("place"), count.label("reply_count"))
        .subquery()
    )
    selected = select(numbered).where(numbered.c.place <= most)
    by_id = {item.id: item for item in items}
    for row in session().execute(selected.order_by(numbered.c.place)):
        reply = ShownComment(*row[:-2])
        parent = by_id[row.reply_to_id]
        parent.replies.append(reply)
        parent.reply_count = row.reply_count
