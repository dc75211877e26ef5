"""One line in the log for each request, and the number by which to find it."""

import secrets
import time
from typing import Any

import structlog
from flask import Flask, Response, g, request

log = structlog.get_logger("engage.web")


def init_app(app: Flask) -> None:
    """Number every request and log how it ended."""
    app.before_request(_begin)
    app.after_request(_note)


def _begin() -> None:
    g.request_id = secrets.token_hex(8)
    g.began = time.perf_counter()


def _note(response: Response) -> Response:
    """Log who asked what and how it ended; never what was typed (rule 33)."""
    response.headers["X-Request-Id"] = g.get("request_id", "")
    if request.endpoint != "static":
        facts: dict[str, Any] = {
            "method": request.method,
            "endpoint": request.endpoint,
            "status": response.status_code,
            "ms": round((time.perf_counter() - g.get("began", 0.0)) * 1000, 1),
            "request_id": g.get("request_id"),
        }
        log.info("request", **facts)
    return response
