"""Doors of the API to reports: what is published, as data."""

from typing import Any

from flask import Response, current_app, send_file
from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields, validate

from engage.consultations.models import Consultation
from engage.consultations.queries import get_managed_consultation
from engage.core import errors
from engage.reports import actions, queries
from engage.reports.facts import LICENCES
from engage.reports.models import Edition
from engage.reports.policy import may_publish_report
from engage.web.access import current_actor, guarded, public
from engage.web.api import (
    ApiBlueprint,
    ListQuery,
    Pair,
    RequestSchema,
    page_of,
    reading,
    scoped,
)
from engage.web.api.jobs import JobSchema, accepted
from engage.web.api.lists import after

bp = ApiBlueprint(
    "reports",
    __name__,
    description="What was published. Every figure has passed the rules of disclosure.",
)
KEPT_SECONDS = 60


class EditionSchema(Schema):
    """One edition of a report; `edition` is its number, 2.1 for a revision of 2."""

    consultation = fields.String(required=True)
    title = fields.Nested(Pair, required=True)
    edition = fields.String(required=True)
    published_on = fields.Date(required=True)
    is_interim = fields.Boolean(required=True)
    manifest_sha256 = fields.String(required=True)


class EditionInput(RequestSchema):
    """Under which licence; none is that of the edition before."""

    licence = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(tuple(LICENCES))
    )


EditionList = page_of(EditionSchema)


@bp.get("/reports")
@reading("reports:read")
@public
@bp.query(ListQuery)
@bp.gives(EditionList)
def index(query: dict[str, Any]) -> dict[str, Any]:
    """List the newest edition of every report."""
    found = queries.list_latest_editions()
    part = after(found, query["listing"], lambda one: one.report.consultation.slug)
    return part | {"items": [_shown(one) for one in part["items"]]}


@bp.get("/reports/<consultation>/editions")
@reading("reports:read")
@public
@bp.query(ListQuery)
@bp.gives(EditionList)
def editions(query: dict[str, Any], consultation: str) -> dict[str, Any]:
    """List all editions of a report."""
    latest = queries.get_latest_report(current_actor(), consultation)
    found = queries.list_editions(latest.consultation.id)
    part = after(found, query["listing"], _place)
    return part | {"items": [_shown(one) for one in part["items"]]}


@bp.get("/reports/<consultation>/editions/<edition>")
@reading("reports:read")
@public
@bp.gives_file("application/json")
def show(consultation: str, edition: str) -> ResponseReturnValue:
    """Give one edition as it was published: the same file for ever."""
    found = queries.get_edition(current_actor(), consultation, edition).edition
    press = actions.press_of(current_app.config["SETTINGS"])
    path = press.folder / found.folder / "data.json"
    if not path.is_file():
        raise errors.Gone
    response = send_file(
        path,
        mimetype="application/json",
        etag=f"{found.manifest_hash[:24]}-data.json",
        conditional=True,
    )
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


@bp.post("/consultations/<consultation>/editions")
@scoped("reports:publish")
@guarded(may_publish_report, by=get_managed_consultation)
@bp.body(EditionInput)
@bp.gives(JobSchema, 202)
def publish(consultation: Consultation, sent: dict[str, Any]) -> Response:
    """Have the next edition published, under a licence or that of the one before."""
    press = actions.press_of(current_app.config["SETTINGS"])
    job = actions.ask_for_edition(consultation, press, **sent, by=current_actor())
    return accepted(job)


def _place(edition: Edition) -> str:
    """Return a key in the order of the numbers."""
    return f"{edition.number:06}-{edition.revision:06}"


def _shown(edition: Edition) -> dict[str, Any]:
    return {
        "consultation": edition.report.consultation.slug,
        "title": edition.report.consultation.title,
        "edition": edition.name,
        "published_on": edition.published_on,
        "is_interim": edition.is_interim,
        "manifest_sha256": edition.manifest_hash,
    }
