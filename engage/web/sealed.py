"""Short texts in cookies that nobody else can read or change.

Fernet (AES-128 in CBC mode under HMAC-SHA-256, dated) with a key for each purpose,
derived from the secret key by HKDF.
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

from engage.core import clock

KEY_BYTES = 32


def seal(purpose: str, text: str) -> str:
    """Return a text sealed for one purpose."""
    box = _box(str(current_app.secret_key), purpose)
    return box.encrypt_at_time(text.encode(), _now()).decode("ascii")


def unseal(purpose: str, sealed: str, *, seconds: int) -> str | None:
    """Return what was sealed for a purpose, or None if it is not ours or too old."""
    box = _box(str(current_app.secret_key), purpose)
    try:
        return box.decrypt_at_time(sealed, seconds, _now()).decode()
    except (InvalidToken, ValueError):
        return None


@lru_cache(maxsize=8)
def _box(secret: str, purpose: str) -> Fernet:
    about = f"engage.sealed.{purpose}".encode()
    derived = HKDF(SHA256(), KEY_BYTES, salt=None, info=about).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def _now() -> int:
    return int(clock.now().timestamp())
