"""The door that reads who a program acts for: a token, never a cookie."""

from flask import Flask, request

from engage.core import clock
from engage.core.actors import ANONYMOUS
from engage.core.tokens import token_hash
from engage.people import queries
from engage.people.actions import TOKEN_PREFIX
from engage.web.api import InvalidToken, enter_as
from engage.web.errors import is_api

LONGEST_TOKEN = 100


def init_app(app: Flask) -> None:
    """Read the token of every request to the API before its door opens."""
    app.before_request(_enter)


def _enter() -> None:
    if not is_api():
        return
    # A session cookie gives no rights here: without a token one is nobody.
    enter_as(ANONYMOUS, frozenset())
    given = request.headers.get("Authorization")
    if given is None:
        return
    scheme, _space, token = given.partition(" ")
    token = token.strip()
    is_ours = token.startswith(TOKEN_PREFIX) and len(token) <= LONGEST_TOKEN
    if scheme.lower() != "bearer" or not is_ours or not token.isascii():
        raise InvalidToken
    found = queries.find_token(token_hash(token))
    if found is None or not found.is_good(clock.now()):
        raise InvalidToken
    enter_as(found.user.actor, frozenset(found.scopes))
