"""Passwords: hashed slowly, checked in the same time for everybody (rule 8)."""

from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete

from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.db import transaction
from engage.core.errors import Conflict, Gone, Invalid
from engage.core.i18n import gettext as _
from engage.core.mail import ask_for_letters
from engage.people import queries
from engage.people.models import LONGEST_PASSWORD, SHORTEST_PASSWORD, SignedIn, User

RESET = "people.reset"
RESET_FOR = timedelta(hours=2)
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hashed_password(password: str) -> str:
    """Return what is stored in place of a password.

    Raises:
        Invalid: The password is too short or too long.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Invalid(_("Choose a password of 12 to 200 characters."))
    return _hasher.hash(password)


def change_password(
    user: User, password: str, *, by: Actor, replaces: str | None = None
) -> None:
    """Give a person a new password and end all their sessions at once (rule 6).

    `replaces` is the hash that a link was made for: it works once.

    Raises:
        Gone: The password has changed since the link was made.
        Invalid: The password is too short or too long.
    """
    hashed = hashed_password(password)
    with transaction() as current:
        fresh = current.get_one(User, user.id, with_for_update=True)
        if replaces not in {None, fresh.password_hash}:
            raise Gone(_("This link was used already, or it is too old."))
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


def ask_for_reset(email: str, *, by: Actor) -> None:
    """Have a link for a new password sent, if somebody works here under an address.

    It is on record that one was asked for, whether or not there is such a person.
    """
    user = queries.find_user_by_email(email)
    with transaction() as current:
        if user is not None and user.is_active:
            expires = _reset_until()
            # One letter a minute at most, however often it is asked for.
            key = f"reset:{user.id}:{expires // 60}"
            facts = {"user": user.id, "expires": expires}
            ask_for_letters(current, RESET, {key: facts})
        record(current, "people.reset.asked", by=by)


def note_reset(user: User, *, by: Actor) -> int:
    """Note that a link for a new password is handed over; return until when it works.

    Raises:
        Conflict: The person is disabled.
    """
    if user.is_disabled:
        raise Conflict(_("This person cannot sign in."))
    with transaction() as current:
        record(current, "people.reset.made", by=by, subject=("user", user.id))
    return _reset_until()


def _reset_until() -> int:
    return int((clock.now() + RESET_FOR).timestamp())


_stand_ins: list[str] = []


def _stand_in() -> str:
    """Return a hash nobody's password has, so that unknown accounts take as long."""
    if not _stand_ins:
        _stand_ins.append(_hasher.hash("nobody has this password"))
    return _stand_ins[0]
