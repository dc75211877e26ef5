"""Short texts in cookies that nobody else can read or change.

Encrypt, then sign: the text is covered by a keystream of HMAC-SHA-256 over a random
nonce and a counter (a pseudo-random function in counter mode), and the result is
signed and dated by itsdangerous. Keys are derived from the secret key per purpose.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from engage.core.tokens import keyed

NONCE_BYTES = 16


def seal(purpose: str, text: str) -> str:
    """Return a text sealed for one purpose."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    covered = _covered(purpose, nonce, text.encode())
    return str(_signer(purpose).dumps(urlsafe_b64encode(nonce + covered).decode()))


def unseal(purpose: str, sealed: str, *, seconds: int) -> str | None:
    """Return what was sealed for a purpose, or None if it is not ours or too old."""
    try:
        packed = urlsafe_b64decode(_signer(purpose).loads(sealed, max_age=seconds))
    except (BadSignature, ValueError):
        return None
    return _covered(purpose, packed[:NONCE_BYTES], packed[NONCE_BYTES:]).decode()


def _signer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(_secret(), salt=f"engage.sealed.{purpose}")


def _covered(purpose: str, nonce: bytes, text: bytes) -> bytes:
    """Cover or uncover a text: the same step both ways."""
    stream = b""
    while len(stream) < len(text):
        block = f"{purpose}\0{nonce.hex()}\0{len(stream)}"
        stream += keyed(_secret(), "sealed", block)
    return bytes(a ^ b for a, b in zip(text, stream, strict=False))


def _secret() -> str:
    return str(current_app.secret_key)
