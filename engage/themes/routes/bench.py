"""Doors of the workbench: all themes of a consultation, and finding them."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.consultations.models import Consultation
from engage.consultations.queries import (
    get_managed_consultation,
    list_managed_consultations,
)
from engage.core.errors import Invalid, NotFound
from engage.core.jobs import Job, cancel_job, find_job_by_key, get_job
from engage.themes import actions, queries
from engage.themes.forms import UndoForm
from engage.themes.policy import may_shape_themes
from engage.themes.routes.blueprint import EDITS, ORIGINS, UNDOS, UNREADABLE, bp
from engage.themes.wording import STABILITY
from engage.web.access import current_actor, guarded
from engage.web.jobs import state_of
from engage.web.paging import Page, page_number


@bp.get("/manage/themes")
@guarded(may_shape_themes)
def index() -> ResponseReturnValue:
    """List the consultations in which the person finds themes."""
    consultations = list_managed_consultations(current_actor())
    runs = {item.id: queries.latest_run(item.id) for item in consultations}
    return render_template("themes/index.html", consultations=consultations, runs=runs)


@bp.get("/manage/consultations/<consultation>/themes")
@guarded(may_shape_themes, by=get_managed_consultation)
def workbench(consultation: Consultation) -> ResponseReturnValue:
    """Show all themes of a consultation as rows."""
    rows = queries.list_rows(consultation.id)
    return render_template(
        "themes/workbench.html",
        consultation=consultation,
        run=queries.latest_run(consultation.id),
        rows=rows,
        most=max((row.texts for row in rows), default=1),
        late=queries.count_late(consultation.id),
        aside=queries.list_set_aside(consultation.id),
        last=queries.find_last_edit(consultation.id),
        lapsed=queries.list_lapsed(consultation.id),
        job=find_job_by_key(actions.find_key(consultation)),
        stability=STABILITY,
        undos=UNDOS,
        origins=ORIGINS,
    )


@bp.get("/manage/consultations/<consultation>/themes/loose")
@guarded(may_shape_themes, by=get_managed_consultation)
def loose(consultation: Consultation) -> ResponseReturnValue:
    """Show the texts that are in no theme."""
    number = page_number()
    items, total = queries.list_loose(current_actor(), consultation.id, number)
    return render_template(
        "themes/loose.html",
        consultation=consultation,
        page=Page(items, number, queries.PAGE_SIZE, total),
        places={item.id: item for item in consultation.catchments},
    )


@bp.get("/manage/consultations/<consultation>/themes/history")
@guarded(may_shape_themes, by=get_managed_consultation)
def history(consultation: Consultation) -> ResponseReturnValue:
    """Show what people did to the themes."""
    themes = queries.list_all_themes(consultation.id)
    return render_template(
        "themes/history.html",
        consultation=consultation,
        history=queries.list_edits(consultation.id),
        last=queries.find_last_edit(consultation.id),
        themes={theme.id: theme for theme in themes},
        edits=EDITS,
        undos=UNDOS,
    )


@bp.post("/manage/consultations/<consultation>/themes/undo")
@guarded(may_shape_themes, by=get_managed_consultation)
def undo(consultation: Consultation) -> ResponseReturnValue:
    """Undo the newest change."""
    form = UndoForm()
    if not form.is_submitted_and_valid():
        raise Invalid(str(UNREADABLE))
    undone = actions.undo_edit(consultation, form.edit.data, by=current_actor())
    flash(_("Undone: %(what)s.", what=EDITS[undone.kind]))
    return _to_workbench(consultation)


@bp.post("/manage/consultations/<consultation>/themes/find")
@guarded(may_shape_themes, by=get_managed_consultation)
def find(consultation: Consultation) -> ResponseReturnValue:
    """Have themes found in the background, and follow that."""
    job = actions.start_theme_run(consultation, by=current_actor())
    return _to_run(consultation, job)


@bp.get("/manage/consultations/<consultation>/themes/runs/<job>")
@guarded(may_shape_themes, by=get_managed_consultation)
def run(consultation: Consultation, job: str) -> ResponseReturnValue:
    """Show how far a run is; a finished one leads to the themes."""
    found = _run_of(consultation, job)
    if found.state == "done":
        return _to_workbench(consultation)
    return render_template("themes/run.html", consultation=consultation, job=found)


@bp.get("/manage/consultations/<consultation>/themes/runs/<job>/state")
@guarded(may_shape_themes, by=get_managed_consultation)
def run_state(consultation: Consultation, job: str) -> ResponseReturnValue:
    """Tell a waiting page how far a run is; 304 while nothing changed."""
    return state_of(_run_of(consultation, job))


@bp.post("/manage/consultations/<consultation>/themes/runs/<job>/cancel")
@guarded(may_shape_themes, by=get_managed_consultation)
def cancel(consultation: Consultation, job: str) -> ResponseReturnValue:
    """Stop a run at its next step."""
    found = _run_of(consultation, job)
    cancel_job(found)
    flash(_("The run stops at its next step. The themes stay as they are."))
    return _to_workbench(consultation)


def _run_of(consultation: Consultation, public_id: str) -> Job:
    """Return a run of this consultation; the job's own payload says whose it is."""
    job = get_job(public_id)
    is_ours = job.payload.get("consultation") == consultation.slug
    if job.kind != actions.FIND or not is_ours:
        raise NotFound
    return job


def _to_run(consultation: Consultation, job: Job) -> ResponseReturnValue:
    address = url_for("themes.run", consultation=consultation.slug, job=job.public_id)
    return redirect(address, 303)


def _to_workbench(consultation: Consultation) -> ResponseReturnValue:
    return redirect(url_for("themes.workbench", consultation=consultation.slug), 303)
