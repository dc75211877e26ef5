"""Headers for every reply, and the token that proves a form is ours (rules 11-13).

The form token needs no session: a random value in a cookie and the same value,
signed and dated, in the form (a signed double-submit token). So a page without a
form sets no cookie, and pages stay cacheable.
"""

import hashlib
import hmac
import secrets
from functools import lru_cache

from flask import Flask, Response, current_app, g, request
from itsdangerous import BadSignature, TimestampSigner

from engage.core import clock

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
TOKEN_LIFETIME = 12 * 3600
MASK_BYTES = 16
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors {framing}"
)
NOT_FRAMED = CSP.format(framing="'none'")
HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
ONLY_HTTPS = ("Strict-Transport-Security", "max-age=31536000")


class _FormSigner(TimestampSigner):
    """Signs and dates by the clock that all else goes by."""

    def get_timestamp(self) -> int:
        """Return the present moment in seconds."""
        return int(clock.now().timestamp())


def init_app(app: Flask) -> None:
    """Add the headers and offer `csrf_token()` to the templates."""
    app.after_request(_set_form_cookie)
    app.after_request(_set_headers)
    app.jinja_env.globals["csrf_token"] = form_token


def form_token() -> str:
    """Return a signed token for a form on this page; the cookie goes with it."""
    if "form_nonce" not in g:
        g.form_nonce = request.cookies.get(cookie_name()) or secrets.token_urlsafe(18)
    return _signer(str(current_app.secret_key)).sign(_masked(g.form_nonce)).decode()


def is_genuine_request(sent: str | None = None) -> bool:
    """Return whether the request may change something: its token is ours and fresh.

    `sent` is the form's token where the form was read already.
    """
    if request.method in SAFE_METHODS:
        return True
    nonce = request.cookies.get(cookie_name(), "")
    token = request.headers.get("X-CSRF-Token") or (
        request.form.get("csrf_token", "") if sent is None else sent
    )
    try:
        signer = _signer(str(current_app.secret_key))
        signed = _unmasked(signer.unsign(token, max_age=TOKEN_LIFETIME).decode())
    except (BadSignature, ValueError):
        return False
    return bool(nonce) and hmac.compare_digest(signed, _digest(nonce))


def cookie_name(name: str = "engage_form") -> str:
    """Return a cookie's name: `__Host-` where people come by https."""
    return f"__Host-{name}" if current_app.config["SESSION_COOKIE_SECURE"] else name


def allow_framing() -> None:
    """Let this one page be framed by others: embeds alone ask for it."""
    g.framing = "*"


def keep_private() -> None:
    """Have no cache keep this page."""
    g.is_private = True


@lru_cache(maxsize=2)
def _signer(secret: str) -> _FormSigner:
    return _FormSigner(secret, salt="engage.form", digest_method=hashlib.sha256)


def _masked(nonce: str) -> str:
    """Return the nonce's digest under a mask that is new each time.

    Pages are compressed: what never changes in them could be guessed from their length
    (the BREACH attack).
    """
    mask = secrets.token_bytes(MASK_BYTES)
    return (mask + _xor(_digest(nonce), mask)).hex()


def _unmasked(token: str) -> bytes:
    both = bytes.fromhex(token)
    return _xor(both[MASK_BYTES:], both[:MASK_BYTES])


def _digest(nonce: str) -> bytes:
    return hashlib.sha256(nonce.encode()).digest()[:MASK_BYTES]


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=False))


def _set_form_cookie(response: Response) -> Response:
    nonce = g.get("form_nonce")
    if nonce and request.cookies.get(cookie_name()) != nonce:
        response.set_cookie(
            cookie_name(),
            nonce,
            httponly=True,
            samesite="Lax",
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        )
    return response


def _set_headers(response: Response) -> Response:
    headers = response.headers
    framing = g.get("framing")
    csp = CSP.format(framing=framing) if framing else NOT_FRAMED
    wanted = [("Content-Security-Policy", csp), *HEADERS]
    if current_app.config["SESSION_COOKIE_SECURE"]:
        wanted.append(ONLY_HTTPS)
    present = {name.lower() for name in headers.keys()}  # noqa: SIM118 - of pairs
    for name, value in wanted:
        if name.lower() not in present:
            headers.add(name, value)
    if "set-cookie" in present or g.get("is_private") or "form_nonce" in g:
        headers["Cache-Control"] = "no-store"
        response.vary.add("Cookie")
    return response
