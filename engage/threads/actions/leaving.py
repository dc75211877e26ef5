"""Take words back; forget who took part."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engage.consultations.models import Consultation
from engage.contributions.actions import withdraw_contribution
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.db import transaction
from engage.core.events import announce
from engage.threads.models import Comment, Participant, Thread


def withdraw_comment(comment: Comment, *, by: Actor) -> None:
    """Take a comment back: its words and its name are blanked (rule 20).

    If it was split, or is a part of another, all of it goes. That there was one stays,
    so that the withdrawal can be shown again. Replies to it are shown no more; votes
    on it stay in its counts.
    """
    comment_id = comment.id
    with transaction() as current:
        fresh = current.get_one(Comment, comment_id)
        withdrawn = withdraw_contribution(current, fresh.contribution_id)
        if not withdrawn:
            return
        all_of_it = Comment.contribution_id.in_(withdrawn)
        current.execute(update(Comment).where(all_of_it).values(display_name=""))
        announce("contribution.withdrawn", current=current, contributions=withdrawn)
        record(
            current, "threads.comment.withdrawn", by=by, subject=("comment", comment_id)
        )


def forget_participants(
    *, current: Session, consultation: Consultation, **_facts: object
) -> None:
    """Delete the tokens that lead from a browser to its words and votes (rule 16).

    What one participant said and voted stays together, so that published figures can
    be checked; who it was cannot be found out any more.
    """
    threads = select(Thread.id).where(Thread.consultation_id == consultation.id)
    of_these = Participant.thread_id.in_(threads)
    current.execute(update(Participant).where(of_these).values(token_hash=None))
