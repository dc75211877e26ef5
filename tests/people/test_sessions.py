"""Sessions of staff: on the server, ended at once, renewed at sign-in."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from engage.core import clock
from engage.core.actors import SYSTEM, Role
from engage.core.db import session
from engage.people.actions import create_user, disable_user
from engage.people.models import SignedIn, User
from tests.conftest import NOON, PASSWORD
from tests.pages import Browser

SignIn = Callable[[User], Browser]
STAFF_PAGE = "/en/manage/people"


def cookie_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("engage_session")
    assert cookie is not None
    return cookie.value


def with_cookie(app: Flask, value: str) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("engage_session", value)
    return client


def status_as(app: Flask, token: str) -> int:
    return with_cookie(app, token).get(STAFF_PAGE).status_code


def test_rule_06_the_cookie_holds_a_random_token_and_the_server_its_hash(
    ada: User, sign_in: SignIn
) -> None:
    token = cookie_of(sign_in(ada).client)
    stored = session().scalars(select(SignedIn)).one()
    assert len(token) >= 43
    assert token not in (stored.token_hash, str(stored.data))
    assert stored.data == {"_user_id": str(ada.id), "_fresh": True}


def test_rule_06_a_cookie_copied_before_sign_out_is_worth_nothing_after(
    app: Flask, ada: User, sign_in: SignIn
) -> None:
    browser = sign_in(ada)
    copied = cookie_of(browser.client)
    assert status_as(app, copied) == 200
    browser.open(STAFF_PAGE)
    browser.submit("/en/sign-out")
    assert status_as(app, copied) == 302
    assert browser.client.get_cookie("engage_session") is None


def test_rule_06_signing_in_again_gives_a_new_id_and_ends_the_old_one(
    app: Flask, ada: User, sign_in: SignIn
) -> None:
    browser = sign_in(ada)
    first = cookie_of(browser.client)
    browser.open("/en/sign-in")
    browser.submit(email=ada.email, password=PASSWORD)
    second = cookie_of(browser.client)
    assert first != second
    assert status_as(app, first) == 302
    assert status_as(app, second) == 200


def test_rule_06_an_id_that_was_planted_is_not_taken_over(
    app: Flask, ada: User
) -> None:
    browser = Browser(with_cookie(app, "planted-by-somebody-else"))
    browser.open("/en/sign-in")
    browser.submit(email=ada.email, password=PASSWORD)
    assert cookie_of(browser.client) != "planted-by-somebody-else"
    assert status_as(app, "planted-by-somebody-else") == 302


def test_rule_06_disabling_a_person_ends_all_their_sessions_at_once(
    app: Flask, ada: User, sign_in: SignIn
) -> None:
    create_user("two@example.org", role=Role.ADMIN, password=PASSWORD, by=SYSTEM)
    tokens = [cookie_of(sign_in(ada).client) for _ in range(2)]
    disable_user(ada, by=SYSTEM)
    assert [status_as(app, token) for token in tokens] == [302, 302]
    assert session().scalar(select(func.count()).select_from(SignedIn)) == 0


def test_rule_06_a_session_ends_after_two_idle_hours(
    app: Flask, ada: User, sign_in: SignIn
) -> None:
    token = cookie_of(sign_in(ada).client)
    clock.freeze(NOON + timedelta(hours=1, minutes=59))
    assert status_as(app, token) == 200
    clock.freeze(NOON + timedelta(hours=3, minutes=58))
    assert status_as(app, token) == 200
    clock.freeze(NOON + timedelta(hours=5, minutes=59))
    assert status_as(app, token) == 302


def test_rule_06_a_session_ends_after_twelve_hours_however_busy(
    app: Flask, ada: User, sign_in: SignIn
) -> None:
    token = cookie_of(sign_in(ada).client)
    for hours in range(1, 13):
        clock.freeze(NOON + timedelta(hours=hours))
        assert status_as(app, token) == 200
    clock.freeze(NOON + timedelta(hours=12, minutes=1))
    assert status_as(app, token) == 302


def test_rule_06_a_page_that_asks_by_itself_keeps_no_session_alive(
    app: Flask, ada: User, sign_in: SignIn
) -> None:
    client = sign_in(ada).client
    clock.freeze(NOON + timedelta(hours=1, minutes=30))
    polled = client.get(STAFF_PAGE, headers={"X-Engage-Polling": "1"})
    assert polled.status_code == 200
    clock.freeze(NOON + timedelta(hours=2, minutes=1))
    assert client.get(STAFF_PAGE).status_code == 302


def test_old_sessions_are_cleared_away_when_somebody_signs_in(
    ada: User, luc: User, sign_in: SignIn
) -> None:
    sign_in(ada)
    clock.freeze(NOON + timedelta(hours=13))
    sign_in(luc)
    assert list(session().scalars(select(SignedIn.user_id))) == [luc.id]


def test_two_people_in_two_browsers_stay_themselves(
    ada: User, luc: User, sign_in: SignIn
) -> None:
    first, second = sign_in(ada), sign_in(luc)
    assert "Ada" in str(first.open(STAFF_PAGE) and first.words())
    second.open(STAFF_PAGE, status=403)
