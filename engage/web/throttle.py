"""How often something may be tried, by whom; settings can change each limit."""

import ipaddress

from flask import Flask, current_app, request
from flask_babel import ngettext
from limits import RateLimitItem, parse

from engage.core.counts import ProcessCounts
from engage.core.errors import Misconfigured, TooMany
from engage.core.throttle import forget_tries, seconds_to_wait
from engage.web.access import current_actor
from engage.web.security import SAFE_METHODS

# Each can be set by ENGAGE_LIMIT_ and its name in capitals; "off" lifts it.
LIMITS = {
    # Generous: a library, a school, a whole town may come from one address.
    "public_posts": "3000 per 5 minutes",
    "sign_in_account": "10 per 15 minutes",
    "sign_in_address": "60 per 15 minutes",
    "sign_in_total": "600 per 15 minutes",
    "subscribe_address": "3 per day",
    "subscribe_network": "60 per hour",
    "flags": "60 per hour",
    "save_network": "120 per hour",
    "resume_network": "60 per 15 minutes",
}
OFF = "off"


def init_app(app: Flask) -> None:
    """Read the limits once.

    Raises:
        Misconfigured: A limit has no known name or cannot be read.
    """
    chosen: dict[str, str] = app.config["SETTINGS"].limits
    unknown = set(chosen) - set(LIMITS)
    if unknown:
        names = ", ".join(f"ENGAGE_LIMIT_{name.upper()}" for name in sorted(unknown))
        text = f"There is no such limit: {names}."
        raise Misconfigured(text)
    wanted = {**LIMITS, **chosen}
    app.extensions["engage.limits"] = {
        name: _read(name, text) for name, text in wanted.items() if text != OFF
    }


def guard_posts(app: Flask) -> None:
    """Count what one network sends without signing in, once it is known who asks."""
    app.extensions["engage.posts"] = ProcessCounts()
    app.before_request(_count_post)


def _count_post() -> None:
    """Count a public post in memory: to count it must not cost a write.

    Raises:
        TooMany: This network sends too much; what was typed is kept on the page.
    """
    limit = _limits().get("public_posts")
    if request.method in SAFE_METHODS or limit is None or current_actor().is_signed_in:
        return
    counts: ProcessCounts = current_app.extensions["engage.posts"]
    wait = seconds_to_wait(_secret(), limit, "public_posts", client_network(), counts)
    if wait:
        raise _too_many(wait)


def count_try(name: str, who: str) -> None:
    """Count one try of somebody.

    Raises:
        TooMany: It was tried too often; the error says when the next may come.
    """
    limit = _limits().get(name)
    if limit is None:
        return
    wait = seconds_to_wait(_secret(), limit, name, who)
    if wait:
        raise _too_many(wait)


def _too_many(wait: int) -> TooMany:
    minutes = -(-wait // 60)
    told = ngettext(
        "Try again in %(num)d minute.", "Try again in %(num)d minutes.", minutes
    )
    return TooMany(told, retry_after=wait)


def forget(name: str, who: str) -> None:
    """Forget somebody's tries: the last one was right."""
    limit = _limits().get(name)
    if limit is not None:
        forget_tries(_secret(), limit, name, who)


def client_network() -> str:
    """Return where a request comes from: an address, or the /64 it lies in (IPv6).

    Behind proxies the address is the one the configured number of hops vouches for.
    """
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def _limits() -> dict[str, RateLimitItem]:
    limits: dict[str, RateLimitItem] = current_app.extensions["engage.limits"]
    return limits


def _secret() -> str:
    return str(current_app.secret_key)


def _read(name: str, text: str) -> RateLimitItem:
    try:
        return parse(text)
    except ValueError as error:
        told = f"ENGAGE_LIMIT_{name.upper()} is a limit such as “10 per 15 minutes”."
        raise Misconfigured(told) from error
