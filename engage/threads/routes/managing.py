"""Doors for staff: open a discussion, change what it asks and how it is moderated."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.consultations.forms import MODERATION_NAMES
from engage.consultations.models import Consultation
from engage.consultations.policy import may_edit_consultation, may_view_consultation
from engage.consultations.queries import get_managed_consultation
from engage.core.errors import Conflict, Invalid
from engage.threads import actions, queries
from engage.threads.forms import EditThreadForm, NewThreadForm
from engage.threads.models import Thread
from engage.threads.policy import may_edit_thread
from engage.threads.routes.base import bp
from engage.web.access import current_actor, guarded, keeps_form


@bp.get("/manage/consultations/<consultation>/threads")
@guarded(may_view_consultation, by=get_managed_consultation)
def index(consultation: Consultation) -> ResponseReturnValue:
    """Show the discussions of a consultation."""
    return render_template(
        "threads/index.html",
        consultation=consultation,
        ways=MODERATION_NAMES,
        threads=queries.list_managed_threads(consultation),
    )


@bp.route("/manage/consultations/<consultation>/threads/new", methods=["GET", "POST"])
@guarded(may_edit_consultation, by=get_managed_consultation)
@keeps_form
def create(consultation: Consultation) -> ResponseReturnValue:
    """Open a discussion in a consultation."""
    form = NewThreadForm(consultation)
    if form.is_submitted_and_valid():
        try:
            actions.create_thread(
                form.facts, consultation=consultation, by=current_actor()
            )
        except Conflict as error:
            form.refuse(Invalid(error.message, {"slug": error.message}))
            form.status = 409
        except Invalid as error:
            form.refuse(error)
        else:
            flash(_("The discussion is there."))
            return _to_index(consultation)
    page = render_template("threads/create.html", consultation=consultation, form=form)
    return page, form.status


@bp.route("/manage/threads/<thread>", methods=["GET", "POST"])
@guarded(may_edit_thread, by=queries.get_managed_thread)
@keeps_form
def edit(thread: Thread) -> ResponseReturnValue:
    """Change what a discussion asks and how it is moderated from now on."""
    consultation = thread.consultation
    form = EditThreadForm(consultation)
    if not form.is_submitted:
        form.show(thread)
    now: Thread | None = None
    if form.is_submitted_and_valid():
        try:
            actions.edit_thread(
                thread, form.facts, version=form.version.data, by=current_actor()
            )
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            now = queries.get_managed_thread(current_actor(), thread.slug)
            form.version.renew(now.version)
            form.refuse(error)
        else:
            flash(_("The changes are saved."))
            return _to_index(consultation)
    page = render_template("threads/edit.html", thread=thread, now=now, form=form)
    return page, form.status


def _to_index(consultation: Consultation) -> ResponseReturnValue:
    return redirect(url_for("threads.index", consultation=consultation.slug), 303)
