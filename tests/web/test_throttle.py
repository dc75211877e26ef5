"""Floods are stopped, crowds are not, and nobody loses what they typed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.app import create_app
from engage.core import clock
from engage.core.config import Settings
from engage.core.counts import MANY, ProcessCounts
from engage.news.models import Subscriber
from engage.people.models import User
from engage.surveys.models import Response
from tests.conftest import NOON, PASSWORD, Visitor
from tests.factories.surveys import make_survey, question
from tests.factories.threads import count
from tests.pages import Browser, check_page

WORDS = "A bus to the mine, <b>please</b>.\nAnd another line."


@pytest.fixture
def strict(app: Flask, settings: Settings) -> Flask:
    """The same site, where one network may send twice in five minutes."""
    told = replace(settings, limits={"public_posts": "2 per 5 minutes"})
    made = create_app(told)
    made.test_client_class = Visitor
    return made


def post(client: FlaskClient, address: str = "198.51.100.7") -> int:
    reply = client.post(
        "/en/my-response", data={"code": "X"}, environ_base={"REMOTE_ADDR": address}
    )
    return reply.status_code


def test_a_flood_is_stopped_and_ends_by_itself(strict: Flask) -> None:
    client = strict.test_client()
    assert [post(client) for _ in range(4)] == [422, 422, 429, 429]
    assert post(client, "203.0.113.9") == 422
    clock.freeze(NOON + timedelta(minutes=5))
    assert post(client) == 422


def test_reading_is_not_counted(strict: Flask) -> None:
    client = strict.test_client()
    assert {client.get("/en/my-response").status_code for _ in range(9)} == {200}


def test_a_crowd_behind_one_address_is_normal(client: FlaskClient) -> None:
    assert {post(client) for _ in range(200)} == {422}


def test_staff_who_signed_in_are_not_counted(strict: Flask, luc: User) -> None:
    his = Browser(strict.test_client())
    his.open("/en/sign-in")
    his.submit(email=luc.email, password=PASSWORD)
    for _time in range(4):
        his.open("/en/manage/account")
        his.submit()


def test_the_api_says_when_to_come_back(strict: Flask) -> None:
    client = strict.test_client()
    replies = [client.post("/api/v1/surveys/x/responses", json={}) for _ in range(3)]
    assert replies[2].status_code == 429
    assert replies[2].mimetype == "application/problem+json"
    assert int(replies[2].headers["Retry-After"]) == 300


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_was_typed_is_kept_and_can_be_sent_again(
    strict: Flask, language: str
) -> None:
    make_survey(question("needs", "long_text"))
    amina = Browser(strict.test_client())
    amina.open(f"/{language}/s/work")
    for _time in range(2):
        post(amina.client, "127.0.0.1")
    typed = {"needs": WORDS, "consent": "y", "catchment": "northeast"}
    refused = amina.submit(status=429, **typed)
    assert refused.headers["Retry-After"] == "300"
    assert "no-store" in refused.headers["Cache-Control"]
    check_page(refused.text)
    told = {"en": "Try again in 5 minutes.", "fr": "Réessayez dans 5 minutes."}
    assert told[language] in amina.words()
    kept = amina.hidden_fields()
    assert kept["needs"].split() == WORDS.split()
    clock.freeze(NOON + timedelta(minutes=5))
    amina.submit(f"/{language}/s/work")
    assert count(Response) == 1


def test_no_password_is_kept_on_a_page(strict: Flask, luc: User) -> None:
    client = strict.test_client()
    replies = [
        client.post("/en/sign-in", data={"email": luc.email, "password": PASSWORD})
        for _ in range(3)
    ]
    assert replies[2].status_code == 429
    assert PASSWORD not in replies[2].text


def test_counts_whose_time_is_over_are_swept(app: Flask) -> None:
    counts = ProcessCounts()
    for number in range(MANY + 1):
        counts.incr(f"key-{number}", 60)
    clock.freeze(NOON + timedelta(minutes=2))
    counts.incr("late", 60)
    assert counts.get("key-5") == 0
    assert counts.reset() == 1
    assert counts.check()
    counts.incr("late", 60, 3)
    counts.clear("late")
    assert counts.get("late") == 0


def test_rule_27_a_busy_database_keeps_what_was_typed(
    settings: Settings, amina: Browser
) -> None:
    if not settings.is_sqlite:
        pytest.skip("the writers of PostgreSQL need no lock file")
    amina.open("/fr/subscribe")
    lock = settings.data_dir / "engage.sqlite.lock"
    lock.unlink(missing_ok=True)
    lock.mkdir()
    typed = {"email": "amina@example.org", "topic": "province"}
    refused = amina.submit(status=503, **typed)
    lock.rmdir()
    assert refused.headers["Retry-After"] == "5"
    assert amina.hidden_fields().items() >= typed.items()
    amina.submit("/fr/subscribe", status=200)
    assert count(Subscriber) == 1
