"""Doors for staff: sign in, sign out, look after one's own account."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.people import actions, queries, signed_in
from engage.people.forms import PasswordForm, SignInForm
from engage.people.models import User
from engage.people.policy import may_manage
from engage.people.routes.blueprint import ROLE_NAMES, bp
from engage.web import throttle
from engage.web.access import current_actor, guarded, keeps_form, public
from engage.web.security import keep_private


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
        user = _checked(form.email.data or "", form.password.data or "")
        if user is not None:
            signed_in.begin(user)
            return redirect(safe_address(form.next.data or ""), 303)
        form.form_errors.append(
            _("The e-mail address or the password is not right. Please check both.")
        )
        form.status = 422
    return render_template("people/sign_in.html", form=form), form.status


def count_tries(account: str) -> None:
    """Count one more try for an account, from an address, and in total (rule 8)."""
    throttle.count_try("sign_in_total", "")
    throttle.count_try("sign_in_address", throttle.client_network())
    throttle.count_try("sign_in_account", account)


def _checked(email: str, password: str) -> User | None:
    """Return the person behind an address and a password, throttled (rule 8)."""
    account = email.strip().lower()
    count_tries(account)
    user = actions.check_password(account, password)
    if user is not None:
        throttle.forget("sign_in_account", account)
    return user


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End the session here and on the server."""
    signed_in.end()
    return redirect(url_for("pages.home"), 303)


@bp.route("/manage/password", methods=["GET", "POST"])
@guarded(may_manage)
@keeps_form
def change_password() -> ResponseReturnValue:
    """Let somebody choose a new password; all their other sessions end."""
    form = PasswordForm()
    if form.is_submitted_and_valid():
        me = queries.get_user(current_actor().user_id)
        if _checked(me.email, form.old.data or "") is None:
            form.old.errors = [_("This is not your password.")]
            form.status = 422
        else:
            actions.change_password(me, form.new.data or "", by=me.actor)
            signed_in.begin(me)
            return redirect(url_for("pages.manage"), 303)
    return render_template("people/change_password.html", form=form), form.status


@bp.route("/manage/account", methods=["GET", "POST"])
@guarded(may_manage)
def account() -> ResponseReturnValue:
    """Show somebody their own account; let them choose whether to get digests."""
    me = queries.get_user(current_actor().user_id)
    if request.method == "POST":
        actions.set_digest(me, is_wanted="digest" in request.form, by=me.actor)
        flash(_("Your choice is saved."))
        return redirect(url_for("people.account"), 303)
    return render_template("people/account.html", me=me, role_names=ROLE_NAMES)


def safe_address(wanted: str) -> str:
    """Return an address of this site to go on to; never another host (rule 12)."""
    is_path = wanted.startswith("/") and wanted.isprintable()
    # A browser reads a backslash as a slash, and two slashes as another host.
    if is_path and wanted[1:2] not in {"/", "\\"}:
        return wanted
    return url_for("pages.manage")
