"""Find a thread, a participant, what a receipt stands for."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import aliased, defer, joinedload, lazyload

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.consultations.queries import is_in_scope
from engage.contributions.models import Contribution
from engage.core.actors import Actor
from engage.core.db import session
from engage.core.errors import NotFound
from engage.threads.models import Comment, Participant, Thread


@dataclass(frozen=True)
class OwnComment:
    """A comment as its author sees it: where it stands, the words, the thread."""

    comment: Comment
    text: Contribution
    thread: Thread

    def as_data(self) -> dict[str, Any]:
        """Return all that is kept of it, with nothing that would name a person."""
        return {
            "thread": self.thread.slug,
            "prompt": {"en": self.text.prompt.en, "fr": self.text.prompt.fr},
            "text": self.text.text,
            "name": self.comment.display_name,
            "language": self.text.language,
            "received_on": self.text.received_on.isoformat(),
            "status": self.text.status,
            "quote": self.text.may_quote,
            "reactions": {
                "agree": self.comment.agrees,
                "disagree": self.comment.disagrees,
                "pass": self.comment.passes,
            },
        }


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


def get_managed_thread(actor: Actor, thread: str) -> Thread:
    """Return a thread of a consultation in which the actor works.

    Raises:
        NotFound: There is none, or it is held elsewhere.
    """
    found = find_thread(thread)
    if found is None or not is_in_scope(actor, found.consultation):
        raise NotFound
    return found


def list_managed_threads(consultation: Consultation) -> list[tuple[Thread, int]]:
    """Return the threads of a consultation with how many comments readers see."""
    shown = (
        select(Comment.thread_id, func.count().label("shown"))
        .join(Contribution, Contribution.id == Comment.contribution_id)
        .where(
            Contribution.consultation_id == consultation.id,
            Contribution.status == "approved",
        )
        .group_by(Comment.thread_id)
        .subquery()
    )
    rows = session().execute(
        select(Thread, func.coalesce(shown.c.shown, 0))
        .outerjoin(shown, shown.c.thread_id == Thread.id)
        .where(Thread.consultation_id == consultation.id)
        .order_by(Thread.slug)
    )
    return [(thread, int(count)) for thread, count in rows]


def find_thread(slug: str) -> Thread | None:
    """Return a thread by slug with its consultation, or None.

    What only some pages need of the consultation is read when it is asked for.
    """
    return session().scalar(_thread_statement(), {"slug": slug})


@cache
def _thread_statement() -> Select[Thread]:
    """Build the statement once: that costs more than running it."""
    with_consultation = joinedload(Thread.consultation, innerjoin=True).options(
        lazyload(Consultation.catchments),
        lazyload(Consultation.consent_texts),
        defer(Consultation.summary),
        defer(Consultation.purpose),
        defer(Consultation.outcome),
        defer(Consultation.contact),
    )
    return (
        select(Thread)
        .where(Thread.slug == bindparam("slug"))
        .options(with_consultation)
    )


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


def find_own_comment(receipt_hash: str) -> OwnComment | None:
    """Return the comment a receipt code stands for, or None."""
    row = (
        session()
        .execute(
            select(Comment, Contribution, Thread)
            .join(Contribution, Contribution.id == Comment.contribution_id)
            .join(Thread, Thread.id == Comment.thread_id)
            .where(Comment.receipt_hash == receipt_hash)
        )
        .one_or_none()
    )
    return OwnComment(*row) if row is not None else None


def get_own_comment(
    thread: Thread, public_id: str, *, reader: str | None
) -> OwnComment:
    """Return a comment that came from the reader's browser, whatever became of it.

    Raises:
        NotFound: There is none, or it came from another one.
    """
    row = (
        session()
        .execute(
            select(Comment, Contribution, Thread)
            .join(Contribution, Contribution.id == Comment.contribution_id)
            .join(Thread, Thread.id == Comment.thread_id)
            .join(Participant, Participant.id == Comment.participant_id)
            .where(
                Comment.thread_id == thread.id,
                Comment.public_id == public_id,
                Participant.token_hash == reader,
                Participant.token_hash.is_not(None),
            )
        )
        .one_or_none()
    )
    if row is None:
        raise NotFound
    return OwnComment(*row)


@dataclass(frozen=True)
class SaidBefore:
    """What a receipt stands for; `catchment` is a slug, `reply_to` a public id."""

    public_id: str
    status: str
    text: str
    language: str
    display_name: str
    may_quote: bool
    catchment: str | None
    reply_to: str | None


def find_said(thread: Thread, receipt_hash: str) -> SaidBefore | None:
    """Return what a receipt stands for here, or None."""
    parent = aliased(Comment)
    found = session().execute(
        select(
            Comment.public_id,
            Contribution.status,
            Contribution.text,
            Contribution.language,
            Comment.display_name,
            Contribution.may_quote,
            Catchment.slug,
            parent.public_id,
        )
        .join(Contribution, Contribution.id == Comment.contribution_id)
        .outerjoin(Catchment, Catchment.id == Contribution.catchment_id)
        .outerjoin(parent, parent.id == Comment.reply_to_id)
        .where(Comment.receipt_hash == receipt_hash, Comment.thread_id == thread.id)
    )
    row: Any = found.one_or_none()
    return SaidBefore(*row) if row is not None else None
