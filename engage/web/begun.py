"""A stamp in a form that proves when somebody began to fill it in.

It names what the form is about and the moment, signed; nothing of it is stored.
"""

import hashlib
from datetime import datetime
from functools import lru_cache

from flask import current_app
from itsdangerous import BadSignature, TimestampSigner

from engage.core import clock


class _Stamp(TimestampSigner):
    """Stamps by the clock that all else goes by."""

    def get_timestamp(self) -> int:
        """Return the present moment in seconds."""
        return int(clock.now().timestamp())


def begun_stamp(about: str) -> str:
    """Return a stamp for a form that is opened now."""
    return _signer(str(current_app.secret_key)).sign(about).decode()


def begun_at(stamp: str, about: str) -> datetime | None:
    """Return when a form was opened, or None if the stamp is not ours or another's."""
    try:
        named, moment = _signer(str(current_app.secret_key)).unsign(
            stamp, return_timestamp=True
        )
    except (BadSignature, ValueError, OverflowError):
        return None
    return moment if named == about.encode() else None


@lru_cache(maxsize=2)
def _signer(secret: str) -> _Stamp:
    return _Stamp(secret, salt="engage.begun", digest_method=hashlib.sha256)
