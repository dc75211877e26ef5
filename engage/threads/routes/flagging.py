"""The door where readers ask that a comment be looked at."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage.core.errors import Closed, Invalid
from engage.core.tokens import new_token
from engage.threads import actions, queries
from engage.threads.forms import FlagForm
from engage.threads.models import Thread
from engage.threads.policy import may_read_thread
from engage.threads.routes.base import bp, own_hash, own_token, with_token
from engage.web.access import current_actor, guarded, keeps_form
from engage.web.throttle import client_network, count_try


@bp.route("/threads/<thread>/comments/<comment>/flag", methods=["GET", "POST"])
@guarded(may_read_thread, by=queries.get_thread)
@keeps_form
def flag(thread: Thread, comment: str) -> ResponseReturnValue:
    """Ask why a comment should be looked at, and note it once per browser."""
    shown = queries.get_shown(thread, comment, reader=own_hash(thread))
    form = FlagForm()
    if form.is_submitted_and_valid():
        count_try("flags", client_network())
        token = own_token(thread) or new_token()
        try:
            actions.flag_comment(
                thread, comment, form.reason.data, token=token, by=current_actor()
            )
        except (Closed, Invalid) as error:
            form.refuse(Invalid(error.message))
        else:
            here = url_for(
                "threads.flag", thread=thread.slug, comment=comment, done="yes"
            )
            return with_token(make_response(redirect(here, 303)), thread, token)
    page = render_template(
        "threads/flag.html",
        thread=thread,
        consultation=thread.consultation,
        shown=shown,
        form=form,
        is_done=request.args.get("done") == "yes",
    )
    return page, form.status
