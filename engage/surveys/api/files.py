"""Doors for files of responses: in, all of it or nothing, and out."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import request, send_file
from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields, validate

from engage.core.errors import Invalid, WrongKind
from engage.core.i18n import gettext as _
from engage.surveys import actions, queries
from engage.surveys.actions import ExportOptions, Imported, ImportOptions
from engage.surveys.api.schemas import bp
from engage.surveys.files import FORMATS
from engage.surveys.models import Survey
from engage.surveys.policy import may_edit_survey, may_manage_surveys
from engage.surveys.tables import MOST_BYTES
from engage.web.access import current_actor, guarded
from engage.web.api import RequestSchema, scoped

KINDS = {
    "csv": "text/csv",
    "json": "application/json",
    "sqlite": "application/vnd.sqlite3",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FLAGS = {"true": True, "1": True, "": False, "false": False, "0": False}


class ImportedSchema(Schema):
    """How many responses and texts were imported, or would be in a dry run.

    `left_out` counts rows without an answer.
    """

    responses = fields.Integer(required=True)
    texts = fields.Integer(required=True)
    left_out = fields.Integer(required=True)
    is_dry_run = fields.Boolean(required=True)


class ExportQuery(RequestSchema):
    """`safe` holds approved texts only; `raw` every word, for those entitled."""

    format = fields.String(load_default="csv", validate=validate.OneOf(FORMATS))
    variant = fields.String(
        load_default="safe", validate=validate.OneOf(actions.VARIANTS)
    )


@bp.post("/surveys/<survey>/imports")
@scoped("responses:write")
@guarded(may_edit_survey, by=queries.get_managed_survey)
@bp.takes_file("dry_run", "allow_duplicate", choices={"from": actions.SOURCES})
@bp.gives(ImportedSchema, 201, also=200)
def bring_in(survey: Survey) -> tuple[Imported, int]:
    """Import a CSV or XLSX file of responses: all of it or nothing."""
    request.max_content_length = MOST_BYTES
    if request.mimetype != "multipart/form-data":
        raise WrongKind(_("Send a form with the file, as multipart/form-data."))
    sent = request.files.get("file")
    if sent is None:
        why = _("Send a file under this name.")
        raise Invalid(why, {"file": why})
    options = ImportOptions(
        is_dry_run=_flag("dry_run"),
        allows_duplicate=_flag("allow_duplicate"),
        name=Path(sent.filename or "").name,
        source=_source(),
    )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "responses"
        sent.save(path)
        done = actions.import_responses(survey, path, options, by=current_actor())
    return done, 200 if done.is_dry_run else 201


@bp.get("/surveys/<survey>/export")
@scoped("contributions:read")
@guarded(may_manage_surveys, by=queries.get_managed_survey)
@bp.query(ExportQuery)
@bp.gives_file(*KINDS.values())
def export(survey: Survey, query: dict[str, Any]) -> ResponseReturnValue:
    """Export the responses to a survey as a file."""
    kind = query["format"]
    options = ExportOptions(kind=kind, variant=query["variant"])
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{survey.slug}-{options.variant}.{kind}"
        actions.export_responses(survey, path, options, by=current_actor())
        file = path.open("rb")
    return send_file(
        file, mimetype=KINDS[kind], as_attachment=True, download_name=path.name
    )


def _source() -> str:
    """Return the program that wrote the file.

    Raises:
        Invalid: Files of this program cannot be read.
    """
    given = request.form.get("from", actions.SOURCES[0])
    if given not in actions.SOURCES:
        why = _("Files of this program cannot be read.")
        raise Invalid(why, {"from": why})
    return given


def _flag(name: str) -> bool:
    """Return a truth value of a form.

    Raises:
        Invalid: It is neither true nor false.
    """
    given = request.form.get(name, "").strip().lower()
    if given not in FLAGS:
        why = _("This must be true or false.")
        raise Invalid(why, {name: why})
    return FLAGS[given]
