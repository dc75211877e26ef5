"""Doors: what each needs, and the loading of what it is about, in one step.

Deny by default (rule 1): every view is `@public` or `@guarded`; a test walks the URL
map. A guarded view names a loader that takes the actor first and looks only in what
that actor may see (rule 2), and a predicate asked of the thing that was loaded.
"""

import inspect
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from flask import Flask, g, has_request_context, request
from flask import session as browser_session
from flask_login import current_user

from engage.core.actors import ANONYMOUS, Actor
from engage.core.errors import FormExpired, NotAllowed, NotSignedIn
from engage.web.security import is_genuine_request, keep_private

# Where Flask-Login notes who signed in; most visitors never do.
SIGNED_IN = "_user_id"
View = Callable[..., Any]
Predicate = Callable[..., bool]
_predicates: dict[str, Predicate] = {}


def init_app(app: Flask) -> None:
    """Offer `actor` and `can` to the templates."""
    app.context_processor(lambda: {"actor": current_actor()})
    app.jinja_env.globals["can"] = can


def current_actor() -> Actor:
    """Return who is acting in this request."""
    from_token: Actor | None = g.get("token_actor")
    if from_token is not None:
        return from_token
    if not has_request_context() or SIGNED_IN not in browser_session:
        return ANONYMOUS
    if current_user.is_authenticated:
        return current_user.actor  # type: ignore[no-any-return]
    return ANONYMOUS


def may(predicate: Predicate) -> Predicate:
    """Make a predicate known to templates by its name."""
    _predicates[predicate.__name__] = predicate
    return predicate


def can(name: str, *things: Any) -> bool:
    """Return whether the actor of this request may do the named thing."""
    return _predicates[name](current_actor(), *things)


def public(view: View) -> View:
    """Anyone may come in; a form must still be ours."""

    @wraps(view)
    def door(**values: Any) -> Any:
        _check_form(view)
        return view(**values)

    door.engage_access = "public"  # type: ignore[attr-defined]
    return door


def guarded(predicate: Predicate, *, by: Callable[..., Any] | None = None) -> View:
    """Load what the view is about, ask the predicate, hand the thing to the view."""
    may(predicate)

    def decorate(view: View) -> View:
        @wraps(view)
        def door(**values: Any) -> Any:
            actor = current_actor()
            if not actor.is_signed_in and _is_staff_door():
                raise NotSignedIn
            if by is None:
                _require(actor, predicate(actor))
                _check_form(view)
                return view(**values)
            thing, rest = _load(by, actor, values)
            _require(actor, predicate(actor, thing))
            _check_form(view)
            return view(thing, **rest)

        door.engage_access = predicate.__name__  # type: ignore[attr-defined]
        return door

    return decorate


def keeps_form(view: View) -> View:
    """Let a stale form through to the view, whose form shows it again, filled."""
    view.engage_keeps_form = True  # type: ignore[attr-defined]
    return view


def _is_staff_door() -> bool:
    """Return whether the address is under /manage/: strangers learn nothing there."""
    return request.path.split("/")[2:3] == ["manage"]


def _load(
    loader: Callable[..., Any], actor: Actor, values: dict[str, Any]
) -> tuple[Any, dict[str, Any]]:
    wanted = _parameters(loader)
    named = {name: value for name, value in values.items() if name in wanted}
    rest = {name: value for name, value in values.items() if name not in wanted}
    return loader(actor, **named), rest


@cache
def _parameters(loader: Callable[..., Any]) -> frozenset[str]:
    return frozenset(inspect.signature(loader).parameters) - {"actor"}


def _require(actor: Actor, is_allowed: bool) -> None:  # noqa: FBT001
    if actor.is_signed_in:
        keep_private()
    if not is_allowed:
        raise NotAllowed if actor.is_signed_in else NotSignedIn


def _check_form(view: View) -> None:
    if request.blueprint and request.blueprint.startswith("api"):
        return
    if getattr(view, "engage_keeps_form", False):
        return
    if not is_genuine_request():
        raise FormExpired
