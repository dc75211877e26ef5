"""Who works here, and with which rights."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from engage.catchments.models import Catchment
from engage.core import clock
from engage.core.actors import Actor, Role
from engage.core.audit import record, record_detailed
from engage.core.db import transaction
from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.i18n import gettext as _
from engage.people import queries
from engage.people.actions.passwords import hashed_password
from engage.people.models import Membership, SignedIn, User


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
    address = checked_address(email)
    hashed = hashed_password(password)
    slugs = checked_rights(role, catchments)
    with transaction() as current:
        user = add_user(
            current, address, role=role, hashed=hashed, catchments=slugs, name=name
        )
        record(current, "people.user.created", by=by, subject=("user", user.id))
    return user


def add_user(
    current: Session,
    address: str,
    *,
    role: Role,
    hashed: str,
    catchments: Sequence[str],
    name: str,
) -> User:
    """Add a member of staff inside the caller's transaction.

    Raises:
        Conflict: Somebody has that address already.
        NotFound: There is no such catchment.
    """
    if queries.find_user_by_email(address) is not None:
        raise Conflict(_("Somebody with this e-mail address is here already."))
    user = User(
        email=address,
        name=name,
        role=role.value,
        password_hash=hashed,
        created_at=clock.now(),
        memberships=_memberships(current, catchments),
    )
    current.add(user)
    current.flush()
    return user


def checked_address(email: str) -> str:
    """Return an address as it is kept.

    Raises:
        Invalid: It is none.
    """
    address = email.strip().lower()
    is_written = address.isascii() and address.isprintable() and " " not in address
    if "@" not in address[1:-1] or len(address) > 254 or not is_written:
        told = _("Enter an e-mail address, such as name@example.org.")
        raise Invalid(told, {"email": told})
    return address


def checked_rights(role: Role, catchments: Iterable[str]) -> list[str]:
    """Return the catchments that go with a role: a facilitator's own, or none.

    Raises:
        Invalid: A facilitator has none.
    """
    slugs = sorted(set(catchments))
    if role is not Role.FACILITATOR:
        return []
    if not slugs:
        told = _("Name at least one catchment for a facilitator.")
        raise Invalid(told, {"catchments": told})
    return slugs


def change_rights(
    user: User, role: Role, catchments: Iterable[str], *, version: int, by: Actor
) -> None:
    """Give a person another role or other catchments; their sessions end (rule 6).

    Raises:
        Conflict: Somebody else changed the person, or nobody would administer.
        Invalid: A facilitator has no catchment.
    """
    slugs = checked_rights(role, catchments)
    with transaction() as current:
        fresh = _locked(current, user, version)
        if role is not Role.ADMIN:
            _require_another_admin(current, fresh)
        fresh.role = role.value
        # Other catchments alone would leave the row, and its version, as they are.
        flag_modified(fresh, "role")
        fresh.memberships = _memberships(current, slugs)
        _end_sessions(current, fresh)
        record_detailed(
            current,
            "people.rights.changed",
            by=by,
            subject=("user", fresh.id),
            detail={"role": role.value, "catchments": list(slugs)},
        )


def disable_user(user: User, *, by: Actor, version: int | None = None) -> None:
    """Disable a person and end all their sessions at once (rule 6).

    Raises:
        Conflict: Somebody else changed the person, or nobody would administer.
    """
    with transaction() as current:
        fresh = _locked(current, user, version)
        _require_another_admin(current, fresh)
        fresh.is_disabled = True
        _end_sessions(current, fresh)
        record(current, "people.user.disabled", by=by, subject=("user", user.id))


def enable_user(user: User, *, version: int, by: Actor) -> None:
    """Let a disabled person sign in again, with the rights they had.

    Raises:
        Conflict: Somebody else changed the person.
    """
    with transaction() as current:
        fresh = _locked(current, user, version)
        fresh.is_disabled = False
        record(current, "people.user.enabled", by=by, subject=("user", user.id))


def set_digest(user: User, *, is_wanted: bool, by: Actor) -> None:
    """Note whether somebody wants to be told each day what waits for them."""
    with transaction() as current:
        fresh = current.get_one(User, user.id)
        fresh.wants_digest = is_wanted
        record_detailed(
            current,
            "people.digest.chosen",
            by=by,
            subject=("user", user.id),
            detail={"wanted": is_wanted},
        )


def _locked(current: Session, user: User, version: int | None) -> User:
    """Return the person as they are now, theirs and all administrators' rows locked.

    So two administrators who take each other's rights away cannot both succeed.

    Raises:
        Conflict: The person has changed since `version`.
    """
    current.execute(_administrators().with_for_update())
    fresh = current.get_one(User, user.id, with_for_update=True)
    if version is not None and fresh.version != version:
        raise Conflict
    return fresh


def _require_another_admin(current: Session, user: User) -> None:
    """Refuse to take the last administrator away: nobody could let one in again."""
    if set(current.scalars(_administrators())) == {user.id}:
        raise Conflict(
            _("This is the last administrator: make somebody else one first.")
        )


def _administrators() -> Select[int]:
    return (
        select(User.id)
        .where(User.role == Role.ADMIN.value, User.is_disabled.is_(False))
        .order_by(User.id)
    )


def _memberships(current: Session, slugs: Sequence[str]) -> list[Membership]:
    found = list(current.scalars(select(Catchment).where(Catchment.slug.in_(slugs))))
    if len(found) != len(slugs):
        raise NotFound(_("One of these catchments does not exist."))
    return [Membership(catchment_id=item.id) for item in found]


def _end_sessions(current: Session, user: User) -> None:
    current.execute(delete(SignedIn).where(SignedIn.user_id == user.id))
