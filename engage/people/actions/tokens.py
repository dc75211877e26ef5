"""Tokens by which programs act for a person (rule 7)."""

from collections.abc import Sequence
from datetime import timedelta

from engage.core import clock
from engage.core.actors import SCOPES, Actor
from engage.core.audit import record, record_detailed
from engage.core.db import transaction
from engage.core.errors import Invalid
from engage.core.i18n import gettext as _
from engage.core.tokens import new_token, token_hash
from engage.people.models import ApiToken, User

TOKEN_PREFIX = "engage_"  # noqa: S105 - what tokens begin with
LONGEST_TOKEN_DAYS = 366


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
