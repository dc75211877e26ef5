"""Verbs about staff: create, disable, sign in and out."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, or_, select

from engage.catchments.models import Catchment
from engage.core import clock
from engage.core.actors import SCOPES, Actor, Role
from engage.core.audit import record, record_detailed
from engage.core.db import transaction
from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.i18n import gettext as _
from engage.core.tokens import new_token, token_hash
from engage.people import queries
from engage.people.models import (
    ABSOLUTE,
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    ApiToken,
    Membership,
    SignedIn,
    User,
)

TOKEN_PREFIX = "engage_"  # noqa: S105 - what tokens begin with
LONGEST_TOKEN_DAYS = 366
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
    _check_password_length(password)
    if role is Role.FACILITATOR and not slugs:
        raise Invalid(_("Name at least one catchment for a facilitator."))


def _check_password_length(password: str) -> None:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Invalid(_("Choose a password of 12 to 200 characters."))


def disable_user(user: User, *, by: Actor) -> None:
    """Disable a person and end all their sessions at once (rule 6)."""
    with transaction() as current:
        fresh = current.get_one(User, user.id)
        fresh.is_disabled = True
        current.execute(delete(SignedIn).where(SignedIn.user_id == user.id))
        record(current, "people.user.disabled", by=by, subject=("user", user.id))


def change_password(user: User, password: str, *, by: Actor) -> None:
    """Give a person a new password and end all their sessions at once (rule 6).

    Raises:
        Invalid: The password is too short or too long.
    """
    _check_password_length(password)
    hashed = _hasher.hash(password)
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


def create_token(user: User, scopes: Sequence[str], *, days: int, by: Actor) -> str:
    """Make a token of the API for a person and return it: it is shown this once.

    Raises:
        Invalid: A scope does not exist, or none is named, or it would live too long.
    """
    wanted = sorted(set(scopes))
    if not wanted or not set(wanted) <= set(SCOPES):
        names = ", ".join(SCOPES)
        raise Invalid(_("Name one or more of these scopes: %(names)s.", names=names))
    if not 1 <= days <= LONGEST_TOKEN_DAYS:
        raise Invalid(
            _("A token lives from 1 to %(most)s days.", most=LONGEST_TOKEN_DAYS)
        )
    token = TOKEN_PREFIX + new_token()
    moment = clock.now()
    with transaction() as current:
        made = ApiToken(
            user_id=user.id,
            token_hash=token_hash(token),
            scopes=wanted,
            created_at=moment,
            expires_at=moment + timedelta(days=days),
        )
        current.add(made)
        current.flush()
        record_detailed(
            current,
            "people.token.created",
            by=by,
            subject=("api_token", made.public_id),
            detail={"user": user.id, "scopes": wanted, "days": days},
        )
    return token


def revoke_token(token: ApiToken, *, by: Actor) -> None:
    """End a token at once."""
    with transaction() as current:
        fresh = current.get_one(ApiToken, token.id)
        if fresh.revoked_at is not None:
            return
        fresh.revoked_at = clock.now()
        record(
            current,
            "people.token.revoked",
            by=by,
            subject=("api_token", fresh.public_id),
        )


_stand_ins: list[str] = []


def _stand_in() -> str:
    """Return a hash nobody's password has, so that unknown accounts take as long."""
    if not _stand_ins:
        _stand_ins.append(_hasher.hash("nobody has this password"))
    return _stand_ins[0]
