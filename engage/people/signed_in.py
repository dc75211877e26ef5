"""Sessions of staff live on the server; the cookie holds only a random token (rule 6).

Participants have no session: nothing is read or kept for a browser in which nobody
signed in.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from flask import Flask, Request, Response, current_app, request
from flask import session as flask_session
from flask.sessions import SessionInterface, SessionMixin
from flask_login import LoginManager, login_user, logout_user
from werkzeug.datastructures import CallbackDict

from engage.core import clock
from engage.core.errors import Busy
from engage.core.tokens import new_token, token_hash
from engage.people import actions, queries
from engage.people.models import ABSOLUTE, User
from engage.web.security import cookie_name

COOKIE = "engage_session"
SEEN_EVERY = timedelta(minutes=1)
# Pages that ask by themselves do not keep a session alive.
POLLING_HEADER = "X-Engage-Polling"


def init_app(app: Flask) -> None:
    """Keep sessions in the database and let Flask-Login find the person."""
    app.session_interface = DatabaseSessions()
    app.before_request(_load)
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(_load_user)


def begin(user: User) -> None:
    """Sign a person in: a new session with a new id, nothing carried over."""
    session = _session()
    replaced = session.token
    session.clear()
    login_user(user)
    # The library's mark of address and browser is of no use here and personal.
    session.pop("_id", None)
    session.token = new_token()
    actions.begin_session(
        user,
        token_hash(session.token),
        dict(session),
        replaces=token_hash(replaced) if replaced else None,
    )
    session.change = "begun"


def end() -> None:
    """Sign out here and on the server."""
    session = _session()
    logout_user()
    session.clear()
    if session.token is not None:
        actions.end_session(token_hash(session.token))
        session.change = "ended"


class StoredSession(CallbackDict[str, Any], SessionMixin):
    """What one signed-in browser keeps on the server; empty until it is loaded."""

    def __init__(self, token: str | None) -> None:
        def on_update(_self: "StoredSession") -> None:
            self.modified = True

        super().__init__({}, on_update)
        self.token = token
        self.modified = False
        self.change = ""

    def fill(self, data: dict[str, Any]) -> None:
        """Take what the server kept."""
        self.update(data)
        self.modified = False


class DatabaseSessions(SessionInterface):
    """Opens a session by its cookie; writes only what changed.

    The row is read by `_load`, before the request is handled, so that a database
    that is away is told like any other error.
    """

    def open_session(self, app: Flask, request: Request) -> StoredSession:
        """Return the browser's session, still empty."""
        del app
        return StoredSession(request.cookies.get(cookie_name(COOKIE)))

    def save_session(
        self, app: Flask, session: SessionMixin, response: Response
    ) -> None:
        """Give or take the cookie; write what a signed-in browser keeps."""
        del app
        if not isinstance(session, StoredSession) or session.token is None:
            return
        if session.change == "ended":
            response.delete_cookie(cookie_name(COOKIE), **_cookie_facts())
        elif session.change == "begun":
            lifetime = int(ABSOLUTE.total_seconds())
            response.set_cookie(
                cookie_name(COOKIE), session.token, lifetime, **_cookie_facts()
            )
        elif session.modified:
            actions.keep_session(token_hash(session.token), dict(session))


def _cookie_facts() -> dict[str, Any]:
    return {
        "httponly": True,
        "samesite": "Lax",
        "secure": bool(current_app.config["SESSION_COOKIE_SECURE"]),
    }


def _load() -> None:
    """Fill the session from the server, unless it is over."""
    session = _session()
    if session.token is None or request.endpoint == "static":
        return
    stored = queries.find_signed_in(token_hash(session.token))
    moment = clock.now()
    if stored is None or stored.is_over(moment):
        session.token = None
        return
    session.fill(dict(stored.data))
    is_polling = POLLING_HEADER in request.headers
    if not is_polling and moment - stored.seen_at > SEEN_EVERY:
        # A database that takes no writes now can still be read.
        with suppress(Busy):
            actions.note_seen(stored.token_hash)


def _session() -> StoredSession:
    stored: StoredSession = flask_session._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    return stored


def _load_user(user_id: str) -> User | None:
    return queries.find_user(int(user_id)) if user_id.isdigit() else None
