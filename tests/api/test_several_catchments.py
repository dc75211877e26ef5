"""Luc facilitates in two catchments: he sees and acts there, on every surface.

Elsewhere there is nothing for him: no page, no door of the API, no count, file,
letter or wall (rule 2). Each text carries a word that tells where it is from.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.routing import IntegerConverter

from engage.catchments.models import Catchment
from engage.contributions.models import Contribution
from engage.core import clock
from engage.core.actors import SYSTEM, Role
from engage.core.config import Settings
from engage.core.db import session
from engage.core.rounds import run_rounds
from engage.moderation.actions import appeal, decide
from engage.moderation.models import Appeal, ModerationDecision
from engage.people.actions import create_user
from engage.people.models import User
from engage.surveys.queries import find_survey
from tests.api.conftest import Program
from tests.conftest import PASSWORD
from tests.factories.contributions import a_consultation, a_contribution
from tests.factories.sessions import a_note, a_session
from tests.factories.surveys import make_survey, question, respond
from tests.factories.threads import a_thread
from tests.mailbox import letters
from tests.pages import Browser

OWN, ELSEWHERE = ("northeast", "toronto"), "ottawa"
MORNING = datetime(2026, 11, 3, 12, 30, tzinfo=UTC)
SAFE, UNSAFE = {"GET"}, {"POST", "PUT", "PATCH", "DELETE"}


def mark(place: str) -> str:
    """Return the word that every text from a catchment carries."""
    return f"zz{place}zz"


@pytest.fixture
def luc(app: Flask) -> User:
    """Luc facilitates in Northeast and in Toronto."""
    facts: dict[str, Any] = {"password": PASSWORD, "name": "Luc", "by": SYSTEM}
    mail = "luc@example.org"
    return create_user(mail, role=Role.FACILITATOR, catchments=OWN, **facts)


@pytest.fixture
def things(app: Flask, odile: User) -> dict[str, dict[str, str]]:
    """Return what fills an address, by catchment: the same things in each.

    All three catchments share one consultation; Ottawa has another one alone.
    """
    shared = a_consultation(catchments=(*OWN, ELSEWHERE))
    make_survey(question("needs", "long_text"), consultation=shared)
    found = {}
    for place in (*OWN, ELSEWHERE):
        text = a_contribution(shared, f"{mark(place)} waits", place)
        approved = a_contribution(shared, f"{mark(place)} read", place, may_quote=True)
        decide(approved, "approve", version=1, by=odile.actor)
        refused = a_contribution(shared, f"{mark(place)} refused", place)
        decide(refused, "reject", reason="insult", version=1, by=odile.actor)
        session().refresh(refused)
        appeal(refused, f"{mark(place)} is right", by=SYSTEM)
        held = a_session(shared, place)
        a_note(held, f"{mark(place)} noted")
        found[place] = {
            "contribution": text.public_id,
            "code": held.code,
            "appeal": session().scalars(_newest_appeal()).one(),
            "catchment": place,
        }
    alone = a_consultation("away", (ELSEWHERE,))
    a_contribution(alone, f"{mark(ELSEWHERE)} alone", None)
    found[ELSEWHERE] |= {
        "consultation": alone.slug,
        "survey": make_survey(
            question("needs", "long_text"), slug="away", consultation=alone
        ).slug,
        "thread": a_thread(alone, "away").slug,
    }
    for place in OWN:
        found[place] |= {"consultation": shared.slug, "survey": "work"}
        found[place] |= {"thread": "buses"}
    a_thread(shared, "buses")
    _answer_everywhere()
    return found


def _newest_appeal() -> Any:
    return select(Appeal.public_id).order_by(Appeal.id.desc()).limit(1)


def _answer_everywhere() -> None:
    survey = find_survey("work")
    assert survey is not None
    for number, place in enumerate((*OWN, ELSEWHERE)):
        at = session().scalar(select(Catchment.id).where(Catchment.slug == place))
        words = {"needs": f"{mark(place)} answered"}
        respond(survey, words, key=f"a-key-of-a-test-{number}", catchment_id=at)


def addresses(
    app: Flask, filled: dict[str, str], methods: set[str]
) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Give method, address and the names that were filled in, of every door."""
    adapter = app.url_map.bind("localhost")
    known = {"lang": "en", "kind": "csv", "name": "privacy", **filled}
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        values = {
            name: known.get(
                name,
                1 if isinstance(rule._converters[name], IntegerConverter) else "x",
            )
            for name in rule.arguments
        }
        for method in sorted((rule.methods or set()) & methods):
            address = adapter.build(rule.endpoint, values, method=method)
            yield method, address, frozenset(rule.arguments)


def test_rule_02_no_page_and_no_door_shows_words_of_elsewhere(
    app: Flask,
    things: dict[str, dict[str, str]],
    luc: User,
    sign_in: Callable[[User], Browser],
    program_of: Callable[..., Program],
) -> None:
    client, program = sign_in(luc).client, program_of(luc)
    seen: set[str] = set()
    for place in OWN:
        for _method, address, _names in addresses(app, things[place], SAFE):
            if address.endswith(".pdf"):  # Packed: words could not be seen in it.
                continue
            is_api = address.startswith("/api/")
            reply = (
                program.send("GET", address.removeprefix("/api/v1"))
                if is_api
                else client.get(address)
            )
            told = reply.get_data().decode("utf-8", errors="replace")
            assert mark(ELSEWHERE) not in told, address
            assert reply.status_code < 500, address
            seen |= {at for at in OWN if mark(at) in told}
    assert seen == set(OWN)


def test_rule_02_what_lies_elsewhere_is_a_404_like_what_never_was(
    app: Flask,
    things: dict[str, dict[str, str]],
    luc: User,
    sign_in: Callable[[User], Browser],
    program_of: Callable[..., Program],
) -> None:
    browser, program = sign_in(luc), program_of(luc)
    browser.open("/en/manage/account")
    token = browser.hidden_fields()["csrf_token"]
    before = _state()

    def ask(method: str, address: str) -> int:
        if address.startswith("/api/"):
            door = address.removeprefix("/api/v1")
            return program.send(method, door, json={}).status_code
        data = {"csrf_token": token, "version": "1"}
        return browser.client.open(address, method=method, data=data).status_code

    never = dict.fromkeys(things[ELSEWHERE], "never")
    there = list(addresses(app, things[ELSEWHERE], SAFE | UNSAFE))
    nowhere = list(addresses(app, never, SAFE | UNSAFE))
    tried = 0
    for (method, address, names), (_same, other, _names) in zip(
        there, nowhere, strict=True
    ):
        is_staff = "/manage/" in address or _is_staff_door(address)
        if is_staff and names & never.keys():
            status = ask(method, address)
            assert status in {403, 404}, f"{method} {address}"
            assert status == ask(method, other), f"{method} {address}"
            tried += 1
    assert tried > 100
    assert _state() == before


def test_rule_02_counts_files_and_letters_are_those_of_ones_catchments(
    things: dict[str, dict[str, str]],
    luc: User,
    settings: Settings,
    sign_in: Callable[[User], Browser],
    program_of: Callable[..., Program],
) -> None:
    browser, program = sign_in(luc), program_of(luc)
    waiting = program.get("/moderation/queue?limit=100")["items"]
    assert {item["catchment"] for item in waiting} == set(OWN)
    browser.open("/en/manage/moderation")
    assert f"{len(waiting)} texts wait for you" in browser.words()
    for variant in ("raw", "safe"):
        path = f"/surveys/work/export?format=json&variant={variant}"
        told = json.dumps(program.send("GET", path).get_data(as_text=True))
        assert mark(ELSEWHERE) not in told
    browser.open("/en/manage/moderation/jobs/quality")
    browser.submit("/en/manage/moderation/jobs/log", 200)
    assert browser.response is not None
    log = browser.response.get_data(as_text=True)
    assert "northeast" in log
    assert ELSEWHERE not in log
    clock.freeze(MORNING)
    run_rounds()
    (letter,) = letters(settings, luc.email)
    assert letter["Subject"] == f"{len(waiting)} texts wait for you"
    assert "Ottawa" not in letter.get_content()


def test_he_decides_in_both_of_his_catchments(
    things: dict[str, dict[str, str]], luc: User, sign_in: Callable[[User], Browser]
) -> None:
    browser = sign_in(luc)
    for place in OWN:
        browser.open("/en/manage/moderation/jobs")
        path = f"/en/manage/contributions/{things[place]['contribution']}/decision"
        browser.submit(path, decision="approve", version="1")
    approved = select(Contribution.public_id).where(Contribution.status == "approved")
    session().rollback()
    ids = set(session().scalars(approved))
    assert {things[place]["contribution"] for place in OWN} < ids
    assert things[ELSEWHERE]["contribution"] not in ids


# Doors of the API that are for staff though others with the same parts are public.
_STAFF_DOORS = ("/moderation/", "/export", "/imports", "/draft", "/publish")
_STAFF_DOORS += ("/editions", "/theme-runs")


def _is_staff_door(address: str) -> bool:
    return address.startswith("/api/") and any(at in address for at in _STAFF_DOORS)


def _state() -> list[Any]:
    session().rollback()
    decided = session().scalar(select(func.count()).select_from(ModerationDecision))
    texts = session().execute(
        select(Contribution.id, Contribution.status, Contribution.version)
    )
    return [decided, *sorted(tuple(row) for row in texts)]
