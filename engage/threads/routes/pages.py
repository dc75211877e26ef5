"""The page of a thread or of one comment: kept where it is nobody's own."""

from collections.abc import Hashable, Mapping
from typing import Any

from flask import render_template, request, url_for

from engage.consultations.outcomes import has_report
from engage.core import clock
from engage.core.i18n import current_language
from engage.core.tokens import new_token
from engage.threads import queries
from engage.threads.forms import CommentForm
from engage.threads.models import Thread
from engage.threads.policy import YOUNG
from engage.threads.queries import CommentList
from engage.threads.routes.base import Place, own_hash
from engage.web.access import current_actor
from engage.web.fragments import fragment, kept_fragment, kept_page
from engage.web.security import form_token


def thread_page(
    thread: Thread,
    place: Place,
    *,
    form: CommentForm | None = None,
    typed: str | None = None,
) -> str | bytes:
    """Write the page of a thread or of one comment; `typed` where it is closed."""
    is_open = typed is None
    reader = own_hash(thread) if is_open else None
    values = _values(thread, place, form, typed)
    slots = {
        "token": form_token() if is_open else "",
        "key": str(form.submission_key.data) if form else new_token(),
    }
    if place.comment is not None:
        shown = queries.get_comment(thread, place.comment, reader=reader)
        values["shown"] = shown
        values["other_parts"] = queries.list_other_parts(thread, shown.public_id)
        return _rendered("threads/comment.html", slots, values)
    comments = queries.list_comments(
        thread, sort=place.sort, number=place.page, reader=reader
    )

    def render(given: Mapping[str, str]) -> str:
        values["listed"] = _listed(thread, comments, values)
        return _rendered("threads/show.html", given, values | {"comments": comments})

    if form or typed or comments.is_personal or current_actor().is_signed_in:
        return render(slots)
    facts = (is_open, values["has_report"])
    return kept_page(_made_of(thread, place, comments, *facts), slots, render)


def _values(
    thread: Thread, place: Place, form: CommentForm | None, typed: str | None
) -> dict[str, Any]:
    consultation = thread.consultation
    today = clock.today(consultation.zone)
    return {
        "thread": thread,
        "consultation": consultation,
        "position": place,
        "form": form,
        "typed": typed,
        "is_open": typed is None,
        "has_report": has_report(consultation.id),
        "takes_flags": consultation.state != "reported",
        "young_since": today - YOUNG,
        "sorts": queries.SORTS,
        "today": today,
    }


def _rendered(template: str, slots: Mapping[str, str], values: dict[str, Any]) -> str:
    thread, place, form = values["thread"], values["position"], values["form"]
    fields = _fields(thread, place, form) if values["is_open"] else ""
    return render_template(template, fields=fields, slots=slots, **values)


def _made_of(
    thread: Thread, place: Place, comments: CommentList, *facts: bool
) -> Hashable:
    """Name everything that the page of a thread is made of, but for the slots."""
    consultation = thread.consultation
    versions = (thread.slug, thread.version, consultation.id, consultation.version)
    said = (place, comments.rows, comments.replies)
    today = clock.today(consultation.zone)
    address = request.query_string
    return ("thread", current_language(), address, facts, today, *versions, said)


def _fields(thread: Thread, place: Place, form: CommentForm | None) -> str:
    """Write the fields of the form; kept where nobody has typed anything."""
    consultation = thread.consultation
    is_reply = place.comment is not None
    values = {"thread": thread, "consultation": consultation, "is_reply": is_reply}
    if form is not None:
        return fragment("threads/fields.html", form=form, **values)
    versions = (thread.slug, thread.version, consultation.id, consultation.version)
    return kept_fragment(
        ("threads.fields", current_language(), is_reply, place.catchment, *versions),
        "threads/fields.html",
        lambda: {"form": CommentForm(consultation, place.catchment), **values},
    )


def _listed(thread: Thread, comments: CommentList, values: dict[str, Any]) -> str:
    """Write the list of comments; kept until it changes where it is nobody's own."""
    names = ("is_open", "takes_flags", "young_since", "position")
    shared = {name: values[name] for name in names}

    def context() -> dict[str, object]:
        base = url_for("threads.show", thread=thread.slug)
        return {"items": comments.items, "base": base, **shared}

    if comments.is_personal:
        return fragment("threads/list.html", **context())
    tail = values["position"].tail
    facts = (thread.slug, tail, values["is_open"], values["takes_flags"])
    said = (comments.rows, comments.replies)
    key = ("threads.list", current_language(), *facts, *said)
    return kept_fragment(key, "threads/list.html", context)
