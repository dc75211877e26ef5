"""Invite somebody to work here: a link that opens once, within some days (rule 7)."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from engage.core import clock
from engage.core.actors import Actor, Role
from engage.core.audit import record, record_detailed
from engage.core.db import transaction
from engage.core.errors import Conflict, Gone
from engage.core.i18n import gettext as _
from engage.core.mail import ask_for_letters
from engage.core.tokens import new_public_id, token_hash
from engage.people import queries
from engage.people.actions.accounts import add_user, checked_address, checked_rights
from engage.people.actions.passwords import hashed_password
from engage.people.facts import invitation_token
from engage.people.models import Invitation, User

INVITE = "people.invitation"
OPEN_FOR = timedelta(days=7)


def invite(
    email: str,
    *,
    role: Role,
    catchments: Iterable[str] = (),
    language: str = "en",
    secret_key: str,
    by: Actor,
) -> Invitation:
    """Invite somebody; an earlier invitation of theirs ends.

    Raises:
        Conflict: Somebody has that address already.
        Invalid: The address or the rights cannot be used.
    """
    address = checked_address(email)
    slugs = checked_rights(role, catchments)
    moment = clock.now()
    name = new_public_id()
    with transaction() as current:
        if queries.find_user_by_email(address) is not None:
            raise Conflict(_("Somebody with this e-mail address is here already."))
        _close(current, Invitation.email == address)
        invitation = Invitation(
            public_id=name,
            token_hash=token_hash(invitation_token(secret_key, name)),
            email=address,
            role=role.value,
            language=language,
            catchments=slugs,
            invited_by=by.user_id,
            created_at=moment,
            expires_at=moment + OPEN_FOR,
        )
        current.add(invitation)
        current.flush()
        ask_for_letters(current, INVITE, {f"invitation:{name}": {"name": name}})
        record_detailed(
            current,
            "people.invitation.made",
            by=by,
            subject=("invitation", name),
            detail={"role": role.value, "catchments": slugs},
        )
    return invitation


def accept_invitation(invitation: Invitation, *, name: str, password: str) -> User:
    """Make the account that somebody was invited to; the link opens nothing more.

    Raises:
        Conflict: Somebody has that address already.
        Gone: It was accepted or withdrawn a moment ago.
        Invalid: The password is too short or too long.
    """
    hashed = hashed_password(password)
    with transaction() as current:
        fresh = current.get_one(Invitation, invitation.id, with_for_update=True)
        if fresh.email is None or not fresh.is_open(clock.now()):
            raise Gone(_("This link was used already, or it is too old."))
        user = add_user(
            current,
            fresh.email,
            role=Role(fresh.role),
            hashed=hashed,
            catchments=fresh.catchments,
            name=name.strip(),
        )
        user.language = fresh.language
        fresh.email = None
        record(
            current,
            "people.invitation.accepted",
            by=user.actor,
            subject=("invitation", fresh.public_id),
        )
    return user


def revoke_invitation(invitation: Invitation, *, by: Actor) -> None:
    """Take an invitation back: its link opens nothing more."""
    with transaction() as current:
        _close(current, Invitation.id == invitation.id)
        record(
            current,
            "people.invitation.revoked",
            by=by,
            subject=("invitation", invitation.public_id),
        )


def forget_invitations(current: Session) -> None:
    """Forget the addresses of invitations nobody accepted in time."""
    _close(current, Invitation.expires_at <= clock.now())


def _close(current: Session, which: ColumnElement[bool]) -> None:
    current.execute(update(Invitation).where(which).values(email=None))
