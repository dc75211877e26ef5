"""Short texts in cookies that nobody else can read or change.

AES-256 in Galois/counter mode under a random nonce, dated, with a key for each purpose
that is derived from the secret key by HKDF.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

from engage.core import clock

KEY_BYTES = 32
NONCE_BYTES = 12
DATE_BYTES = 8


def seal(purpose: str, text: str) -> str:
    """Return a text sealed for one purpose."""
    box = _box(str(current_app.secret_key), purpose)
    nonce = secrets.token_bytes(NONCE_BYTES)
    dated = _now().to_bytes(DATE_BYTES) + text.encode()
    return urlsafe_b64encode(nonce + box.encrypt(nonce, dated, None)).decode("ascii")


def unseal(purpose: str, sealed: str, *, seconds: int) -> str | None:
    """Return what was sealed for a purpose, or None if it is not ours or too old."""
    box = _box(str(current_app.secret_key), purpose)
    try:
        both = urlsafe_b64decode(sealed)
        dated = box.decrypt(both[:NONCE_BYTES], both[NONCE_BYTES:], None)
    except (InvalidTag, ValueError):
        return None
    age = _now() - int.from_bytes(dated[:DATE_BYTES])
    return dated[DATE_BYTES:].decode() if 0 <= age <= seconds else None


@lru_cache(maxsize=8)
def _box(secret: str, purpose: str) -> AESGCM:
    about = f"engage.sealed.{purpose}".encode()
    return AESGCM(
        HKDF(SHA256(), KEY_BYTES, salt=None, info=about).derive(secret.encode())
    )


def _now() -> int:
    return int(clock.now().timestamp())
