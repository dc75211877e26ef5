"""Authors change what they said, or take it back from the browser it came from."""

from engage.contributions.actions import change_wording
from engage.contributions.models import GONE, Contribution
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.db import transaction
from engage.core.errors import Closed, Gone
from engage.core.i18n import gettext as _
from engage.core.text import guessed_language
from engage.threads.actions.leaving import withdraw_comment
from engage.threads.models import Comment, Thread
from engage.threads.policy import is_changeable, is_young


def change_comment(comment: Comment, text: str, *, version: int, by: Actor) -> None:
    """Put other words in the place of an author's; a person reads them again.

    `version` is the one of the words that the author saw.

    Raises:
        Closed: It can be changed no more.
        Conflict: Somebody decided on the words, or they were changed, since.
        Gone: It was taken back.
    """
    with transaction() as current:
        fresh = current.get_one(Comment, comment.id)
        thread = current.get_one(Thread, fresh.thread_id)
        said = current.get_one(Contribution, fresh.contribution_id)
        if said.status in GONE:
            raise Gone
        if not is_changeable(fresh, said, thread.consultation, clock.now()):
            raise Closed(_("This comment can be changed no more."))
        change_wording(
            current,
            said.id,
            text,
            language=guessed_language(text, said.language),
            version=version,
            today=clock.today(thread.consultation.zone),
        )
        about = ("comment", fresh.id)
        record(current, "threads.comment.changed", by=by, subject=about)


def take_back_mine(comment: Comment, thread: Thread, *, by: Actor) -> None:
    """Take a comment back from the browser it came from, while it is young.

    Later the receipt code is needed: a browser may have other people in front of it.

    Raises:
        Closed: It is too old for that.
    """
    if not is_young(comment, thread.consultation, clock.now()):
        raise Closed(_("Use your receipt code to take this comment back."))
    withdraw_comment(comment, by=by)
