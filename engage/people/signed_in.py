"""Sessions of staff live on the server; the cookie holds only a random token (rule 6).

Participants have no session: pages that do not use it never touch the database.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Request, Response, current_app
from flask.sessions import SessionInterface, SessionMixin
from flask_login import LoginManager
from werkzeug.datastructures import CallbackDict

from engage.core import clock
from engage.core.tokens import new_token, token_hash
from engage.people import actions, queries
from engage.people.models import SignedIn, User
from engage.web.security import cookie_name

COOKIE = "engage_session"
IDLE = timedelta(hours=2)
ABSOLUTE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
# Pages that ask by themselves do not keep a session alive.
POLLING_HEADER = "X-Engage-Polling"


def init_app(app: Flask) -> None:
    """Keep sessions in the database and let Flask-Login find the person."""
    app.session_interface = DatabaseSessions()
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(_load_user)


def _load_user(user_id: str) -> User | None:
    return queries.find_user(int(user_id)) if user_id.isdigit() else None


class StoredSession(CallbackDict[str, Any], SessionMixin):
    """What one signed-in browser keeps on the server."""

    def __init__(self, data: dict[str, Any] | None, token: str | None) -> None:
        def on_update(_self: "StoredSession") -> None:
            self.modified = True

        super().__init__(data or {}, on_update)
        self.token = token
        self.modified = False
        self.is_renewed = False


class DatabaseSessions(SessionInterface):
    """Loads a session by the hash of its cookie; writes only what changed."""

    def open_session(self, app: Flask, request: Request) -> StoredSession:
        """Return the browser's session, empty where it has none or it is too old."""
        token = request.cookies.get(cookie_name(COOKIE))
        if not token:
            return StoredSession(None, None)
        with app.app_context():
            stored = queries.find_signed_in(token_hash(token))
            if stored is None or is_over(stored, clock.now()):
                return StoredSession(None, None)
            is_polling = POLLING_HEADER in request.headers
            if not is_polling and clock.now() - aware(stored.seen_at) > SEEN_EVERY:
                actions.note_seen(stored.token_hash)
            return StoredSession(dict(stored.data), token)

    def save_session(
        self, app: Flask, session: SessionMixin, response: Response
    ) -> None:
        """Write the session where it changed; an emptied one ends."""
        if not isinstance(session, StoredSession) or not session.modified:
            return
        with app.app_context():
            if not session:
                self._end(session, response)
                return
            if session.token is None or session.is_renewed:
                old = session.token
                session.token = new_token()
                actions.begin_session(
                    token_hash(session.token),
                    dict(session),
                    replaces=token_hash(old) if old else None,
                )
                self._give_cookie(session.token, response)
            else:
                actions.keep_session(token_hash(session.token), dict(session))

    def _end(self, session: StoredSession, response: Response) -> None:
        if session.token is not None:
            actions.end_session(token_hash(session.token))
        response.delete_cookie(cookie_name(COOKIE))

    def _give_cookie(self, token: str, response: Response) -> None:
        response.set_cookie(
            cookie_name(COOKIE),
            token,
            httponly=True,
            samesite="Lax",
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
            max_age=int(ABSOLUTE.total_seconds()),
        )


def is_over(stored: SignedIn, at: datetime) -> bool:
    """Return whether a session was idle too long or is too old."""
    is_idle = at - aware(stored.seen_at) > IDLE
    return is_idle or at - aware(stored.created_at) > ABSOLUTE


def aware(moment: datetime) -> datetime:
    """Return a stored moment with its zone: SQLite keeps UTC without saying so."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
