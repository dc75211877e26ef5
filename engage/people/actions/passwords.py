"""Passwords: hashed slowly, checked in the same time for everybody (rule 8)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete

from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.db import transaction
from engage.core.errors import Invalid
from engage.core.i18n import gettext as _
from engage.people import queries
from engage.people.models import LONGEST_PASSWORD, SHORTEST_PASSWORD, SignedIn, User

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hashed_password(password: str) -> str:
    """Return what is stored in place of a password.

    Raises:
        Invalid: The password is too short or too long.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Invalid(_("Choose a password of 12 to 200 characters."))
    return _hasher.hash(password)


def change_password(user: User, password: str, *, by: Actor) -> None:
    """Give a person a new password and end all their sessions at once (rule 6).

    Raises:
        Invalid: The password is too short or too long.
    """
    hashed = hashed_password(password)
    with transaction() as current:
        fresh = current.get_one(User, user.id)
        fresh.password_hash = hashed
        current.execute(delete(SignedIn).where(SignedIn.user_id == user.id))
        about = ("user", user.id)
        record(current, "people.password.changed", by=by, subject=about)


def check_password(email: str, password: str) -> User | None:
    """Return the person if the password is right; as long if it is not (rule 8)."""
    user = queries.find_user_by_email(email)
    stored = user.password_hash if user is not None and user.is_active else ""
    try:
        _hasher.verify(stored or _stand_in(), password)
    except (VerificationError, InvalidHashError):
        return None
    return user if stored else None


_stand_ins: list[str] = []


def _stand_in() -> str:
    """Return a hash nobody's password has, so that unknown accounts take as long."""
    if not _stand_ins:
        _stand_ins.append(_hasher.hash("nobody has this password"))
    return _stand_ins[0]
