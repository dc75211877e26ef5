"""Verbs about staff: create, disable, sign in and out."""

from collections.abc import Iterable
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, or_, select

from engage.catchments.models import Catchment
from engage.core import clock
from engage.core.actors import Actor, Role
from engage.core.audit import record
from engage.core.db import transaction
from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.i18n import gettext as _
from engage.people import queries
from engage.people.models import ABSOLUTE, Membership, SignedIn, User

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def create_user(
    email: str,
    *,
    role: Role,
    password: str,
    catchments: Iterable[str] = (),
    name: str = "",
    by: Actor,
) -> User:
    """Create a member of staff.

    Raises:
        Invalid: The address, the password or a catchment cannot be used.
        Conflict: Somebody has that address already.
    """
    address = email.strip().lower()
    slugs = sorted(set(catchments))
    _check_new_user(address, password, role, slugs)
    hashed = _hasher.hash(password)
    with transaction() as current:
        if queries.find_user_by_email(address) is not None:
            raise Conflict(_("Somebody with this e-mail address is here already."))
        found = list(
            current.scalars(select(Catchment).where(Catchment.slug.in_(slugs)))
        )
        if len(found) != len(slugs):
            raise NotFound(_("One of these catchments does not exist."))
        user = User(
            email=address,
            name=name,
            role=role.value,
            password_hash=hashed,
            created_at=clock.now(),
            memberships=[Membership(catchment_id=item.id) for item in found],
        )
        current.add(user)
        current.flush()
        record(current, "people.user.created", by=by, subject=("user", user.id))
    return user


def _check_new_user(address: str, password: str, role: Role, slugs: list[str]) -> None:
    if "@" not in address[1:-1] or len(address) > 254:
        raise Invalid(_("Enter an e-mail address, such as name@example.org."))
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Invalid(_("Choose a password of 12 to 200 characters."))
    if role is Role.FACILITATOR and not slugs:
        raise Invalid(_("Name at least one catchment for a facilitator."))


def disable_user(user: User, *, by: Actor) -> None:
    """Disable a person and end all their sessions at once (rule 6)."""
    with transaction() as current:
        fresh = current.get_one(User, user.id)
        fresh.is_disabled = True
        current.execute(delete(SignedIn).where(SignedIn.user_id == user.id))
        record(current, "people.user.disabled", by=by, subject=("user", user.id))


def check_password(email: str, password: str) -> User | None:
    """Return the person if the password is right; take the same time if not (rule 8)."""
    user = queries.find_user_by_email(email)
    stored = user.password_hash if user is not None and user.is_active else ""
    try:
        _hasher.verify(stored or _stand_in(), password)
    except (VerificationError, InvalidHashError):
        return None
    return user if stored else None


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


_stand_ins: list[str] = []


def _stand_in() -> str:
    """Return a hash nobody's password has, so that unknown accounts take as long."""
    if not _stand_ins:
        _stand_ins.append(_hasher.hash("nobody has this password"))
    return _stand_ins[0]
