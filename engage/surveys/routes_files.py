"""Doors for files of responses: check one, bring it in, undo it, take one out."""

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
from engage.core.errors import Conflict, EngageError, NotFound
from engage.core.i18n import current_language
from engage.surveys import actions, blank_tables, queries, uploads
from engage.surveys.actions import ExportOptions, Imported, ImportOptions
from engage.surveys.api.files import KINDS
from engage.surveys.file_forms import ImportForm
from engage.surveys.models import Survey
from engage.surveys.policy import may_edit_survey, may_export_raw, may_manage_surveys
from engage.surveys.tables import MOST_BYTES
from engage.web.access import current_actor, guarded, keeps_form, may
from engage.web.sealed import seal, unseal

bp = Blueprint("files", __name__)
may(may_export_raw)
BLANK = ("csv", "xlsx")
PURPOSE = "upload"


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
    """Check a file, or bring it in: all of it or nothing."""
    _require_published(survey)
    request.max_content_length = MOST_BYTES
    form = ImportForm()
    if not form.is_submitted_and_valid():
        return _page(survey, form)
    uploads.forget_old(_data_dir(), clock.now())
    kept = _kept_upload(survey)
    if kept is None:
        form.refuse_file(_lost() if request.form.get("kept") else "")
        return _page(survey, form)
    path, name = kept
    options = ImportOptions(
        is_dry_run="check" in request.form,
        allows_duplicate=bool(form.again.data),
        name=name,
        source=form.source.data,
    )
    return _tried(survey, form, path, options)


@bp.post("/manage/surveys/<survey>/files/<batch>/undo")
@guarded(may_edit_survey, by=queries.get_managed_survey)
def undo(survey: Survey, batch: str) -> ResponseReturnValue:
    """Take a batch back."""
    found = queries.get_batch(survey, batch)
    taken = actions.undo_batch(found, by=current_actor())
    told = _(
        "Batch %(number)s is undone: %(count)s responses.", number=batch, count=taken
    )
    flash(told)
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


def _tried(
    survey: Survey, form: ImportForm, path: Path, options: ImportOptions
) -> ResponseReturnValue:
    """Check or import; the page says what came of it."""
    try:
        done = actions.import_responses(survey, path, options, by=current_actor())
    except EngageError as error:
        path.unlink(missing_ok=True)
        form.refuse_file(error.message)
        page, status = _page(survey, form, faults=getattr(error, "faults", []))
        return page, 409 if isinstance(error, Conflict) else status
    if done.is_dry_run:
        return _page(survey, form, checked=done, kept=_sealed(survey, path, options))
    path.unlink(missing_ok=True)
    _tell(done)
    return redirect(url_for("files.show", survey=survey.slug), 303)


def _tell(done: Imported) -> None:
    flash(
        _(
            "%(responses)s responses with %(texts)s texts are in, as batch %(number)s.",
            responses=done.responses,
            texts=done.texts,
            number=done.batch_id,
        )
    )


def _page(survey: Survey, form: ImportForm, **more: Any) -> tuple[str, int]:
    page = render_template(
        "surveys/files.html",
        survey=survey,
        form=form,
        batches=queries.list_batches(survey),
        **({"faults": [], "checked": None, "kept": ""} | more),
    )
    return page, form.status


def _kept_upload(survey: Survey) -> tuple[Path, str] | None:
    """Return the file that was sent now, or the one that was checked before."""
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        path = uploads.place_for(_data_dir())
        sent.save(path)
        return path, Path(sent.filename).name
    opened = unseal(
        PURPOSE, request.form.get("kept", ""), seconds=int(uploads.KEPT.total_seconds())
    )
    if opened is None:
        return None
    owner, place, name = opened.split("\n", 2)
    path_kept = uploads.find_upload(_data_dir(), place)
    is_mine = owner == _owner(survey)
    return (path_kept, name) if is_mine and path_kept else None


def _sealed(survey: Survey, path: Path, options: ImportOptions) -> str:
    return seal(PURPOSE, f"{_owner(survey)}\n{path.name}\n{options.name}")


def _owner(survey: Survey) -> str:
    return f"{current_actor().user_id} {survey.id}"


def _data_dir() -> Path:
    folder: Path = current_app.config["SETTINGS"].data_dir
    return folder


def _lost() -> str:
    words: str = _("The file that was checked is no longer here. Choose it again.")
    return words


def _require_published(survey: Survey) -> None:
    if not survey.number:
        raise NotFound
