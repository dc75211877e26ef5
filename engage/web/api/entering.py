"""Who a request to the API acts for, and what its token is for."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import g

from engage.core.actors import ANONYMOUS, SCOPES, Actor
from engage.core.errors import NotAllowed, NotSignedIn
from engage.core.i18n import gettext as _
from engage.web.security import keep_private

View = Callable[..., Any]


class InvalidToken(NotSignedIn):
    """The token is not ours, too old or revoked, or its person may not sign in."""

    code = "invalid_token"


def enter_as(actor: Actor, scopes: frozenset[str]) -> None:
    """Note who acts in this request, and for what."""
    g.token_actor, g.token_scopes = actor, scopes
    if actor.is_signed_in:
        keep_private()


def scoped(*scopes: str, staff: bool = True) -> Callable[[View], View]:
    """Let a token in only if it is for one of the scopes.

    Without a token the door is closed, unless it is not for staff alone.
    """
    _check(scopes)

    def decorate(view: View) -> View:
        @wraps(view)
        def door(**values: Any) -> Any:
            is_known = g.token_actor.is_signed_in
            if staff and not is_known:
                raise NotSignedIn
            if is_known and not g.token_scopes & set(scopes):
                told = _("This token is not for that: it needs the scope %(scope)s.")
                raise NotAllowed(told % {"scope": scopes[0]})
            return view(**values)

        return _noted(door, scopes, staff=staff)

    return decorate


def reading(scope: str) -> Callable[[View], View]:
    """Let everybody in; a token without the scope sees what the public sees."""
    _check((scope,))

    def decorate(view: View) -> View:
        @wraps(view)
        def door(**values: Any) -> Any:
            if scope not in g.token_scopes:
                g.token_actor = ANONYMOUS
            return view(**values)

        return _noted(door, (scope,), staff=False)

    return decorate


def _noted(door: View, scopes: tuple[str, ...], *, staff: bool) -> View:
    door.engage_scopes = scopes  # type: ignore[attr-defined]
    door.engage_staff = staff  # type: ignore[attr-defined]
    return door


def _check(scopes: tuple[str, ...]) -> None:
    if not scopes or not set(scopes) <= set(SCOPES):
        raise ValueError(scopes)
