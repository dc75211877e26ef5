"""Every door says what it needs, changes nothing on GET, and sends the headers."""

import json
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import IntegerConverter, Rule

from engage.contributions.models import Contribution
from engage.core.db import Base, session
from engage.people.models import User
from tests.factories.contributions import a_consultation, a_contribution
from tests.factories.threads import a_thread
from tests.pages import Browser

SignIn = Callable[[User], Browser]
SAFE = {"GET", "HEAD", "OPTIONS"}
# A session is in use, and says so; who reads what now is held for a while. Neither is
# a change of anything.
NOT_COMPARED = {"signed_in", "throttle_count", "claim"}
# Rule 33 asks that the reading of raw words is noted; nothing else is.
READINGS = {"moderation.text.read", "moderation.texts.read"}


def rules(app: Flask) -> list[Rule]:
    found = [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]
    assert len(found) > 40
    return found


@pytest.fixture
def things(app: Flask) -> dict[str, str]:
    """What the parts of addresses are filled with: things that exist."""
    jobs = a_consultation()
    text = a_contribution(jobs)
    thread = a_thread(a_consultation("rides"))
    return {
        "lang": "en",
        "catchment": "northeast",
        "consultation": jobs.slug,
        "contribution": text.public_id,
        "thread": thread.slug,
        "name": "privacy",
        "edition": "1",
    }


def addresses(
    app: Flask, things: dict[str, str], methods: set[str]
) -> Iterator[tuple[str, str]]:
    """Give each address of the site with things filled in, once per method."""
    adapter = app.url_map.bind("localhost")
    for rule in rules(app):
        values = {
            name: things.get(name, 1 if _is_number(rule, name) else "nothing")
            for name in rule.arguments
        }
        for method in sorted((rule.methods or set()) & methods):
            yield method, adapter.build(rule.endpoint, values, method=method)


def _is_number(rule: Rule, name: str) -> bool:
    return isinstance(rule._converters[name], IntegerConverter)


def everything() -> dict[str, list[str]]:
    """Return all rows of all tables."""
    session().rollback()
    return {
        table.name: sorted(
            str(tuple(row))
            for row in session().execute(select(table))
            if table.name != "audit_entry" or row.action not in READINGS
        )
        for table in Base.metadata.sorted_tables
        if table.name not in NOT_COMPARED
    }


def test_rule_01_every_route_is_public_or_guarded(app: Flask) -> None:
    open_doors = [
        rule.endpoint
        for rule in rules(app)
        if not getattr(app.view_functions[rule.endpoint], "engage_access", "")
    ]
    assert open_doors == [], "put @public or @guarded(may_x) on these views"


def test_rule_01_everything_under_manage_asks_who_is_there(app: Flask) -> None:
    public = [
        rule.rule
        for rule in rules(app)
        if "/manage" in rule.rule
        and app.view_functions[rule.endpoint].engage_access == "public"  # type: ignore[attr-defined]
    ]
    assert public == []


def test_rule_01_strangers_are_sent_to_sign_in_from_every_staff_page(
    app: Flask, things: dict[str, str]
) -> None:
    client = app.test_client()
    for _method, address in addresses(app, things, {"GET"}):
        if "/manage" not in address:
            continue
        reply = client.get(address)
        assert reply.status_code == 302, address
        assert reply.location.startswith("/en/sign-in?next="), address


def test_rule_12_get_changes_nothing(
    app: Flask, things: dict[str, str], ada: User, sign_in: SignIn
) -> None:
    client = sign_in(ada).client
    before = everything()
    assert any(before.values())
    statuses = {}
    for _method, address in addresses(app, things, {"GET"}):
        statuses[address] = client.get(address).status_code
        assert everything() == before, f"GET {address} changed something"
    failed = {address for address, status in statuses.items() if status >= 500}
    assert failed == set()
    assert sum(status == 200 for status in statuses.values()) > len(statuses) / 2


def test_rule_12_nothing_changes_without_a_form_token(
    app: Flask, things: dict[str, str], ada: User, sign_in: SignIn
) -> None:
    client = sign_in(ada).client
    before = everything()
    unsafe = {"POST", "PUT", "PATCH", "DELETE"}
    tried = 0
    for method, address in addresses(app, things, unsafe):
        if address.startswith("/api/"):
            continue
        reply = client.open(address, method=method, data={"version": "1"})
        assert reply.status_code in {404, 409, 410, 422}, f"{method} {address}"
        assert everything() == before, f"{method} {address} changed something"
        tried += 1
    assert tried > 20


def test_rule_12_a_cookie_gives_no_rights_in_the_api(
    app: Flask, things: dict[str, str], ada: User, sign_in: SignIn
) -> None:
    client = sign_in(ada).client
    before = everything()
    for method, address in addresses(app, things, {"POST", "PUT", "PATCH", "DELETE"}):
        if address.startswith("/api/"):
            reply = client.open(address, method=method, json={})
            assert 400 <= reply.status_code < 500, f"{method} {address}"
            assert everything() == before, f"{method} {address} changed something"


def test_rule_11_every_page_sends_the_headers(
    app: Flask, things: dict[str, str], ada: User, sign_in: SignIn
) -> None:
    client = sign_in(ada).client
    for _method, address in addresses(app, things, {"GET"}):
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'"), address
        assert "unsafe" not in policy, address
        assert "frame-ancestors 'none'" in policy or "/embed/" in address, address
        assert headers["X-Content-Type-Options"] == "nosniff", address
        assert "Referrer-Policy" in headers, address


def test_rule_13_staff_pages_are_kept_by_no_cache(
    app: Flask, things: dict[str, str], ada: User, sign_in: SignIn
) -> None:
    client = sign_in(ada).client
    for _method, address in addresses(app, things, {"GET"}):
        if "/manage" in address:
            headers = client.get(address).headers
            assert headers["Cache-Control"] == "no-store", address
            assert "Cookie" in headers.get("Vary", ""), address


def test_rule_13_a_public_page_without_a_form_sets_no_cookie(
    app: Flask, things: dict[str, str]
) -> None:
    for _method, address in addresses(app, things, {"GET"}):
        reply = app.test_client().get(address)
        has_form = (
            "csrf_token" in reply.text if reply.mimetype == "text/html" else False
        )
        if not has_form:
            assert reply.headers.getlist("Set-Cookie") == [], address


def test_no_address_answers_500_in_either_language(
    app: Flask, things: dict[str, str]
) -> None:
    client = app.test_client()
    for language in ("en", "fr"):
        here = {**things, "lang": language}
        for _method, address in addresses(app, here, {"GET"}):
            status = client.get(address).status_code
            assert status < 500, address


def test_rule_20_pending_words_are_on_no_public_page(
    app: Flask, things: dict[str, str]
) -> None:
    words = "We need a bus to the mine."
    assert session().scalar(select(Contribution.text)) == words
    client = app.test_client()
    for _method, address in addresses(app, things, {"GET"}):
        reply = client.get(address)
        text = json.dumps(reply.json) if reply.is_json else reply.text
        assert words not in text, address
