"""Doors for staff: sign in, sign out, change one's password, see who is here."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engage.core.actors import Role
from engage.people import actions, queries, signed_in
from engage.people.forms import SignInForm
from engage.people.policy import may_administer
from engage.web.access import guarded, keeps_form, public
from engage.web.security import keep_private

ROLE_NAMES = {
    Role.FACILITATOR: _l("Facilitator"),
    Role.PUBLISHER: _l("Publisher"),
    Role.ADMIN: _l("Administrator"),
}

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
            signed_in.begin(user)
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
    signed_in.end()
    return redirect(url_for("pages.home"), 303)


@bp.get("/manage/people")
@guarded(may_administer)
def index() -> ResponseReturnValue:
    """Show everybody who can sign in, their role and their catchments."""
    return render_template(
        "people/index.html", people=queries.list_people(), role_names=ROLE_NAMES
    )


def safe_address(wanted: str) -> str:
    """Return an address of this site to go on to; never another host (rule 12)."""
    parts = urlsplit(wanted.replace("\\", "/"))
    is_ours = wanted.startswith("/") and not wanted.startswith("//")
    if is_ours and not parts.netloc and not parts.scheme:
        return wanted
    return url_for("pages.manage")
