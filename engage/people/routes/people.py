"""Doors to everybody who works here: see them, change their rights, let them go."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.catchments.queries import list_catchments
from engage.core.actors import Role
from engage.core.errors import Conflict, Invalid
from engage.people import actions, queries
from engage.people.forms import InviteForm, RightsForm, StepForm
from engage.people.models import User
from engage.people.policy import may_administer
from engage.people.routes.blueprint import ROLE_NAMES, bp
from engage.web.access import current_actor, guarded, keeps_form


@bp.get("/manage/people")
@guarded(may_administer)
def index() -> ResponseReturnValue:
    """Show everybody who can sign in, and who is invited."""
    form = InviteForm()
    form.offer(list_catchments())
    return render_template(
        "people/index.html",
        people=queries.list_people(),
        invitations=queries.list_invitations(),
        role_names=ROLE_NAMES,
        place_names={one.slug: one.name for one in list_catchments()},
        form=form,
    )


@bp.route("/manage/people/<int(max=2147483647):person>", methods=["GET", "POST"])
@guarded(may_administer, by=queries.get_person)
@keeps_form
def show(person: User) -> ResponseReturnValue:
    """Show one person; give them another role or other catchments."""
    form = RightsForm()
    form.offer(list_catchments())
    if not form.is_submitted:
        form.show(person)
    if form.is_submitted_and_valid():
        try:
            actions.change_rights(
                person,
                Role(form.role.data),
                form.catchments.data or (),
                version=form.version.data or 0,
                by=current_actor(),
            )
        except Conflict as error:
            told = error.message or stale()
            form.refuse(Invalid(told))
            form.status = 409
        except Invalid as error:
            form.refuse(error)
        else:
            flash(_("The rights are changed. This person signs in again."))
            return redirect(url_for("people.index"), 303)
    return _page(person, form)


@bp.post("/manage/people/<int(max=2147483647):person>/disable")
@guarded(may_administer, by=queries.get_person)
@keeps_form
def disable(person: User) -> ResponseReturnValue:
    """Keep somebody from signing in; their sessions end at once."""
    form = StepForm()
    if not form.is_submitted_and_valid():
        return _page(person, _shown(person, *form.form_errors))
    try:
        actions.disable_user(person, version=form.version.data or 0, by=current_actor())
    except Conflict as error:
        return _page(person, _shown(person, error.message or stale(), status=409))
    flash(_("This person can no longer sign in."))
    return redirect(url_for("people.index"), 303)


@bp.post("/manage/people/<int(max=2147483647):person>/enable")
@guarded(may_administer, by=queries.get_person)
@keeps_form
def enable(person: User) -> ResponseReturnValue:
    """Let somebody sign in again."""
    form = StepForm()
    if not form.is_submitted_and_valid():
        return _page(person, _shown(person, *form.form_errors))
    try:
        actions.enable_user(person, version=form.version.data or 0, by=current_actor())
    except Conflict:
        return _page(person, _shown(person, stale(), status=409))
    flash(_("This person can sign in again."))
    return redirect(url_for("people.index"), 303)


def stale() -> str:
    """Return what to say where somebody else was quicker."""
    words: str = _(
        "Somebody changed this person in the meantime. This is how it stands now; "
        "nothing of yours was changed."
    )
    return words


def _shown(person: User, *faults: str, status: int = 422) -> RightsForm:
    """Return the form as the person stands now, with what was refused."""
    form = RightsForm(formdata=None)
    form.offer(list_catchments())
    form.show(queries.get_person(current_actor(), person.id))
    form.refuse(Invalid(" ".join(str(fault) for fault in faults)))
    form.status = status
    return form


def _page(person: User, form: RightsForm) -> ResponseReturnValue:
    page = render_template(
        "people/show.html", person=person, form=form, role_names=ROLE_NAMES
    )
    return page, form.status
