"""Doors to the list of elements that every design is read by."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.consultations.forms import differences
from engage.core.errors import Conflict, Invalid
from engage.designs import actions, queries
from engage.designs.forms import ElementForm, NewElementForm
from engage.designs.models import DesignElement
from engage.designs.policy import may_read_drafts, may_write_designs
from engage.designs.routes.blueprint import bp
from engage.web.access import current_actor, guarded, keeps_form

TEXTS = ("name", "definition")


@bp.get("/manage/designs/elements")
@guarded(may_read_drafts)
def elements() -> ResponseReturnValue:
    """Show the elements, the retired ones too."""
    listed = queries.list_elements(with_retired=True)
    return render_template("designs/elements.html", elements=listed)


@bp.route("/manage/designs/elements/new", methods=["GET", "POST"])
@guarded(may_write_designs)
@keeps_form
def add_element() -> ResponseReturnValue:
    """Add an element to the list."""
    form = NewElementForm()
    if not form.is_submitted:
        form.begin(queries.next_position())
    if form.is_submitted_and_valid():
        try:
            actions.add_element(form.slug.data or "", form.facts, by=current_actor())
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            form.refuse(Invalid(error.message, {"slug": error.message}))
            form.status = 409
        else:
            flash(_("The element is on the list."))
            return _to_list()
    page = render_template("designs/element.html", form=form, element=None, stale=[])
    return page, form.status


@bp.route("/manage/designs/elements/<element>", methods=["GET", "POST"])
@guarded(may_write_designs, by=queries.get_element)
@keeps_form
def edit_element(element: DesignElement) -> ResponseReturnValue:
    """Change an element or retire it; a stale form shows both versions."""
    form = ElementForm()
    if not form.is_submitted:
        form.show(element)
    if form.is_submitted_and_valid():
        try:
            actions.edit_element(
                element, form.facts, version=form.version.data, by=current_actor()
            )
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            return _stale(element, form, error)
        else:
            flash(_("The changes are saved."))
            return _to_list()
    page = render_template("designs/element.html", form=form, element=element, stale=[])
    return page, form.status


def _stale(
    element: DesignElement, form: ElementForm, error: Conflict
) -> ResponseReturnValue:
    """Show what was typed beside what somebody else saved in the meantime."""
    now = queries.get_element(current_actor(), element.slug)
    form.form_errors.append(error.message)
    form.version.renew(now.version)
    form.status = 409
    stale = differences(form, now, TEXTS)
    page = render_template("designs/element.html", form=form, element=now, stale=stale)
    return page, form.status


def _to_list() -> ResponseReturnValue:
    return redirect(url_for("designs.elements"), 303)
