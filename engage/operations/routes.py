"""Doors for those who watch over an installation."""

import ipaddress

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from engage.core import clock
from engage.core.errors import NotFound
from engage.core.tokens import token_hash
from engage.operations import health, metrics
from engage.operations.policy import may_administer
from engage.people.queries import find_token
from engage.web.access import public
from engage.web.security import keep_private

bp = Blueprint("operations", __name__)

# What a proxy adds: a request with one of these came from elsewhere.
FORWARDING = (
    "Forwarded",
    "Via",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Real-IP",
)


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


@bp.get("/metrics")
@public
def show_metrics() -> ResponseReturnValue:
    """Give figures to Prometheus: on this machine, or with an admin's token.

    For everybody else there is nothing here.
    """
    keep_private()
    if not (_is_from_here() or _has_token()):
        raise NotFound
    return Response(metrics.metrics_text(), content_type=metrics.MEDIA_TYPE)


def _is_from_here() -> bool:
    """Return whether a request comes from this machine, through no proxy."""
    if any(name in request.headers for name in FORWARDING):
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _has_token() -> bool:
    """Return whether a request brings a token of an admin with the scope for it."""
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip().isascii():
        return False
    found = find_token(token_hash(token.strip()))
    if found is None or not found.is_good(clock.now()):
        return False
    return "admin" in found.scopes and may_administer(found.user.actor)
