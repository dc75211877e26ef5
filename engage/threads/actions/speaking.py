"""Say something in a thread, agree with it or not."""

from dataclasses import dataclass, field, fields, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.contributions.actions import NewContribution, add_contributions
from engage.contributions.facts import arrival
from engage.contributions.models import Contribution
from engage.core import clock, failpoints
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.db import transaction
from engage.core.errors import Closed, Invalid, NotFound
from engage.core.i18n import gettext as _
from engage.core.tokens import new_public_id, token_hash
from engage.threads import queries
from engage.threads.actions.finding import keep_findable
from engage.threads.actions.opening import find_catchment_id
from engage.threads.models import (
    AGREE,
    DISAGREE,
    PASS,
    Comment,
    Participant,
    Reaction,
    Thread,
)
from engage.threads.queries import SaidBefore

VALUES = {"agree": AGREE, "disagree": DISAGREE, "pass": PASS}


class SameKeyOtherWords(Invalid):
    """The submission key was used for a different comment."""


@dataclass(frozen=True)
class Words:
    """What a person says in a thread, checked by the form.

    `consent_number` is that of the consent text on the page, `session_code` that of the
    session it was said in.
    """

    text: str
    language: str
    display_name: str = ""
    catchment: str | None = None
    may_quote: bool = False
    reply_to: str | None = None
    consent_number: int | None = field(default=None, compare=False)
    session_code: str | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Said:
    """What became of a comment: its public id and whether it can be seen already.

    `is_new` is False where the same words had been taken before.
    """

    public_id: str
    is_waiting: bool
    is_new: bool = True


def submit_comment(
    thread: Thread, words: Words, *, token: str, receipt: str, by: Actor
) -> Said:
    """Record one comment once; sent again with the same receipt it changes nothing.

    `token` is the random token of the browser in this thread, `receipt` the code the
    person is shown. Only the hashes of both are kept.

    Raises:
        Closed: The consultation takes no comments now.
        NotFound: The comment replied to is not there for readers.
        SameKeyOtherWords: The receipt belongs to a different comment.
    """
    hashed = token_hash(receipt)
    try:
        with transaction() as current:
            fresh = current.get_one(Thread, thread.id)
            _require_open(fresh)
            comment = _add_comment(current, fresh, words, token, hashed)
            record(
                current,
                "threads.comment.submitted",
                by=by,
                subject=("comment", comment.id),
            )
            failpoints.reach("submit.before_commit")
    except (Closed, IntegrityError) as error:
        return _said_before(thread, words, hashed, error)
    failpoints.reach("submit.after_commit")
    return Said(comment.public_id, is_waiting=fresh.moderation == "pre")


def react(
    thread: Thread, public_id: str, reaction: str, *, token: str, by: Actor
) -> None:
    """Keep what one participant thinks of a comment; a later one takes its place.

    Raises:
        Closed: The consultation takes no reactions now.
        Invalid: It is none of agree, disagree, pass.
        NotFound: There is no such comment for readers in this thread.
    """
    if reaction not in VALUES:
        raise Invalid(_("Choose agree, disagree or pass."))
    with transaction() as current:
        fresh = current.get_one(Thread, thread.id)
        _require_open(fresh)
        comment = visible_comment(current, fresh, public_id)
        participant = participant_of(current, fresh.id, token)
        _vote(current, comment, participant, VALUES[reaction])
        record(
            current, "threads.comment.reacted", by=by, subject=("comment", comment.id)
        )


def _require_open(thread: Thread) -> None:
    if not thread.consultation.takes_input(clock.now()):
        raise Closed(_("This discussion takes no comments now."))


def _add_comment(
    current: Session, thread: Thread, words: Words, token: str, receipt_hash: str
) -> Comment:
    parent = None
    if words.reply_to is not None:
        parent = visible_comment(current, thread, words.reply_to)
        if parent.reply_to_id is not None:
            raise NotFound
    participant = participant_of(current, thread.id, token)
    moment = clock.now()
    public_id = new_public_id()
    comment = Comment(
        public_id=public_id,
        thread_id=thread.id,
        reply_to_id=parent.id if parent else None,
        participant_id=participant.id,
        display_name=words.display_name,
        receipt_hash=receipt_hash,
        consent_number=words.consent_number,
        session_code=words.session_code,
        posted_on=clock.today(thread.consultation.zone),
    )
    contribution = _contribution(current, thread, words, participant, comment, moment)
    add_contributions(current, [contribution])
    comment.contribution_id = current.scalars(
        select(Contribution.id).where(
            Contribution.source_key == contribution.source_key
        )
    ).one()
    current.add(comment)
    current.flush()
    if contribution.status == "approved":
        keep_findable(current, [comment.contribution_id])
    return comment


def _contribution(
    current: Session,
    thread: Thread,
    words: Words,
    participant: Participant,
    comment: Comment,
    moment: datetime,
) -> NewContribution:
    come = arrival(thread.moderation, moment)
    return NewContribution(
        consultation_id=thread.consultation_id,
        catchment_id=thread.catchment_id or find_catchment_id(current, words.catchment),
        kind="comment",
        source_key=f"comment:{comment.public_id}",
        prompt_key=thread.slug,
        prompt=thread.prompt,
        voice=participant.voice,
        channel="session" if words.session_code else "web",
        language=words.language,
        text=words.text,
        received_on=comment.posted_on,
        received_hour=come.received_hour,
        status=come.status,
        is_unread=come.is_unread,
        may_quote=words.may_quote,
    )


def _said_before(
    thread: Thread, words: Words, receipt_hash: str, error: Exception
) -> Said:
    """Return what the same receipt stands for, if the words are the same too."""
    earlier = queries.find_said(thread, receipt_hash)
    if earlier is not None and _is_same(thread, earlier, words):
        is_waiting = earlier.status == "pending"
        return Said(earlier.public_id, is_waiting=is_waiting, is_new=False)
    if earlier is None:
        raise error
    raise SameKeyOtherWords(
        _(
            "This page was sent before with other words. "
            "Check your words, then send again."
        )
    )


def _is_same(thread: Thread, earlier: SaidBefore, words: Words) -> bool:
    """Return whether a comment that was taken is the same as this one."""
    is_asked = thread.catchment_id is None
    said = replace(words, catchment=words.catchment if is_asked else earlier.catchment)
    return all(
        getattr(earlier, item.name) == getattr(said, item.name)
        for item in fields(Words)
        if item.compare
    )


def visible_comment(current: Session, thread: Thread, public_id: str) -> Comment:
    """Return a comment that readers may see, locked until the transaction ends."""
    comment = current.scalar(
        select(Comment)
        .join(Contribution, Contribution.id == Comment.contribution_id)
        .where(
            Comment.thread_id == thread.id,
            Comment.public_id == public_id,
            Contribution.status == "approved",
        )
        .with_for_update(of=Comment)
    )
    if comment is None:
        raise NotFound
    return comment


def participant_of(current: Session, thread_id: int, token: str) -> Participant:
    """Return the participant of a token, new if need be."""
    hashed = token_hash(token)
    known = select(Participant).where(
        Participant.thread_id == thread_id, Participant.token_hash == hashed
    )
    found = current.scalar(known)
    if found is not None:
        return found
    try:
        with current.begin_nested():
            new = Participant(thread_id=thread_id, token_hash=hashed)
            current.add(new)
    except IntegrityError:
        return current.scalars(known).one()
    return new


def _vote(
    current: Session, comment: Comment, participant: Participant, value: int
) -> None:
    """Keep a vote and move the counts by it: imported counts may have no votes."""
    counts = {
        AGREE: comment.agrees,
        DISAGREE: comment.disagrees,
        PASS: comment.passes,
    }
    earlier = current.get(Reaction, (comment.id, participant.id))
    if earlier is None:
        current.add(
            Reaction(comment_id=comment.id, participant_id=participant.id, value=value)
        )
    else:
        counts[earlier.value] -= 1
        earlier.value = value
    counts[value] += 1
    comment.take_counts(counts[AGREE], counts[DISAGREE], counts[PASS])
