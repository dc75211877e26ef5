"""Questions about staff."""

import hmac

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from engage.core import clock
from engage.core.actors import ANONYMOUS, Actor
from engage.core.db import session
from engage.core.errors import NotAllowed, NotFound
from engage.core.i18n import gettext as _
from engage.core.tokens import token_hash
from engage.people.facts import reset_token
from engage.people.models import ApiToken, Invitation, SignedIn, User
from engage.people.policy import may_administer


def find_user(user_id: int) -> User | None:
    """Return a person who may sign in, by id, or None."""
    user = session().get(User, user_id)
    return user if user is not None and user.is_active else None


def get_user(user_id: int | None) -> User:
    """Return a person who may sign in, by id.

    Raises:
        NotFound: There is none.
    """
    user = find_user(user_id) if user_id is not None else None
    if user is None:
        raise NotFound
    return user


def find_user_by_email(email: str) -> User | None:
    """Return a person by e-mail address, whatever its case, or None."""
    return session().scalar(select(User).where(User.email == email.strip().lower()))


def get_user_by_email(email: str) -> User:
    """Return a person by e-mail address.

    Raises:
        NotFound: Nobody has that address.
    """
    user = find_user_by_email(email)
    if user is None:
        raise NotFound
    return user


def get_user_by_reset(token: str, secret_key: str) -> User:
    """Return the person who may choose a new password by a link.

    Raises:
        NotFound: The link was used already, is too old, or was never ours.
    """
    number, _dot, rest = token.partition(".")
    expires = rest.partition(".")[0]
    is_written = all(
        part.isascii() and part.isdigit() and len(part) <= most
        for part, most in ((number, 9), (expires, 10))
    )
    user = find_user(int(number)) if is_written else None
    if user is not None and clock.now().timestamp() < int(expires):
        ours = reset_token(secret_key, user.id, int(expires), user.password_hash)
        if hmac.compare_digest(token.encode(), ours.encode()):
            return user
    raise NotFound(_("This link was used already, or it is too old."))


def list_people() -> list[User]:
    """Return everybody who has or had an account, by name, with their catchments."""
    return list(
        session().scalars(
            select(User)
            .options(selectinload(User.catchments))
            .order_by(User.name, User.email)
        )
    )


def find_actor(user_id: int | None) -> Actor:
    """Return the person behind a job as they are now, or nobody (rule 3)."""
    user = find_user(user_id) if user_id is not None else None
    return user.actor if user is not None else ANONYMOUS


def find_signed_in(token_hash: str) -> SignedIn | None:
    """Return a browser's session by the hash of its token, or None."""
    return session().get(SignedIn, token_hash)


def find_token(token_hash: str) -> ApiToken | None:
    """Return a token of the API, with its person, by its hash, or None."""
    return session().scalar(select(ApiToken).where(ApiToken.token_hash == token_hash))


def list_tokens(user: User) -> list[ApiToken]:
    """Return the tokens of a person, the newest first."""
    return list(
        session().scalars(
            select(ApiToken)
            .where(ApiToken.user_id == user.id)
            .order_by(ApiToken.id.desc())
        )
    )


def get_token(token: str) -> ApiToken:
    """Return a token by its public id.

    Raises:
        NotFound: There is none.
    """
    found = session().scalar(select(ApiToken).where(ApiToken.public_id == token))
    if found is None:
        raise NotFound
    return found


def get_person(actor: Actor, person: int) -> User:
    """Return somebody who has or had an account, for those who administer.

    The role is asked first: to all others no number tells whether somebody has it.

    Raises:
        NotAllowed: The actor does not administer.
        NotFound: There is nobody of this number.
    """
    if not may_administer(actor):
        raise NotAllowed
    found = session().get(User, person)
    if found is None:
        raise NotFound
    return found


def list_invitations() -> list[Invitation]:
    """Return the invitations that are open, the newest first."""
    waiting = Invitation.email.is_not(None) & (Invitation.expires_at > clock.now())
    return list(
        session().scalars(
            select(Invitation).where(waiting).order_by(Invitation.id.desc())
        )
    )


def find_invitation(public_id: str) -> Invitation | None:
    """Return an invitation that is still open by public id, or None."""
    found = session().scalar(
        select(Invitation).where(Invitation.public_id == public_id)
    )
    return found if found is not None and found.is_open(clock.now()) else None


def get_invitation(actor: Actor, invitation: str) -> Invitation:
    """Return an invitation that is still open, for those who administer.

    Raises:
        NotAllowed: The actor does not administer.
        NotFound: There is none.
    """
    if not may_administer(actor):
        raise NotAllowed
    found = find_invitation(invitation)
    if found is None:
        raise NotFound
    return found


def get_invitation_by_token(actor: Actor, token: str) -> Invitation:
    """Return the invitation that a link opens.

    Raises:
        NotFound: The link was used already, is too old, or was never ours.
    """
    del actor
    found = session().scalar(
        select(Invitation).where(Invitation.token_hash == token_hash(token))
    )
    if found is None or not found.is_open(clock.now()):
        raise NotFound(_("This link was used already, or it is too old."))
    return found
