"""Doors for those who watch over an installation."""

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue

from engage.operations import health
from engage.web.access import public
from engage.web.security import keep_private

bp = Blueprint("operations", __name__)


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Say that the process answers."""
    keep_private()
    return jsonify({"status": "ok"})


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Say whether the database can be written and is at the right revision."""
    keep_private()
    found = health.problems()
    if not found:
        return jsonify({"status": "ready"})
    response: Response = jsonify({"status": "not ready", "problems": found})
    response.status_code = 503
    response.headers["Retry-After"] = "5"
    return response
