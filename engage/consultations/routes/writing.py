"""Doors to what a consultation says: set it up, change it, duplicate it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.catchments.models import Catchment
from engage.catchments.queries import list_catchments
from engage.consultations import actions, queries
from engage.consultations.forms import (
    CONSENT,
    TEXTS,
    ChangeForm,
    ConsentForm,
    CopyForm,
    NewForm,
    differences,
)
from engage.consultations.models import Consultation
from engage.consultations.policy import may_create_consultation, may_edit_consultation
from engage.consultations.routes.blueprint import bp, to_page
from engage.core import clock
from engage.core.errors import Conflict, Invalid
from engage.web.access import current_actor, guarded, keeps_form
from engage.web.forms import EditForm

USUAL_LENGTH = timedelta(days=60)


@bp.route("/manage/consultations/new", methods=["GET", "POST"])
@guarded(may_create_consultation)
@keeps_form
def create() -> ResponseReturnValue:
    """Set up a draft; nobody outside sees it."""
    form = NewForm()
    form.offer(_own_places())
    today = clock.today()
    if not form.is_submitted:
        form.suggest(today, today + USUAL_LENGTH)
    if form.is_submitted_and_valid():
        try:
            made = actions.create_consultation(
                form.new_facts(),
                catchments=form.catchments.data or (),
                by=current_actor(),
            )
        except Conflict as error:
            form.refuse(Invalid(error.message, {"slug": error.message}))
        except Invalid as error:
            form.refuse(error)
        else:
            flash(_("The draft is saved. Only staff can see it."))
            return to_page("show", made)
    return render_template("consultations/new.html", form=form), form.status


@bp.route("/manage/consultations/<consultation>/edit", methods=["GET", "POST"])
@guarded(may_edit_consultation, by=queries.get_managed_consultation)
@keeps_form
def edit(consultation: Consultation) -> ResponseReturnValue:
    """Change texts, dates, places and rules; a stale form shows both versions."""
    form = ChangeForm()
    form.offer(_own_places(), consultation.zone)
    if not form.is_submitted:
        form.show(consultation)
        form.version.data = consultation.version
    if form.is_submitted_and_valid():
        try:
            actions.edit_consultation(
                consultation,
                form.facts(consultation.slug),
                catchments=form.catchments.data or (),
                version=form.version.data,
                by=current_actor(),
            )
        except Invalid as error:
            form.refuse(error)
        except Conflict:
            return _stale(consultation, form)
        else:
            flash(_("The changes are saved."))
            return to_page("show", consultation)
    return _edit_page(consultation, form), form.status


@bp.route("/manage/consultations/<consultation>/consent", methods=["GET", "POST"])
@guarded(may_edit_consultation, by=queries.get_managed_consultation)
@keeps_form
def consent(consultation: Consultation) -> ResponseReturnValue:
    """Show every consent text there was, and put a new one in force."""
    form = ConsentForm()
    if not form.is_submitted:
        form.show(consultation.consent)
    if form.is_submitted_and_valid():
        try:
            made = actions.renew_consent(
                consultation,
                *(form.pair(name) for name in CONSENT),
                number=form.number.data,
                by=current_actor(),
            )
        except Invalid as error:
            form.refuse(error)
        except Conflict:
            return _stale_consent(consultation, form)
        else:
            flash(_("Version %(number)s is in force.", number=made.number))
            return to_page("consent", consultation)
    return _consent_page(consultation, form), form.status


@bp.route("/manage/consultations/<consultation>/duplicate", methods=["GET", "POST"])
@guarded(may_edit_consultation, by=queries.get_managed_consultation)
@keeps_form
def duplicate(consultation: Consultation) -> ResponseReturnValue:
    """Make a new draft of a consultation; nothing that people said comes along."""
    form = CopyForm()
    today = clock.today(consultation.zone)
    if not form.is_submitted:
        length = consultation.closes_on - consultation.opens_on
        days = {"opens_on": today, "closes_on": today + length}
        form.fill({"title": consultation.title, **days})
    if form.is_submitted_and_valid():
        try:
            made = actions.duplicate_consultation(
                consultation, form.copy, by=current_actor()
            )
        except Conflict as error:
            form.refuse(Invalid(error.message, {"slug": error.message}))
        except Invalid as error:
            form.refuse(error)
        else:
            flash(_("The draft is saved. Only staff can see it."))
            return to_page("show", made)
    page = render_template(
        "consultations/duplicate.html", consultation=consultation, form=form
    )
    return page, form.status


def _own_places() -> list[Catchment]:
    actor = current_actor()
    return [place for place in list_catchments() if actor.covers(place.id)]


def _edit_page(
    consultation: Consultation, form: EditForm, now: Sequence[Any] = ()
) -> str:
    return render_template(
        "consultations/edit.html", consultation=consultation, form=form, now=now
    )


def _stale(consultation: Consultation, form: ChangeForm) -> ResponseReturnValue:
    """Show what somebody else wrote beside what was typed (rule 24)."""
    fresh = queries.get_consultation_by_id(consultation.id)
    names = (*TEXTS, "opens_on", "closes_on", "zone", "retention_months", "moderation")
    form.version.renew(fresh.version)
    return _edit_page(fresh, form, differences(form, fresh, names)), 409


def _consent_page(
    consultation: Consultation, form: EditForm, now: Sequence[Any] = ()
) -> str:
    return render_template(
        "consultations/consent.html", consultation=consultation, form=form, now=now
    )


def _stale_consent(
    consultation: Consultation, form: ConsentForm
) -> ResponseReturnValue:
    fresh = queries.get_consultation_by_id(consultation.id)
    newest = fresh.consent
    form.number.renew(newest.number if newest else 0)
    return _consent_page(fresh, form, differences(form, newest, CONSENT)), 409
