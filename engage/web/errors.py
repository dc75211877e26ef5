"""What went wrong, told once: as a page in the person's language or as a problem."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import structlog
from flask import Flask, Response, g, jsonify, redirect, render_template, request
from flask import url_for as address_of
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.routing import RequestRedirect

from engage.core import errors
from engage.core.text import shown_text
from engage.web.security import keep_private

log = structlog.get_logger("engage.web")

STATUS: dict[type[errors.EngageError], int] = {
    errors.NotFound: 404,
    errors.NotSignedIn: 401,
    errors.NotAllowed: 403,
    errors.Invalid: 422,
    errors.FormExpired: 422,
    errors.Conflict: 409,
    errors.Closed: 409,
    errors.Gone: 410,
    errors.VersionMissing: 428,
    errors.TooLarge: 413,
    errors.WrongKind: 415,
    errors.TooMany: 429,
    errors.Busy: 503,
}


# Fields that no page shows again, not even hidden.
SECRETS = frozenset({"password", "old", "new", "again"})


def init_app(app: Flask) -> None:
    """Give every error its status and its page."""
    app.register_error_handler(errors.EngageError, _told)
    app.register_error_handler(HTTPException, _from_http)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(DBAPIError, _database_away)
    app.register_error_handler(Exception, _unexpected)
    app.after_request(_stay_here)


def status_of(error: errors.EngageError) -> int:
    """Return the HTTP status of an error."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def is_api() -> bool:
    """Return whether the request came to the API."""
    return request.path.startswith("/api/")


def _told(error: errors.EngageError) -> Any:
    status = status_of(error)
    if status == HTTPStatus.UNAUTHORIZED and not is_api() and _can_sign_in():
        keep_private()
        asked = request.full_path if request.query_string else request.path
        return redirect(address_of("people.sign_in", next=asked), 302)
    is_passing = isinstance(error, errors.TooMany | errors.Busy)
    kept = typed_again() if is_passing else []
    response = _reply(status, error.message, _faults_of(error), kept)
    if status == HTTPStatus.UNAUTHORIZED and is_api():
        response.headers["WWW-Authenticate"] = _challenge(error)
    if isinstance(error, errors.TooMany | errors.Busy):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def typed_again() -> list[tuple[str, str]]:
    """Return what a form sent, so that a page can send it once more (rule 27).

    Files cannot be kept on a page, and passwords must not be.
    """
    if is_api() or request.method != "POST" or request.files:
        return []
    try:
        typed = [(name, shown_text(v)) for name, v in request.form.items(multi=True)]
    except HTTPException:
        return []
    return [] if any(name in SECRETS for name, _value in typed) else typed


def _challenge(error: errors.EngageError) -> str:
    """Return what a program must send: a token, or another one (RFC 6750)."""
    has_token = type(error) is not errors.NotSignedIn
    return 'Bearer realm="engage"' + (f', error="{error.code}"' if has_token else "")


def _faults_of(error: errors.EngageError) -> list[dict[str, Any]]:
    """Return what is wrong in detail: rows of a file, or fields."""
    by_row = [
        {
            "row": fault.row,
            "column": fault.column,
            "field": None,
            "code": "invalid",
            "message": fault.reason,
        }
        for fault in getattr(error, "faults", ())
    ]
    fields = getattr(error, "fields", {})
    return by_row + [
        {
            "row": None,
            "column": None,
            "field": name,
            "code": "invalid",
            "message": why,
        }
        for name, why in fields.items()
    ]


def _can_sign_in() -> bool:
    return request.method in {"GET", "HEAD"}


def _from_http(error: HTTPException) -> Any:
    if error.response is not None:
        return error.response
    status = error.code or 500
    if isinstance(error, RequestEntityTooLarge):
        status = 413
    if 300 <= status < 400:
        return error
    response = _reply(status)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After", "WWW-Authenticate"}:
            response.headers[name] = value
    return response


def _stay_here(response: Response) -> Response:
    """Let the routing correct an address on this host only (rules 7, 12).

    It names the host that the request named, which anybody may choose; and Flask
    hands its redirects to no error handler.
    """
    if isinstance(request.routing_exception, RequestRedirect):
        parts = urlsplit(request.routing_exception.new_url)
        place = "/" + parts.path.lstrip("/")
        response.location = urlunsplit(("", "", place, parts.query, ""))
    return response


def _database_away(error: DBAPIError) -> Any:
    log.error("database", kind=type(error).__name__, request_id=g.request_id)
    if isinstance(error, OperationalError):
        return _told(errors.Busy())
    return _reply(500)


def _unexpected(error: Exception) -> Any:
    log.error(
        "unexpected",
        kind=type(error).__name__,
        request_id=g.get("request_id"),
        exc_info=error,
    )
    return _reply(500)


def _reply(
    status: int,
    message: str = "",
    faults: list[dict[str, Any]] | None = None,
    kept: list[tuple[str, str]] | None = None,
) -> Response:
    # The form that went wrong is not on this page: neither is its cookie.
    g.pop("form_nonce", None)
    keep_private()
    title, advice = words_for(status)
    if is_api():
        return _problem(status, title, message or advice, faults or [])
    page = render_template(
        "errors/error.html",
        status=status,
        title=title,
        advice=message or advice,
        request_id=g.get("request_id", ""),
        kept=kept or [],
        sent_to=request.full_path if request.query_string else request.path,
    )
    return Response(page, status, mimetype="text/html")


def _problem(
    status: int, title: str, detail: str, faults: list[dict[str, Any]]
) -> Response:
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "request_id": g.get("request_id", ""),
        "errors": faults,
    }
    response = jsonify(body)
    response.status_code = status
    response.mimetype = "application/problem+json"
    return response


def words_for(status: int) -> tuple[str, str]:
    """Return the title and the next step for a status, in the page's language."""
    words = {
        400: (
            _("We could not read what was sent"),
            _("Go back, check what you typed and send it again."),
        ),
        401: (_("Please sign in"), _("This page is for staff. Sign in to go on.")),
        403: (
            _("This page is not yours to open"),
            _("Your role does not include it. Ask an administrator if it should."),
        ),
        404: (
            _("There is no such page"),
            _("The address may be mistyped or the page may have moved."),
        ),
        405: (
            _("That cannot be done here"),
            _("Go back and use the buttons on the page."),
        ),
        409: (
            _("Something changed in the meantime"),
            _("Open the page again to see how it stands now."),
        ),
        410: (
            _("This has been withdrawn"),
            _("The person who wrote it took it back, so it is no longer shown."),
        ),
        413: (
            _("That is more than we can take at once"),
            _("Go back, shorten it and send it again."),
        ),
        415: (
            _("We cannot read that kind of file"),
            _("Go back and send it in one of the kinds named on the page."),
        ),
        422: (
            _("Something needs another look"),
            _("Go back, open the page again and send it once more."),
        ),
        428: (
            _("The version is missing"),
            _("Open the page again and make your change there."),
        ),
        429: (_("You are sending too fast"), _("Wait a minute, then try again.")),
        503: (
            _("We are busy right now"),
            _("Nothing was saved. Wait a moment, then send it again."),
        ),
    }
    unexpected = (
        _("Something went wrong on our side"),
        _("Nothing was saved. Please try again in a few minutes."),
    )
    return words.get(status, unexpected)
