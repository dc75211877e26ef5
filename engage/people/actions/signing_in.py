"""Sessions of staff: begun, kept, ended on the server (rule 6)."""

from typing import Any

from sqlalchemy import delete, or_

from engage.core import clock
from engage.core.audit import record
from engage.core.db import transaction
from engage.people.models import ABSOLUTE, SignedIn, User


def begin_session(
    user: User, hashed: str, data: dict[str, Any], *, replaces: str | None = None
) -> None:
    """Keep a new session of a person; the one it replaces and old ones end."""
    moment = clock.now()
    with transaction() as current:
        ended = SignedIn.created_at < moment - ABSOLUTE
        if replaces:
            ended = or_(ended, SignedIn.token_hash == replaces)
        current.execute(delete(SignedIn).where(ended))
        current.add(
            SignedIn(
                token_hash=hashed,
                user_id=user.id,
                data=data,
                created_at=moment,
                seen_at=moment,
            )
        )
        record(current, "people.signed_in", by=user.actor, subject=("user", user.id))


def keep_session(hashed: str, data: dict[str, Any]) -> None:
    """Write what changed in a session."""
    with transaction() as current:
        stored = current.get(SignedIn, hashed)
        if stored is not None:
            stored.data = data
            stored.seen_at = clock.now()


def note_seen(hashed: str) -> None:
    """Note that a session is in use."""
    with transaction() as current:
        stored = current.get(SignedIn, hashed)
        if stored is not None:
            stored.seen_at = clock.now()


def end_session(hashed: str) -> None:
    """End a session: a copy of its cookie is worth nothing from now on."""
    with transaction() as current:
        current.execute(delete(SignedIn).where(SignedIn.token_hash == hashed))
