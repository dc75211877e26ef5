"""Doors to invitations: make one, take it back, accept it."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.catchments.queries import list_catchments
from engage.core.actors import Role
from engage.core.config import Settings
from engage.core.errors import Conflict, Invalid
from engage.core.mail import sender_of
from engage.people import actions, queries, signed_in
from engage.people.forms import AcceptForm, InviteForm
from engage.people.letters import invitation_link
from engage.people.models import Invitation
from engage.people.policy import may_administer
from engage.people.routes.blueprint import ROLE_NAMES, bp
from engage.web.access import current_actor, guarded, keeps_form, public
from engage.web.security import keep_private


@bp.route("/manage/invitations", methods=["GET", "POST"])
@guarded(may_administer)
@keeps_form
def invite() -> ResponseReturnValue:
    """Invite somebody, with the rights they will have."""
    form = InviteForm()
    form.offer(list_catchments())
    if form.is_submitted_and_valid():
        try:
            made = _invited(form)
        except Conflict as error:
            form.refuse(Invalid(error.message, {"email": error.message}))
        except Invalid as error:
            form.refuse(error)
        else:
            return _handed_over(made)
    return render_template("people/invite.html", form=form), form.status


@bp.post("/manage/invitations/<invitation>/revoke")
@guarded(may_administer, by=queries.get_invitation)
def revoke(invitation: Invitation) -> ResponseReturnValue:
    """Take an invitation back: its link opens nothing more."""
    actions.revoke_invitation(invitation, by=current_actor())
    flash(_("The invitation is taken back."))
    return redirect(url_for("people.index"), 303)


@bp.route("/invitations/<token>", methods=["GET", "POST"])
@public
@keeps_form
def accept(token: str) -> ResponseReturnValue:
    """Let an invited person choose a name and a password, and come in."""
    keep_private()
    invitation = queries.get_invitation_by_token(current_actor(), token)
    form = AcceptForm()
    if form.is_submitted_and_valid():
        try:
            user = actions.accept_invitation(
                invitation, name=form.name.data or "", password=form.new.data or ""
            )
        except Invalid as error:
            form.refuse(Invalid(error.message, {"new": error.message}))
        else:
            signed_in.begin(user)
            return redirect(url_for("pages.manage"), 303)
    page = render_template(
        "people/accept.html", form=form, invitation=invitation, role_names=ROLE_NAMES
    )
    return page, form.status


def _invited(form: InviteForm) -> Invitation:
    return actions.invite(
        form.email.data or "",
        role=Role(form.role.data),
        catchments=form.catchments.data or (),
        language=form.language.data or "en",
        secret_key=_settings().secret_key,
        by=current_actor(),
    )


def _handed_over(made: Invitation) -> ResponseReturnValue:
    """Say that a letter is on its way, or show the link to pass on where none goes."""
    if _settings().sends_mail:
        flash(_("The invitation is on its way by e-mail."))
        return redirect(url_for("people.index"), 303)
    link = invitation_link(made, sender_of(_settings()))
    return render_template("people/invited.html", invitation=made, link=link)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
