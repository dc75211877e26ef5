"""Texts that only a code opens: what is kept tells nothing to who reads the database.

Fernet (AES-128 in CBC mode under HMAC-SHA-256) with a key made from the code, which is
random and long enough (100 bits) to need no slow derivation.
"""

import base64
import hmac
import zlib

from cryptography.fernet import Fernet, InvalidToken

# What is put in is bounded; what comes out is read no further than this.
MOST_BYTES = 8_000_000


def lock(code: str, purpose: str, text: str) -> str:
    """Return a text locked with a code for one purpose."""
    packed = zlib.compress(text.encode(), 6)
    return _box(code, purpose).encrypt(packed).decode("ascii")


def unlock(code: str, purpose: str, locked: str) -> str | None:
    """Return what was locked with a code, or None if another one locked it."""
    try:
        packed = _box(code, purpose).decrypt(locked)
    except (InvalidToken, ValueError):
        return None
    return zlib.decompressobj().decompress(packed, MOST_BYTES).decode()


def _box(code: str, purpose: str) -> Fernet:
    key = hmac.digest(code.encode(), f"engage.box.{purpose}".encode(), "sha256")
    return Fernet(base64.urlsafe_b64encode(key))
