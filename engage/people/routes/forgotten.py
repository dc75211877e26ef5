"""Doors for those who forgot their password: ask for a link, choose a new one."""

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage.core.config import Settings
from engage.core.mail import sender_of
from engage.people import actions, queries, signed_in
from engage.people.forms import ChooseForm, ForgottenForm
from engage.people.letters import reset_link
from engage.people.models import User
from engage.people.policy import may_administer
from engage.people.routes.blueprint import bp
from engage.people.routes.signing_in import count_tries
from engage.web.access import current_actor, guarded, keeps_form, public
from engage.web.security import keep_private


@bp.route("/sign-in/forgotten", methods=["GET", "POST"])
@public
@keeps_form
def forgotten() -> ResponseReturnValue:
    """Have a link sent to choose a new password; known or not, the same is told."""
    keep_private()
    form = ForgottenForm()
    if form.is_submitted_and_valid():
        account = (form.email.data or "").strip().lower()
        count_tries(account)
        actions.ask_for_reset(account, by=current_actor())
        return redirect(url_for("people.forgotten", asked="yes"), 303)
    page = render_template(
        "people/forgotten.html",
        form=form,
        is_asked=request.args.get("asked") == "yes",
        sends_mail=_settings().sends_mail,
    )
    return page, form.status


@bp.route("/new-password/<token>", methods=["GET", "POST"])
@public
@keeps_form
def new_password(token: str) -> ResponseReturnValue:
    """Let somebody with a link choose a new password, and come in."""
    keep_private()
    user = queries.get_user_by_reset(token, _settings().secret_key)
    form = ChooseForm()
    if form.is_submitted_and_valid():
        actions.change_password(
            user, form.new.data or "", by=user.actor, replaces=user.password_hash
        )
        signed_in.begin(user)
        return redirect(url_for("pages.manage"), 303)
    page = render_template("people/new_password.html", form=form, user=user)
    return page, form.status


@bp.post("/manage/people/<int(max=2147483647):person>/reset")
@guarded(may_administer, by=queries.get_person)
def reset(person: User) -> ResponseReturnValue:
    """Make a link with which somebody chooses a new password, to be passed on."""
    expires = actions.note_reset(person, by=current_actor())
    link = reset_link(person, expires, sender_of(_settings()))
    return render_template("people/reset.html", person=person, link=link)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
