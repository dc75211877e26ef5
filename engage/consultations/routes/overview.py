"""Doors to how a consultation stands: the list, the overview, its next step."""

from tempfile import SpooledTemporaryFile

from flask import (
    current_app,
    flash,
    render_template,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engage.consultations import actions, queries
from engage.consultations.actions import STEPS
from engage.consultations.forms import StepForm, missing_words, zone_words
from engage.consultations.models import Consultation
from engage.consultations.policy import (
    may_edit_consultation,
    may_export_consultation,
    may_list_consultations,
    may_view_consultation,
)
from engage.consultations.routes.blueprint import STATE_NAMES, bp, to_page
from engage.core import clock
from engage.core.errors import Invalid
from engage.web.access import current_actor, guarded
from engage.web.paging import Page, page_number

PAGE_SIZE = 20
KEPT_IN_MEMORY = 8 * 1024 * 1024
STEP_NAMES = {
    "open": _l("Open it"),
    "closed": _l("Close it"),
    "reported": _l("Mark it as reported"),
}
# Pages of other rooms about one consultation, offered where they exist.
WAYS = (
    ("builder.index", _l("Surveys")),
    ("threads.index", _l("Discussions")),
    ("sessions.index", _l("Sessions")),
    ("moderation.desk", _l("Moderation desk")),
    ("themes.workbench", _l("Themes")),
    ("reports.preview", _l("Report")),
)
UNREADABLE = _l("What was sent could not be read. Open the page again.")


@bp.get("/manage/consultations")
@guarded(may_list_consultations)
def index() -> ResponseReturnValue:
    """Show the consultations in which one works, the newest first."""
    number = page_number()
    found, total = queries.page_of_managed(current_actor(), number, PAGE_SIZE)
    page = Page(found, number, PAGE_SIZE, total)
    return render_template(
        "consultations/index.html", page=page, state_names=STATE_NAMES
    )


@bp.get("/manage/consultations/<consultation>")
@guarded(may_view_consultation, by=queries.get_managed_consultation)
def show(consultation: Consultation) -> ResponseReturnValue:
    """Show how a consultation stands and the ways to everything in it."""
    return render_template(
        "consultations/show.html",
        consultation=consultation,
        missing=missing_words(consultation.missing_texts),
        next_step=STEPS.get(consultation.state),
        state_names=STATE_NAMES,
        step_names=STEP_NAMES,
        ways=_ways(consultation),
        zone=zone_words(consultation.zone),
        is_taking=consultation.takes_input(clock.now()),
    )


@bp.route("/manage/consultations/<consultation>/step", methods=["GET", "POST"])
@guarded(may_edit_consultation, by=queries.get_managed_consultation)
def step(consultation: Consultation) -> ResponseReturnValue:
    """Say what the next step means, then take it."""
    form = StepForm()
    if form.is_submitted:
        if not form.is_submitted_and_valid():
            raise Invalid(str(UNREADABLE))
        actions.advance_consultation(consultation, form.state.data, by=current_actor())
        flash(
            _("It is now: %(state)s.", state=STATE_NAMES[form.state.data]),
        )
        return to_page("show", consultation)
    return render_template(
        "consultations/step.html",
        consultation=consultation,
        missing=missing_words(consultation.missing_texts),
        next_step=STEPS.get(consultation.state),
        step_names=STEP_NAMES,
        is_over=clock.today(consultation.zone) > consultation.closes_on,
    )


@bp.post("/manage/consultations/<consultation>/export")
@guarded(may_export_consultation, by=queries.get_managed_consultation)
def export(consultation: Consultation) -> ResponseReturnValue:
    """Hand over the whole consultation as one file; the audit log keeps who took it."""
    # Whole before it is sent: a file that breaks off would look like one.
    file = SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115 - sent below
    for piece in actions.export_consultation(consultation, by=current_actor()):
        file.write(piece.encode())
    file.seek(0)
    return send_file(
        file,
        mimetype="application/json",
        as_attachment=True,
        download_name=f"{consultation.slug}.json",
    )


def _ways(consultation: Consultation) -> list[tuple[str, str]]:
    return [
        (url_for(endpoint, consultation=consultation.slug), str(words))
        for endpoint, words in WAYS
        if endpoint in current_app.view_functions
    ]
