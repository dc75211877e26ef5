"""Doors to threads: read, comment, reply, agree or not."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from engage.core import clock
from engage.core.errors import Closed
from engage.core.i18n import current_language
from engage.core.tokens import new_token, receipt_code, token_hash
from engage.threads import actions, queries
from engage.threads.actions import SameKeyOtherWords, Words
from engage.threads.forms import CommentForm
from engage.threads.models import Thread
from engage.threads.policy import may_read_thread
from engage.threads.queries import CommentList
from engage.web.access import current_actor, guarded, keeps_form
from engage.web.fragments import fragment, kept_fragment, kept_page
from engage.web.handing import forget_receipt, hand_receipt, handed_receipt
from engage.web.paging import page_number
from engage.web.security import cookie_name, form_token

bp = Blueprint("threads", __name__)
TOKEN_SECONDS = 180 * 24 * 3600


@dataclass(frozen=True)
class Place:
    """Where in a thread the reader is: an order and a page, or one comment."""

    sort: str = "newest"
    page: int = 1
    comment: str | None = None


@bp.route("/threads/<thread>", methods=["GET", "POST"])
@guarded(may_read_thread, by=queries.get_thread)
@keeps_form
def show(thread: Thread) -> ResponseReturnValue:
    """Show a thread, or take one comment to it."""
    return _answer(thread, Place(request.args.get("sort", "newest"), page_number()))


@bp.route("/threads/<thread>/comments/<comment>", methods=["GET", "POST"])
@guarded(may_read_thread, by=queries.get_thread)
@keeps_form
def comment(thread: Thread, comment: str) -> ResponseReturnValue:
    """Show one comment with its replies, or take one more reply."""
    return _answer(thread, Place(comment=comment))


@bp.post("/threads/<thread>/reactions")
@guarded(may_read_thread, by=queries.get_thread)
def react(thread: Thread) -> ResponseReturnValue:
    """Take one reaction and go back to the comment it is about."""
    public_id, _sep, reaction = request.form.get("reaction", "").partition(":")
    token = _token(thread) or new_token()
    actions.react(thread, public_id, reaction, token=token, by=current_actor())
    response = make_response(redirect(_way_back(thread, public_id), 303))
    return _with_token(response, thread, token)


@bp.get("/threads/<thread>/vote")
@guarded(may_read_thread, by=queries.get_thread)
def vote(thread: Thread) -> ResponseReturnValue:
    """Show one statement at a time, to agree with or not; stop any time."""
    is_open = thread.consultation.takes_input(clock.now())
    token = _token(thread)
    reader = token_hash(token) if token else None
    last = request.args.get("last")
    done, total = queries.count_statements(thread, reader=reader)
    return render_template(
        "threads/vote.html",
        thread=thread,
        consultation=thread.consultation,
        shown=queries.find_next_statement(thread, reader=reader) if is_open else None,
        last=queries.get_comment(thread, last, reader=reader) if last else None,
        done=done,
        total=total,
        is_open=is_open,
        today=clock.today(thread.consultation.zone),
    )


@bp.get("/threads/<thread>/receipt")
@guarded(may_read_thread, by=queries.get_thread)
def receipt(thread: Thread) -> ResponseReturnValue:
    """Show the receipt code of a comment, once."""
    code = handed_receipt()
    page = render_template(
        "threads/receipt.html",
        thread=thread,
        code=code,
        is_waiting=request.args.get("waits") == "yes",
    )
    response = make_response(page)
    forget_receipt(response)
    return response


def _answer(thread: Thread, place: Place) -> ResponseReturnValue:
    """Take what was sent, or show the page, filled again where it must be."""
    if not thread.consultation.takes_input(clock.now()):
        typed = request.form.get("text", "")
        status = 409 if request.method == "POST" else 200
        return _page(thread, place, typed=typed), status
    if request.method != "POST":
        return _page(thread, place)
    form = CommentForm(thread.consultation.catchments)
    is_switching = "switch" in request.form
    if is_switching or not form.is_submitted_and_valid():
        return _page(thread, place, form=form), form.status
    return _sent(thread, place, form)


def _sent(thread: Thread, place: Place, form: CommentForm) -> ResponseReturnValue:
    """Hand the words on and show the receipt, or why they were not taken."""
    try:
        return _take(thread, form, place)
    except Closed:
        return _page(thread, place, typed=form.text.data or ""), 409
    except SameKeyOtherWords as error:
        form.form_errors.append(error.message)
        form.submission_key.data = new_token()
        return _page(thread, place, form=form), 422


def _take(thread: Thread, form: CommentForm, place: Place) -> ResponseReturnValue:
    token = _token(thread) or new_token()
    secret_key = current_app.config["SETTINGS"].secret_key
    code = receipt_code(secret_key, form.submission_key.data or "")
    words = Words(
        text=form.text.data or "",
        language=current_language(),
        display_name=form.display_name.data or "",
        catchment=form.catchment.data or None,
        may_quote=bool(form.may_quote.data),
        reply_to=place.comment,
    )
    said = actions.submit_comment(
        thread, words, token=token, receipt=code, by=current_actor()
    )
    waits = "yes" if said.is_waiting else None
    address = url_for("threads.receipt", thread=thread.slug, waits=waits)
    response = make_response(redirect(address, 303))
    hand_receipt(response, code)
    return _with_token(response, thread, token)


def _page(
    thread: Thread,
    place: Place,
    *,
    form: CommentForm | None = None,
    typed: str | None = None,
) -> str:
    """Write the page of a thread or of one comment; `typed` where it is closed."""
    is_open = typed is None
    token = _token(thread) if is_open else None
    reader = token_hash(token) if token else None
    values: dict[str, Any] = {
        "thread": thread,
        "consultation": thread.consultation,
        "position": place,
        "form": form,
        "typed": typed,
        "is_open": is_open,
        "sorts": queries.SORTS,
        "today": clock.today(thread.consultation.zone),
    }
    slots = {
        "token": form_token() if is_open else "",
        "key": str(form.submission_key.data) if form else new_token(),
    }
    if place.comment is not None:
        values["shown"] = queries.get_comment(thread, place.comment, reader=reader)
        return _rendered("threads/comment.html", slots, values)
    comments = queries.list_comments(
        thread, sort=place.sort, number=place.page, reader=reader
    )

    def render(given: Mapping[str, str]) -> str:
        values["listed"] = _listed(thread, comments, is_open=is_open)
        return _rendered("threads/show.html", given, values | {"comments": comments})

    if form or typed or comments.is_personal or current_actor().is_signed_in:
        return render(slots)
    return kept_page(_made_of(thread, place, comments, is_open=is_open), slots, render)


def _rendered(template: str, slots: Mapping[str, str], values: dict[str, Any]) -> str:
    thread, place, form = values["thread"], values["position"], values["form"]
    fields = _fields(thread, place, form) if values["is_open"] else ""
    return render_template(template, fields=fields, slots=slots, **values)


def _made_of(
    thread: Thread, place: Place, comments: CommentList, *, is_open: bool
) -> Hashable:
    """Name everything that the page of a thread is made of, but for the slots."""
    consultation = thread.consultation
    versions = (thread.slug, thread.version, consultation.id, consultation.version)
    said = (place, comments.rows, comments.replies)
    today = clock.today(consultation.zone)
    address = request.query_string
    return ("thread", current_language(), address, is_open, today, *versions, said)


def _fields(thread: Thread, place: Place, form: CommentForm | None) -> str:
    """Write the fields of the form; kept where nobody has typed anything."""
    consultation = thread.consultation
    is_reply = place.comment is not None
    values = {"thread": thread, "consultation": consultation, "is_reply": is_reply}
    if form is not None:
        return fragment("threads/fields.html", form=form, **values)
    versions = (thread.slug, thread.version, consultation.id, consultation.version)
    return kept_fragment(
        ("threads.fields", current_language(), is_reply, *versions),
        "threads/fields.html",
        lambda: {"form": CommentForm(consultation.catchments), **values},
    )


def _listed(thread: Thread, comments: CommentList, *, is_open: bool) -> str:
    """Write the list of comments; kept until it changes where it is nobody's own."""

    def context() -> dict[str, object]:
        base = url_for("threads.show", thread=thread.slug)
        return {"items": comments.items, "base": base, "is_open": is_open}

    if comments.is_personal:
        return fragment("threads/list.html", **context())
    facts = (thread.slug, is_open, comments.rows, comments.replies)
    key = ("threads.list", current_language(), *facts)
    return kept_fragment(key, "threads/list.html", context)


def _way_back(thread: Thread, public_id: str) -> str:
    """Return the address of the page the reaction came from, at the comment."""
    anchor = f"c-{public_id}"
    if request.form.get("at") == "vote":
        return url_for(
            "threads.vote",
            thread=thread.slug,
            last=public_id,
            _anchor="statement-title",
        )
    if request.form.get("at"):
        return url_for(
            "threads.comment", thread=thread.slug, comment=public_id, _anchor=anchor
        )
    sort, page = request.form.get("sort", ""), request.form.get("page", "")
    return url_for(
        "threads.show",
        thread=thread.slug,
        sort=sort if sort in queries.SORTS[1:] else None,
        page=page if page.isascii() and page.isdigit() and page != "1" else None,
        _anchor=anchor,
    )


def _token(thread: Thread) -> str | None:
    return request.cookies.get(_cookie(thread))


def _cookie(thread: Thread) -> str:
    return cookie_name(f"engage_thread_{thread.id}")


def _with_token(response: Response, thread: Thread, token: str) -> Response:
    """Let the browser keep its random token for this thread (rule 16)."""
    response.set_cookie(
        _cookie(thread),
        token,
        max_age=TOKEN_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
    return response
