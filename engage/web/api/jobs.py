"""A piece of background work as the API shows it."""

from typing import Any

from flask import Response, jsonify, url_for
from marshmallow import Schema, fields, validate

from engage.core.jobs import Job
from engage.web.jobs import told_of

STATES = ("queued", "running", "done", "failed", "cancelled")


class JobSchema(Schema):
    """A job: `progress` from 0 to 1, what it does now, why it failed."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    progress = fields.Float(required=True)
    detail = fields.String(required=True)
    error = fields.String(required=True)


def shown_job(job: Job) -> dict[str, Any]:
    """Return a job for its schema, its sentences in the language at hand."""
    return {"id": job.public_id, "kind": job.kind, **told_of(job)}


def accepted(job: Job) -> Response:
    """Answer 202: a worker does it, and `Location` says where to follow that."""
    response: Response = jsonify(shown_job(job))
    response.status_code = 202
    response.headers["Location"] = url_for("api_operations.show", job=job.public_id)
    return response
