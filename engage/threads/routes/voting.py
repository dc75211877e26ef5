"""Doors to agree with a comment or not, in the list or one at a time."""

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage.core import clock
from engage.core.tokens import new_token
from engage.threads import actions, queries
from engage.threads.models import Thread
from engage.threads.policy import may_read_thread
from engage.threads.routes.base import asked_place, bp, own_hash, own_token, with_token
from engage.web.access import current_actor, guarded


@bp.post("/threads/<thread>/reactions")
@guarded(may_read_thread, by=queries.get_thread)
def react(thread: Thread) -> ResponseReturnValue:
    """Take one reaction and go back to the comment it is about."""
    public_id, _sep, reaction = request.form.get("reaction", "").partition(":")
    token = own_token(thread) or new_token()
    actions.react(thread, public_id, reaction, token=token, by=current_actor())
    response = make_response(redirect(_way_back(thread, public_id), 303))
    return with_token(response, thread, token)


@bp.get("/threads/<thread>/vote")
@guarded(may_read_thread, by=queries.get_thread)
def vote(thread: Thread) -> ResponseReturnValue:
    """Show one statement at a time, to agree with or not; stop any time."""
    is_open = thread.consultation.takes_input(clock.now())
    reader = own_hash(thread)
    last = request.args.get("last")
    done, total = queries.count_statements(thread, reader=reader)
    goes_on = is_open and done < total
    return render_template(
        "threads/vote.html",
        thread=thread,
        position=asked_place(),
        consultation=thread.consultation,
        shown=queries.find_next_statement(thread, reader=reader) if goes_on else None,
        last=queries.get_comment(thread, last, reader=reader) if last else None,
        done=done,
        total=total,
        is_open=is_open,
        today=clock.today(thread.consultation.zone),
    )


def _way_back(thread: Thread, public_id: str) -> str:
    """Return the address of the page the reaction came from, at the comment."""
    anchor, origin = f"c-{public_id}", asked_place().origin
    if request.form.get("at") == "vote":
        return url_for(
            "threads.vote",
            thread=thread.slug,
            last=public_id,
            _anchor="statement-title",
            **origin,
        )
    if request.form.get("at"):
        return url_for(
            "threads.comment",
            thread=thread.slug,
            comment=public_id,
            _anchor=anchor,
            **origin,
        )
    sort, page = request.form.get("sort", ""), request.form.get("page", "")
    return url_for(
        "threads.show",
        thread=thread.slug,
        sort=sort if sort in queries.SORTS[1:] else None,
        page=page if page.isascii() and page.isdigit() and page != "1" else None,
        _anchor=anchor,
        **origin,
    )
