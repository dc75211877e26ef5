"""Doors for staff: sign in, sign out."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import login_user, logout_user

from engage.people import actions
from engage.people.forms import SignInForm
from engage.people.models import User
from engage.people.signed_in import StoredSession
from engage.web.access import keeps_form, public
from engage.web.security import keep_private

bp = Blueprint("people", __name__)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@keeps_form
def sign_in() -> ResponseReturnValue:
    """Let a member of staff in."""
    keep_private()
    form = SignInForm()
    if not form.is_submitted:
        form.next.data = request.args.get("next", "")
    if form.is_submitted_and_valid():
        user = actions.check_password(form.email.data or "", form.password.data or "")
        if user is not None:
            _begin(user)
            return redirect(safe_address(form.next.data or ""), 303)
        form.form_errors.append(
            _("The e-mail address or the password is not right. Please check both.")
        )
        form.status = 422
    return render_template("people/sign_in.html", form=form), form.status


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End the session here and on the server."""
    logout_user()
    session.clear()
    return redirect(url_for("pages.home"), 303)


def safe_address(wanted: str) -> str:
    """Return an address of this site to go on to; never another host (rule 12)."""
    parts = urlsplit(wanted.replace("\\", "/"))
    is_ours = wanted.startswith("/") and not wanted.startswith("//")
    if is_ours and not parts.netloc and not parts.scheme:
        return wanted
    return url_for("pages.manage")


def _begin(user: User) -> None:
    """Begin a new session with a new id: nothing from before is carried over."""
    session.clear()
    if isinstance(session._get_current_object(), StoredSession):  # type: ignore[attr-defined]  # noqa: SLF001
        session.is_renewed = True
    login_user(user)
    actions.note_sign_in(user)
