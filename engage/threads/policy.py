"""Who may take part in a thread, and how long authors may change what they said."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from engage.consultations.models import Consultation
from engage.consultations.policy import may_edit_consultation
from engage.contributions.models import Contribution
from engage.core.actors import Actor
from engage.threads.models import Comment, Thread

# Only the day of a comment is kept (rule 16), so the time to change it counts days:
# that day and the next.
YOUNG = timedelta(days=1)


def may_read_thread(actor: Actor, thread: Thread) -> bool:
    """Return whether the actor may read a thread: everybody, once it is public."""
    return thread.consultation.is_public or actor.is_signed_in or actor.is_system


def may_edit_thread(actor: Actor, thread: Thread) -> bool:
    """Return whether the actor changes a thread: who changes its consultation does."""
    return may_edit_consultation(actor, thread.consultation)


def is_young(comment: Comment, consultation: Consultation, at: datetime) -> bool:
    """Return whether a comment was posted today or yesterday."""
    return (
        at.astimezone(ZoneInfo(consultation.zone)).date() <= comment.posted_on + YOUNG
    )


def is_changeable(
    comment: Comment, said: Contribution, consultation: Consultation, at: datetime
) -> bool:
    """Return whether the author may change the words now.

    While they are young; or as long as the consultation is open where they wait to be
    read, or were rejected and can be put right.
    """
    if not consultation.takes_input(at):
        return False
    if said.status in {"pending", "rejected"}:
        return True
    return said.status == "approved" and is_young(comment, consultation, at)
