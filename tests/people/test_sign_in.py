"""Signing in: throttled, the same answer for everybody, never away from our host."""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select

from engage.app import create_app
from engage.core import clock
from engage.core.actors import SYSTEM, Role
from engage.core.audit import AuditEntry, find_broken_entries
from engage.core.config import Settings
from engage.core.db import db, session
from engage.core.errors import Conflict, Invalid, Misconfigured, NotFound, TooMany
from engage.core.throttle import DatabaseCounts, ThrottleCount
from engage.people import actions, queries
from engage.people.actions import passwords
from engage.people.models import SignedIn, User
from engage.people.routes import safe_address
from engage.web.throttle import client_network, count_try
from tests.conftest import NOON, PASSWORD
from tests.pages import Browser

SignIn = Callable[[User], Browser]
WRONG = "not the right password"


def attempt(browser: Browser, email: str, password: str) -> int:
    browser.open("/en/sign-in")
    data = {**browser.hidden_fields(), "email": email, "password": password}
    browser.response = browser.client.post("/en/sign-in", data=data)
    return browser.response.status_code


def test_signing_in_leads_to_the_staff_pages_and_is_audited(
    luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    assert browser.response is not None
    assert browser.response.location == "/en/manage/"
    newest = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)
    entry = session().scalars(newest).one()
    assert (entry.action, entry.actor_id) == ("people.signed_in", luc.id)
    assert list(find_broken_entries()) == []


def test_the_address_may_be_written_in_capitals(luc: User, browser: Browser) -> None:
    assert attempt(browser, " LUC@Example.org ", PASSWORD) == 303


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_sign_in_page(browser: Browser, language: str) -> None:
    browser.open(f"/{language}/sign-in")
    assert {"en": "Sign in", "fr": "Ouvrir une session"}[language] in browser.words()


def test_an_empty_form_says_what_is_missing(browser: Browser) -> None:
    browser.open("/en/sign-in")
    browser.submit(status=422, email="", password="")
    assert "Enter your e-mail address." in browser.words()
    assert "Enter your password." in browser.words()


def test_rule_08_known_and_unknown_accounts_get_the_same_answer(
    luc: User, odile: User, browser: Browser
) -> None:
    actions.disable_user(odile, by=SYSTEM)
    answers = []
    for email in (luc.email, "nobody@example.org", odile.email):
        assert attempt(browser, email, WRONG) == 422
        answers.append(browser.words().replace(email, ""))
    assert len(set(answers)) == 1
    assert "is not right" in answers[0]


def test_rule_08_known_and_unknown_accounts_take_the_same_time(
    luc: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Tests hash cheaply; here the time that the real parameters take is what counts.
    hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", hasher)
    monkeypatch.setattr(passwords, "_stand_ins", [])
    actions.change_password(luc, PASSWORD, by=SYSTEM)

    def seconds(email: str) -> float:
        taken = []
        for _ in range(9):
            began = time.process_time()
            assert actions.check_password(email, WRONG) is None
            taken.append(time.process_time() - began)
        return statistics.median(taken)

    seconds("nobody@example.org")
    known, unknown = seconds(luc.email), seconds("nobody@example.org")
    assert 0.4 < known / unknown < 2.5


def test_rule_08_an_account_is_throttled_whoever_tries(app: Flask, luc: User) -> None:
    for _ in range(10):
        assert attempt(Browser(app.test_client()), luc.email, WRONG) == 422
    browser = Browser(app.test_client())
    assert attempt(browser, luc.email, PASSWORD) == 429
    assert browser.response is not None
    assert 0 < int(browser.response.headers["Retry-After"]) <= 15 * 60
    assert "Try again in 15 minutes." in browser.words()
    assert attempt(browser, "somebody.else@example.org", WRONG) == 422
    clock.freeze(NOON + timedelta(minutes=16))
    assert attempt(browser, luc.email, PASSWORD) == 303


def test_rule_08_an_unknown_account_is_throttled_just_the_same(
    browser: Browser,
) -> None:
    tried = [attempt(browser, "nobody@example.org", WRONG) for _ in range(11)]
    assert tried == [422] * 10 + [429]


def test_signing_in_forgets_the_tries_before(luc: User, browser: Browser) -> None:
    for _ in range(3):
        for _ in range(5):
            attempt(browser, luc.email, WRONG)
        assert attempt(browser, luc.email, PASSWORD) == 303


def test_rule_08_an_address_is_throttled_over_all_accounts(browser: Browser) -> None:
    tried = [attempt(browser, f"p{n}@example.org", WRONG) for n in range(61)]
    assert tried == [422] * 60 + [429]


def test_rule_08_only_hashes_are_kept_and_other_ones_tomorrow(
    luc: User, browser: Browser
) -> None:
    attempt(browser, luc.email, WRONG)
    first = set(session().scalars(select(ThrottleCount.key)))
    assert len(first) == 3
    assert not any("luc" in key or "127.0" in key for key in first)
    clock.freeze(NOON + timedelta(days=1))
    attempt(browser, luc.email, WRONG)
    session().rollback()
    second = set(session().scalars(select(ThrottleCount.key)))
    assert len(second) == 3
    assert first.isdisjoint(second)


def app_with(settings: Settings, **limits: str) -> Flask:
    facts = {**vars(settings), "limits": limits}
    return create_app(Settings(**facts))


def test_a_limit_can_be_set(settings: Settings) -> None:
    app = app_with(settings, sign_in_total="2 per hour")
    with app.test_request_context():
        db.create_all()
        count_try("sign_in_total", "")
        count_try("sign_in_total", "")
        with pytest.raises(TooMany) as caught:
            count_try("sign_in_total", "")
        assert caught.value.retry_after == 3600
        db.session.remove()
        db.engine.dispose()


def test_a_limit_can_be_lifted(settings: Settings) -> None:
    app = app_with(settings, sign_in_account="off")
    with app.test_request_context():
        count_try("sign_in_account", "luc")
        assert "sign_in_account" not in app.extensions["engage.limits"]


@pytest.mark.parametrize(
    "limits", [{"sign_in_account": "often"}, {"sign_inn": "2 per hour"}]
)
def test_rule_09_a_limit_that_cannot_be_read_is_refused(
    settings: Settings, limits: dict[str, str]
) -> None:
    with pytest.raises(Misconfigured, match="ENGAGE_LIMIT_SIGN_IN"):
        app_with(settings, **limits)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "unknown"),
    ],
)
def test_where_a_request_comes_from(app: Flask, address: str, network: str) -> None:
    facts = {"REMOTE_ADDR": address}
    with app.test_request_context(environ_base=facts):
        assert client_network() == network


def test_rule_08_a_forwarded_address_counts_only_behind_named_proxies(
    settings: Settings, app: Flask, luc: User
) -> None:
    client = app.test_client()
    form = Browser(client)
    form.open("/en/sign-in")
    data = {**form.hidden_fields(), "password": WRONG}
    statuses = []
    for number in range(61):
        given = {**data, "email": f"p{number}@example.org"}
        headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        reply = client.post("/en/sign-in", data=given, headers=headers)
        statuses.append(reply.status_code)
    assert statuses[-1] == 429


def test_the_store_counts_forgets_and_says_when_a_time_ends(app: Flask) -> None:
    counts = DatabaseCounts()
    assert counts.get("a") == 0
    assert [counts.incr("a", 60), counts.incr("a", 60)] == [1, 2]
    assert counts.get("a") == 2
    assert counts.get_expiry("a") == (NOON + timedelta(seconds=60)).timestamp()
    clock.freeze(NOON + timedelta(seconds=61))
    assert counts.get("a") == 0
    assert counts.incr("a", 60) == 1
    counts.clear("a")
    assert counts.get("a") == 0
    counts.incr("b", 60)
    assert counts.check()
    assert counts.reset() == 1


@pytest.mark.parametrize(
    ("wanted", "address"),
    [
        ("/en/manage/people", "/en/manage/people"),
        ("https://evil.example/", "/en/manage/"),
        ("//evil.example/", "/en/manage/"),
        ("/\\evil.example/", "/en/manage/"),
        ("\\\\evil.example", "/en/manage/"),
        ("javascript:alert(1)", "/en/manage/"),
        ("", "/en/manage/"),
        ("/\t/evil.example", "/en/manage/"),
        ("//[", "/en/manage/"),
        ("/en/\r\nSet-Cookie: a=b", "/en/manage/"),
        ("/en/\ud800", "/en/manage/"),
        ("/en/find?q=Sudbury é", "/en/find?q=Sudbury é"),
    ],
)
def test_rule_12_redirects_stay_on_our_host(
    app: Flask, wanted: str, address: str
) -> None:
    with app.test_request_context("/en/sign-in"):
        assert safe_address(wanted) == address


def test_rule_12_the_next_page_is_kept_in_the_form(ada: User, browser: Browser) -> None:
    browser.open("/en/manage/people", status=302)
    assert browser.response is not None
    browser.open(browser.response.location)
    browser.submit("/en/sign-in", email=ada.email, password=PASSWORD)
    assert browser.response.location.rstrip("?") == "/en/manage/people"


def test_rule_33_the_password_is_in_no_log(
    luc: User, browser: Browser, capfd: pytest.CaptureFixture[str]
) -> None:
    attempt(browser, luc.email, WRONG)
    out, err = capfd.readouterr()
    assert WRONG not in out + err
    assert luc.email not in out + err


def test_rule_06_a_new_password_ends_all_other_sessions(
    luc: User, sign_in: SignIn
) -> None:
    other, here = sign_in(luc), sign_in(luc)
    here.open("/en/manage/password")
    new = "another long password"
    here.submit(old=PASSWORD, new=new, again=new)
    assert other.client.get("/en/manage/password").status_code == 302
    assert here.client.get("/en/manage/password").status_code == 200
    assert actions.check_password(luc.email, PASSWORD) is None
    assert actions.check_password(luc.email, new) is not None
    assert len(session().scalars(select(SignedIn)).all()) == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"old": WRONG, "new": "a" * 12, "again": "a" * 12}, "not your password"),
        ({"old": PASSWORD, "new": "short", "again": "short"}, "12 to 200 characters"),
        ({"old": PASSWORD, "new": "a" * 12, "again": "b" * 12}, "are not the same"),
    ],
)
def test_a_new_password_must_be_good(
    luc: User, sign_in: SignIn, fields: dict[str, str], told: str
) -> None:
    browser = sign_in(luc)
    browser.open("/en/manage/password")
    browser.submit(status=422, **fields)
    assert told in browser.words()
    assert actions.check_password(luc.email, PASSWORD) is not None


def test_people_and_their_catchments_are_listed_for_admins_only(
    ada: User, luc: User, odile: User, sign_in: SignIn
) -> None:
    actions.disable_user(odile, by=SYSTEM)
    browser = sign_in(ada)
    browser.open("/en/manage/people")
    words = browser.words()
    assert "Luc luc@example.org Facilitator Northeast" in words
    assert "Odile Disabled odile@example.org Publisher All catchments" in words
    sign_in(luc).open("/en/manage/people", status=403)


@pytest.mark.parametrize(
    ("email", "password", "role", "catchments", "error"),
    [
        ("nonsense", PASSWORD, Role.ADMIN, (), Invalid),
        ("a@example.org", "short", Role.ADMIN, (), Invalid),
        ("a@example.org", PASSWORD, Role.FACILITATOR, (), Invalid),
        ("a@example.org", PASSWORD, Role.FACILITATOR, ("atlantis",), NotFound),
        ("luc@example.org", PASSWORD, Role.ADMIN, (), Conflict),
    ],
)
def test_a_new_person_must_be_good(
    luc: User,
    email: str,
    password: str,
    role: Role,
    catchments: tuple[str, ...],
    error: type[Exception],
) -> None:
    with pytest.raises(error):
        actions.create_user(
            email, role=role, password=password, catchments=catchments, by=SYSTEM
        )
    assert [user.email for user in queries.list_people()] == ["luc@example.org"]


def test_rule_09_a_proxy_count_of_words_is_refused(tmp_path: Path) -> None:
    from engage.core.config import read_settings

    environ = {"ENGAGE_ENV": "test", "ENGAGE_DATA_DIR": str(tmp_path)}
    with pytest.raises(Misconfigured):
        read_settings({**environ, "ENGAGE_TRUSTED_PROXIES": "one"})


def test_the_way_back_is_the_address_that_was_asked_for(app: Flask) -> None:
    client = app.test_client()
    plain = client.get("/en/manage/people").location
    asked = client.get("/en/manage/people?page=2").location
    assert plain == "/en/sign-in?next=/en/manage/people"
    assert asked == "/en/sign-in?next=/en/manage/people?page%3D2"
