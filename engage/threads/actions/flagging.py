"""Readers ask that a comment be looked at."""

from engage.contributions.actions import flag_text
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.db import transaction
from engage.core.errors import Closed
from engage.core.i18n import gettext as _
from engage.threads.actions.speaking import participant_of, visible_comment
from engage.threads.models import Thread


def flag_comment(
    thread: Thread, public_id: str, reason: str, *, token: str, by: Actor
) -> None:
    """Have moderators look at a comment; the same browser asks once per comment.

    The comment stays where it is until somebody has decided.

    Raises:
        Closed: The consultation is reported: nobody is known by a browser any more.
        Invalid: The reason is none of those known.
        NotFound: There is no such comment for readers in this thread.
    """
    with transaction() as current:
        fresh = current.get_one(Thread, thread.id)
        if fresh.consultation.state == "reported":
            raise Closed(_("This consultation is reported: nothing is added."))
        comment = visible_comment(current, fresh, public_id)
        reader = participant_of(current, fresh.id, token)
        is_new = flag_text(
            current,
            comment.contribution_id,
            voice=reader.voice,
            reason=reason,
            today=clock.today(fresh.consultation.zone),
        )
        if is_new:
            about = ("comment", comment.id)
            record(current, "threads.comment.flagged", by=by, subject=about)
