"""Doors for files of responses: check one, bring it in, undo it, take one out."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core import clock
from engage.core.errors import NotFound
from engage.core.i18n import current_language
from engage.core.jobs import Job, cancel_job, get_job
from engage.core.worker import run_job
from engage.surveys import actions, blank_tables, queries, uploads
from engage.surveys.actions import ExportOptions, ImportOptions
from engage.surveys.api.files import KINDS
from engage.surveys.file_forms import ImportForm
from engage.surveys.models import Survey
from engage.surveys.policy import may_edit_survey, may_export_raw, may_manage_surveys
from engage.surveys.tables import MOST_BYTES
from engage.surveys.workbooks import unpacked_size
from engage.web.access import current_actor, guarded, keeps_form, may
from engage.web.jobs import state_of

bp = Blueprint("files", __name__)
may(may_export_raw)
BLANK = ("csv", "xlsx")
# A file of this many bytes, unpacked, is read in the blink of an eye.
SMALL = 128 * 1024


@bp.route("/manage/surveys/<survey>/files", methods=["GET", "POST"])
@guarded(may_manage_surveys, by=queries.get_managed_survey)
def show(survey: Survey) -> ResponseReturnValue:
    """Show what was brought in, what can be, and what can be taken out."""
    _require_published(survey)
    return _page(survey, ImportForm())


@bp.post("/manage/surveys/<survey>/files/import")
@guarded(may_edit_survey, by=queries.get_managed_survey)
@keeps_form
def bring_in(survey: Survey) -> ResponseReturnValue:
    """Have a file checked, or brought in: all of it or nothing."""
    _require_published(survey)
    request.max_content_length = MOST_BYTES
    form = ImportForm()
    if not form.is_submitted_and_valid():
        return _page(survey, form)
    uploads.forget_old(_data_dir(), clock.now())
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        form.refuse_file()
        return _page(survey, form)
    path = uploads.place_for(_data_dir())
    sent.save(path)
    options = ImportOptions(
        is_dry_run="check" in request.form,
        allows_duplicate=bool(form.again.data),
        name=Path(sent.filename).name,
        source=form.source.data,
    )
    return _begun(survey, path, options)


@bp.get("/manage/surveys/<survey>/files/work/<job>")
@guarded(may_edit_survey, by=queries.get_managed_survey)
def work(survey: Survey, job: str) -> ResponseReturnValue:
    """Show how far a file is, or what came of it."""
    found = _job_of(survey, job)
    if not found.is_over:
        return render_template("surveys/files_work.html", survey=survey, job=found)
    outcome = uploads.find_outcome(_data_dir(), found.payload["upload"], job) or {}
    faults = outcome.get("faults", [])
    return _page(survey, ImportForm(), job=found, outcome=outcome, faults=faults)


@bp.get("/manage/surveys/<survey>/files/work/<job>/state")
@guarded(may_edit_survey, by=queries.get_managed_survey)
def work_state(survey: Survey, job: str) -> ResponseReturnValue:
    """Tell a waiting page how far a file is; 304 while nothing changed."""
    return state_of(_job_of(survey, job))


@bp.post("/manage/surveys/<survey>/files/work/<job>/go-on")
@guarded(may_edit_survey, by=queries.get_managed_survey)
@keeps_form
def go_on(survey: Survey, job: str) -> ResponseReturnValue:
    """Bring in a file that was checked, without choosing it again."""
    payload = _job_of(survey, job).payload
    path = uploads.find_upload(_data_dir(), payload["upload"])
    if path is None:
        form = ImportForm()
        form.refuse_file(_("The file is no longer here. Choose it again."))
        return _page(survey, form)
    checked = ImportOptions(**payload["options"])
    return _begun(survey, path, replace(checked, is_dry_run=False))


@bp.post("/manage/surveys/<survey>/files/work/<job>/stop")
@guarded(may_edit_survey, by=queries.get_managed_survey)
def stop(survey: Survey, job: str) -> ResponseReturnValue:
    """Stop reading a file; once its rows are being added they all come in."""
    cancel_job(_job_of(survey, job))
    found = _job_of(survey, job)
    if found.state == "cancelled":
        uploads.drop(_data_dir(), found.payload["upload"])
    return redirect(url_for("files.work", survey=survey.slug, job=job), 303)


@bp.post("/manage/surveys/<survey>/files/<batch>/undo")
@guarded(may_edit_survey, by=queries.get_managed_survey)
def undo(survey: Survey, batch: str) -> ResponseReturnValue:
    """Take a batch back."""
    found = queries.get_batch(survey, batch)
    taken = actions.undo_batch(found, by=current_actor())
    flash(_("It is undone. Responses taken back: %(count)s.", count=taken))
    return redirect(url_for("files.show", survey=survey.slug), 303)


@bp.get("/manage/surveys/<survey>/template.<kind>")
@guarded(may_manage_surveys, by=queries.get_managed_survey)
def blank(survey: Survey, kind: str) -> ResponseReturnValue:
    """Give the empty file for the version that people answer now."""
    _require_published(survey)
    if kind not in BLANK:
        raise NotFound
    definition = queries.definition_of(queries.get_version(survey, survey.number))
    if kind == "csv":
        body = blank_tables.blank_csv(definition)
    else:
        slugs = [item.slug for item in survey.consultation.catchments]
        body = blank_tables.blank_xlsx(definition, slugs, current_language())
    response = Response(body, mimetype=KINDS[kind])
    name = f"{survey.slug}-version-{survey.number}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@bp.post("/manage/surveys/<survey>/export")
@guarded(may_manage_surveys, by=queries.get_managed_survey)
def take_out(survey: Survey) -> ResponseReturnValue:
    """Hand over the responses of one's catchments; the log keeps who took them."""
    kind = request.form.get("format", "csv")
    options = ExportOptions(kind=kind, variant=request.form.get("variant", "safe"))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "responses"
        actions.export_responses(survey, path, options, by=current_actor())
        file = path.open("rb")
    return send_file(
        file,
        mimetype=KINDS[kind],
        as_attachment=True,
        download_name=f"{survey.slug}-{options.variant}.{kind}",
    )


def _begun(survey: Survey, path: Path, options: ImportOptions) -> ResponseReturnValue:
    """Hand a file to a worker; a small one is read at once, by the same work."""
    slug = survey.slug
    job = actions.start_import(survey, path.name, options, by=current_actor())
    if unpacked_size(path) <= SMALL:
        run_job(job.id)
    return redirect(url_for("files.work", survey=slug, job=job.public_id), 303)


def _job_of(survey: Survey, job: str) -> Job:
    """Return one's own work on a file of a survey."""
    found = get_job(job)
    is_own = found.actor_id == current_actor().user_id
    is_here = found.kind == actions.BRING_IN and found.payload["survey"] == survey.slug
    if not (is_own and is_here):
        raise NotFound
    return found


def _page(survey: Survey, form: ImportForm, **more: Any) -> tuple[str, int]:
    page = render_template(
        "surveys/files.html",
        survey=survey,
        form=form,
        batches=queries.list_batches(current_actor(), survey),
        **({"job": None, "outcome": {}, "faults": []} | more),
    )
    return page, form.status


def _data_dir() -> Path:
    folder: Path = current_app.config["SETTINGS"].data_dir
    return folder


def _require_published(survey: Survey) -> None:
    if not survey.number:
        raise NotFound
