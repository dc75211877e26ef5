"""What the doors of threads share: where the reader is, and the reader's own token."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, request

from engage.core.tokens import token_hash
from engage.threads.models import Thread
from engage.web.security import cookie_name

bp = Blueprint("threads", __name__)
TOKEN_SECONDS = 180 * 24 * 3600
SESSION_CODE = re.compile(r"[0-9A-Za-z]{4,20}")
SLUG = re.compile(r"[a-z0-9-]{1,60}")


@dataclass(frozen=True)
class Place:
    """Where in a thread the reader is: an order and a page, or one comment.

    `session` is the code of the session that the reader came from, if any, `catchment`
    the one to begin with in the form.
    """

    sort: str = "newest"
    page: int = 1
    comment: str | None = None
    session: str = ""
    catchment: str = ""

    @property
    def origin(self) -> dict[str, Any]:
        """Where the reader comes from: each link into the discussion takes it along."""
        told = {"session": self.session, "catchment": self.catchment}
        return {name: value for name, value in told.items() if value}

    @property
    def tail(self) -> str:
        """The same as the end of an address."""
        return f"?{urlencode(self.origin)}" if self.origin else ""


def asked_place(**where: Any) -> Place:
    """Return where the address says that the reader is and comes from."""
    return Place(
        **where,
        session=_asked("session", SESSION_CODE).upper(),
        catchment=_asked("catchment", SLUG),
    )


def _asked(name: str, shape: re.Pattern[str]) -> str:
    asked = request.args.get(name, "")
    return asked if shape.fullmatch(asked) else ""


def own_token(thread: Thread) -> str | None:
    """Return the random token of this browser in a thread, if it has one."""
    return request.cookies.get(_cookie(thread))


def own_hash(thread: Thread) -> str | None:
    """Return the hash of this browser's token in a thread, if it has one."""
    token = own_token(thread)
    return token_hash(token) if token else None


def with_token(response: Response, thread: Thread, token: str) -> Response:
    """Let the browser keep its random token for this thread (rule 16)."""
    response.set_cookie(
        _cookie(thread),
        token,
        max_age=TOKEN_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
    return response


def _cookie(thread: Thread) -> str:
    return cookie_name(f"engage_thread_{thread.id}")
