"""Doors to a thread: read it, say something, keep the receipt."""

from dataclasses import replace

from flask import current_app, make_response, redirect, render_template, request
from flask import url_for as address_of
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.consultations.gatherings import session_named
from engage.core import clock
from engage.core.errors import Closed, NotFound
from engage.core.i18n import current_language
from engage.core.text import guessed_language
from engage.core.tokens import new_token, receipt_code
from engage.threads import actions, queries
from engage.threads.actions import SameKeyOtherWords, Words
from engage.threads.forms import CommentForm
from engage.threads.models import Thread
from engage.threads.policy import may_read_thread
from engage.threads.routes.base import Place, asked_place, bp, own_token, with_token
from engage.threads.routes.pages import thread_page
from engage.web.access import current_actor, guarded, keeps_form
from engage.web.handing import forget_receipt, hand_receipt, handed_receipt
from engage.web.paging import page_number


@bp.route("/threads/<thread>", methods=["GET", "POST"])
@guarded(may_read_thread, by=queries.get_thread)
@keeps_form
def show(thread: Thread) -> ResponseReturnValue:
    """Show a thread, or take one comment to it."""
    sort = request.args.get("sort", "newest")
    return _answer(thread, asked_place(sort=sort, page=page_number()))


@bp.route("/threads/<thread>/comments/<comment>", methods=["GET", "POST"])
@guarded(may_read_thread, by=queries.get_thread)
@keeps_form
def comment(thread: Thread, comment: str) -> ResponseReturnValue:
    """Show one comment with its replies, or take one more reply.

    The address of a comment that was split leads on to its first part.
    """
    place = asked_place(comment=comment)
    try:
        return _answer(thread, place)
    except NotFound:
        part = queries.find_part(thread, comment)
        if part is None and not request.form.get("text"):
            raise
    if part is None:
        return _orphaned(thread, place)
    if request.method == "POST":
        return _answer(thread, replace(place, comment=part))
    here = {"thread": thread.slug, "comment": part, **place.origin}
    return redirect(address_of("threads.comment", **here), 302)


@bp.get("/threads/<thread>/receipt")
@guarded(may_read_thread, by=queries.get_thread)
def receipt(thread: Thread) -> ResponseReturnValue:
    """Show the receipt code of a comment, once."""
    handed = handed_receipt()
    page = render_template(
        "threads/receipt.html",
        thread=thread,
        position=asked_place(),
        code=handed.code if handed else "",
        is_waiting=request.args.get("waits") == "yes",
        comment=request.args.get("comment", ""),
    )
    response = make_response(page)
    if handed is not None:
        forget_receipt(response)
    return response


def _answer(thread: Thread, place: Place) -> ResponseReturnValue:
    """Take what was sent, or show the page, filled again where it must be."""
    if not thread.consultation.takes_input(clock.now()):
        typed = request.form.get("text", "")
        status = 409 if request.method == "POST" else 200
        return thread_page(thread, place, typed=typed), status
    if request.method != "POST":
        return thread_page(thread, place)
    form = CommentForm(thread.consultation)
    is_switching = "switch" in request.form
    if is_switching or not form.is_submitted_and_valid():
        return thread_page(thread, place, form=form), form.status
    return _sent(thread, place, form)


def _sent(thread: Thread, place: Place, form: CommentForm) -> ResponseReturnValue:
    """Hand the words on and show the receipt, or why they were not taken."""
    try:
        return _take(thread, form, place)
    except Closed:
        return thread_page(thread, place, typed=form.text.data or ""), 409
    except SameKeyOtherWords as error:
        form.form_errors.append(error.message)
        form.submission_key.data = new_token()
        return thread_page(thread, place, form=form), 422


def _orphaned(thread: Thread, place: Place) -> ResponseReturnValue:
    """Show the thread, and a reply to a comment that has gone, filled in again."""
    whole = replace(place, comment=None)
    if not thread.consultation.takes_input(clock.now()):
        return _answer(thread, whole)
    form = CommentForm(thread.consultation)
    form.is_submitted_and_valid()
    told = _("The comment you answer has gone. You can send your words on their own.")
    form.form_errors.append(told)
    form.submission_key.data = new_token()
    return thread_page(thread, whole, form=form), 409


def _take(thread: Thread, form: CommentForm, place: Place) -> ResponseReturnValue:
    token = own_token(thread) or new_token()
    secret_key = current_app.config["SETTINGS"].secret_key
    code = receipt_code(secret_key, form.submission_key.data or "")
    words = Words(
        text=form.text.data or "",
        language=guessed_language(form.text.data or "", current_language()),
        display_name=form.display_name.data or "",
        catchment=form.catchment.data or None,
        may_quote=bool(form.may_quote.data),
        reply_to=place.comment,
        consent_number=form.consent_number,
        session_code=session_named(thread.consultation_id, place.session),
    )
    said = actions.submit_comment(
        thread, words, token=token, receipt=code, by=current_actor()
    )
    waits = "yes" if said.is_waiting else None
    address = address_of(
        "threads.receipt",
        thread=thread.slug,
        waits=waits,
        comment=said.public_id,
        **place.origin,
    )
    response = make_response(redirect(address, 303))
    hand_receipt(response, code)
    return with_token(response, thread, token)
