"""Doors to one's own comment, from the browser it came from."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage.core import clock
from engage.core.errors import Closed, Conflict
from engage.threads import actions, queries
from engage.threads.forms import ChangeForm
from engage.threads.models import Thread
from engage.threads.policy import is_changeable, is_young, may_read_thread
from engage.threads.queries import OwnComment
from engage.threads.routes.base import bp, own_hash
from engage.web.access import current_actor, guarded, keeps_form
from engage.web.security import keep_private


@bp.route("/threads/<thread>/comments/<comment>/mine", methods=["GET", "POST"])
@guarded(may_read_thread, by=queries.get_thread)
@keeps_form
def mine(thread: Thread, comment: str) -> ResponseReturnValue:
    """Show one's own comment, and take other words for it."""
    keep_private()
    own = queries.get_own_comment(thread, comment, reader=own_hash(thread))
    form = ChangeForm()
    if not form.is_submitted:
        form.show(own.text)
    if form.is_submitted_and_valid():
        try:
            actions.change_comment(
                own.comment,
                form.text.data or "",
                version=form.version.data,
                by=current_actor(),
            )
        except Closed as error:
            form.refuse(error)
        except Conflict as error:
            own = queries.get_own_comment(thread, comment, reader=own_hash(thread))
            form.stale(own.text.version, error.message)
        else:
            return redirect(_here(own, saved="yes"), 303)
    return _page(own, form), form.status


@bp.post("/threads/<thread>/comments/<comment>/mine/take-back")
@guarded(may_read_thread, by=queries.get_thread)
def take_back(thread: Thread, comment: str) -> ResponseReturnValue:
    """Take one's own comment back: its words are blanked everywhere."""
    keep_private()
    own = queries.get_own_comment(thread, comment, reader=own_hash(thread))
    actions.take_back_mine(own.comment, thread, by=current_actor())
    return render_template("receipts/comment_withdrawn.html", own=own)


def _page(own: OwnComment, form: ChangeForm) -> str:
    consultation, now = own.thread.consultation, clock.now()
    return render_template(
        "threads/mine.html",
        own=own,
        thread=own.thread,
        consultation=consultation,
        form=form,
        is_changeable=is_changeable(own.comment, own.text, consultation, now),
        is_young=is_young(own.comment, consultation, now),
        is_saved=request.args.get("saved") == "yes",
    )


def _here(own: OwnComment, **more: Any) -> str:
    name = own.comment.public_id
    return url_for("threads.mine", thread=own.thread.slug, comment=name, **more)
