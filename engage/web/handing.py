"""Hand a receipt code over: once, within minutes, to the browser that earned it."""

from typing import NamedTuple

from flask import current_app, request
from werkzeug.wrappers import Response

from engage.web.sealed import seal, unseal
from engage.web.security import cookie_name, keep_private

COOKIE = "engage_receipt"
SECONDS = 300


class Handed(NamedTuple):
    """A receipt code, and the slug of the consultation where it is told."""

    code: str
    consultation: str


def hand_receipt(response: Response, code: str, consultation: str = "") -> None:
    """Give the browser a sealed cookie from which the receipt page shows the code."""
    response.set_cookie(
        cookie_name(COOKIE),
        seal("receipt", f"{code} {consultation}"),
        max_age=SECONDS,
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )


def handed_receipt() -> Handed | None:
    """Return what this browser was handed, or None if it is too late."""
    keep_private()
    sealed = request.cookies.get(cookie_name(COOKIE), "")
    told = unseal("receipt", sealed, seconds=SECONDS) if sealed else None
    if told is None:
        return None
    code, _space, consultation = told.partition(" ")
    return Handed(code, consultation)


def forget_receipt(response: Response) -> None:
    """Take the cookie back: the code is shown once."""
    response.delete_cookie(
        cookie_name(COOKIE),
        httponly=True,
        samesite="Lax",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
