"""Doors to the release of a design: what it changes is read before it is public."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.catchments.models import Catchment
from engage.core.errors import Conflict
from engage.designs import actions, queries
from engage.designs.forms import ReleaseForm
from engage.designs.policy import may_write_designs
from engage.designs.routes.blueprint import bp
from engage.web.access import current_actor, guarded, keeps_form


@bp.route("/manage/designs/<catchment>/release", methods=["GET", "POST"])
@guarded(may_write_designs, by=queries.get_own_catchment)
@keeps_form
def release(catchment: Catchment) -> ResponseReturnValue:
    """Show what a release would change and who is told, then make it."""
    form = ReleaseForm()
    if form.is_submitted_and_valid():
        try:
            seen = form.seen.data or ""
            made = actions.release_design(catchment, seen=seen, by=current_actor())
        except Conflict as error:
            form.form_errors.append(error.message)
            form.status = 409
        else:
            flash(_("Release %(number)s is public.", number=made.number))
            return redirect(url_for("designs.show", catchment=catchment.slug), 303)
    working = queries.get_design(catchment)
    asked = queries.list_themes_asked(catchment)
    page = render_template(
        "designs/release.html",
        form=form,
        catchment=catchment,
        draft=actions.draft_release(catchment),
        missing=actions.missing_words(catchment),
        has_changed=actions.has_changed(catchment),
        before=queries.find_release(catchment),
        left_out=queries.list_left_out(working),
        open=[one for one in asked if not working.is_answered(one.theme.id)],
    )
    return page, form.status
