"""What a waiting page and a program are told of a piece of background work."""

from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from engage.core.i18n import gettext as _
from engage.core.jobs import Job


def told_of(job: Job) -> dict[str, Any]:
    """Return how far a job is, its sentences in the language at hand."""
    return {
        "state": job.state,
        "progress": round(job.progress, 3),
        "detail": _(job.detail) if job.detail else "",
        "error": _(job.error) if job.error else "",
    }


def state_of(job: Job) -> ResponseReturnValue:
    """Answer how far a job is; 304 while nothing changed."""
    response = jsonify(told_of(job))
    response.add_etag()
    return response.make_conditional(request)
