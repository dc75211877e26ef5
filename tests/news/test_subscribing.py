"""News by e-mail: asked for twice, sent once, ended at one click, then forgotten."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.consultations.models import Consultation
from engage.core import clock, events
from engage.core.actors import SYSTEM
from engage.core.audit import AuditEntry
from engage.core.config import Settings
from engage.core.db import Base, session, transaction
from engage.core.mail import Letter
from engage.news.models import Subscriber, Subscription
from engage.operations.actions import run_retention
from engage.reports.actions import press_of, publish_edition
from engage.reports.queries import list_editions
from tests.conftest import NOON
from tests.factories.designs import a_released_design
from tests.factories.reports import a_bare_consultation, reportable
from tests.mailbox import letters, links_in
from tests.pages import Browser

HERS = "amina@example.org"
BASE = "http://127.0.0.1:8000"
Publish = Callable[[Consultation], None]


def ask(browser: Browser, topic: str = "province", email: str = HERS) -> None:
    browser.open("/fr/subscribe")
    browser.submit(status=200, email=email, topic=topic)


def link(letter: EmailMessage, part: str) -> str:
    (found,) = links_in(letter, part, BASE)
    return found


def subscribe(browser: Browser, settings: Settings, topic: str = "province") -> None:
    """Ask, and say yes by the link of the newest letter."""
    known = {item["Message-ID"] for item in letters(settings, HERS)}
    ask(browser, topic)
    (letter,) = [
        item for item in letters(settings, HERS) if item["Message-ID"] not in known
    ]
    browser.open(link(letter, "/subscribe/"))
    browser.submit(status=200)


def news(settings: Settings, subject: str) -> list[EmailMessage]:
    return [one for one in letters(settings, HERS) if subject in one["Subject"]]


def count(model: type[Base]) -> int:
    session().rollback()
    return session().scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def publish(app: Flask) -> Publish:
    def begin(consultation: Consultation) -> None:
        press = press_of(app.config["SETTINGS"])
        publish_edition(consultation, press, by=SYSTEM)

    return begin


def test_nothing_is_sent_before_the_owner_says_yes(
    amina: Browser, settings: Settings, publish: Publish
) -> None:
    consultation = reportable()
    ask(amina)
    publish(consultation)
    assert [one["Subject"] for one in letters(settings, HERS)] == [
        "Voulez-vous recevoir de nos nouvelles?"
    ]


def test_an_edition_is_told_once_however_many_topics_were_asked(
    amina: Browser, settings: Settings, publish: Publish
) -> None:
    consultation = reportable()
    for topic in ("province", "catchment/northeast", "consultation/needs"):
        subscribe(amina, settings, topic)
    publish(consultation)
    (letter,) = news(settings, "Ce qui a été entendu")
    text = letter.get_content()
    assert f"{BASE}/fr/reports/needs/1" in text
    assert "1 Example Street" in text
    assert letter["Content-Language"] == "fr"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["List-Unsubscribe"].strip("<>") in text


def test_an_edition_elsewhere_is_not_told(
    amina: Browser, settings: Settings, publish: Publish
) -> None:
    subscribe(amina, settings, "catchment/peel")
    publish(reportable())
    assert news(settings, "Ce qui a été entendu") == []


def test_the_same_event_twice_sends_one_letter(
    amina: Browser, settings: Settings, publish: Publish
) -> None:
    consultation = reportable()
    subscribe(amina, settings)
    publish(consultation)
    edition = list_editions(consultation.id)[0]
    with transaction() as current:
        events.announce(
            "edition.published",
            current=current,
            edition=edition,
            consultation=consultation,
        )
    assert len(news(settings, "Ce qui a été entendu")) == 1


def test_a_released_design_is_told(amina: Browser, settings: Settings) -> None:
    consultation = reportable()
    subscribe(amina, settings, "catchment/northeast")
    a_released_design(consultation)
    (letter,) = news(settings, "Ce qui est prévu")
    assert f"{BASE}/fr/designs/northeast" in letter.get_content()


def test_rule_08_the_answer_is_the_same_for_known_and_unknown_addresses(
    amina: Browser, settings: Settings
) -> None:
    subscribe(amina, settings)
    ask(amina)
    known = amina.words()
    ask(amina, email="new@example.org")
    assert amina.words() == known
    for _time in range(4):
        ask(amina)
        assert amina.words() == known


def test_an_address_gets_three_questions_a_day_at_most(
    amina: Browser, settings: Settings
) -> None:
    for _time in range(5):
        ask(amina)
    assert len(letters(settings, HERS)) == 1
    clock.freeze(NOON + timedelta(days=2))
    ask(amina)
    assert len(letters(settings, HERS)) == 2


def test_rule_12_looking_at_a_link_changes_nothing(
    amina: Browser, settings: Settings
) -> None:
    ask(amina)
    amina.open(link(letters(settings, HERS)[0], "/subscribe/"))
    assert session().scalar(select(Subscriber.confirmed_at)) is None
    subscribe(amina, settings)
    assert session().scalar(select(Subscriber.confirmed_at)) is not None


def test_rule_07_a_question_is_answered_once_and_within_a_week(
    amina: Browser, settings: Settings
) -> None:
    ask(amina)
    path = link(letters(settings, HERS)[0], "/subscribe/")
    clock.freeze(NOON + timedelta(days=7))
    amina.open(path, status=404)
    clock.freeze(NOON + timedelta(days=6))
    amina.open(path)
    amina.submit(status=200)
    amina.open(path, status=404)


def test_one_click_ends_it_and_the_address_is_gone(
    amina: Browser, settings: Settings, publish: Publish, app: Flask
) -> None:
    consultation = reportable()
    subscribe(amina, settings)
    publish(consultation)
    (letter,) = news(settings, "Ce qui a été entendu")
    address = letter["List-Unsubscribe"].strip("<>").removeprefix(BASE)
    assert Browser(app.test_client()).open(address) is not None
    assert count(Subscriber) == 1
    # A mail program presses: no cookie, no token of ours (RFC 8058).
    done = app.test_client().post(address, data={"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert (count(Subscriber), count(Subscription)) == (0, 0)
    assert app.test_client().post(address).status_code == 404


def test_who_left_gets_nothing_that_was_on_its_way(
    amina: Browser, settings: Settings, publish: Publish, app: Flask
) -> None:
    consultation = reportable()
    subscribe(amina, settings)
    publish(consultation)
    with transaction() as current:
        current.delete(current.scalars(select(Subscriber)).one())
    assert news(settings, "Ce qui a été entendu") == []
    states = set(session().scalars(select(Letter.state)))
    assert states == {"sent", "dropped"}


def test_rule_07_only_hashes_of_links_are_kept(
    amina: Browser, settings: Settings
) -> None:
    ask(amina)
    token = link(letters(settings, HERS)[0], "/subscribe/").rsplit("/", 1)[1]
    tables = Base.metadata.sorted_tables
    rows = [str(tuple(row)) for t in tables for row in session().execute(select(t))]
    assert not any(token in row for row in rows)


def test_addresses_are_in_one_table_alone(amina: Browser, settings: Settings) -> None:
    subscribe(amina, settings)
    holding = {
        table.name
        for table in Base.metadata.sorted_tables
        if any(HERS in str(tuple(row)) for row in session().execute(select(table)))
    }
    assert holding == {"subscriber"}
    said = set(session().scalars(select(AuditEntry.action)))
    assert {"news.subscription.asked", "news.subscription.confirmed"} <= said


def test_retention_forgets_questions_nobody_answered(
    amina: Browser, settings: Settings
) -> None:
    ask(amina)
    clock.freeze(NOON + timedelta(days=8))
    run_retention(settings.data_dir, by=SYSTEM)
    assert (count(Subscriber), count(Subscription)) == (0, 0)


def test_retention_forgets_who_asked_about_what_is_over(
    amina: Browser, settings: Settings
) -> None:
    a_bare_consultation()
    subscribe(amina, settings, "consultation/needs")
    clock.freeze(NOON + timedelta(days=400))
    run_retention(settings.data_dir, by=SYSTEM)
    assert count(Subscriber) == 1
    clock.freeze(NOON + timedelta(days=366 * 11))
    run_retention(settings.data_dir, by=SYSTEM)
    assert (count(Subscriber), count(Subscription), count(Letter)) == (0, 0, 0)


@pytest.mark.parametrize(
    "email",
    ["", "amina", "a b@example.org", "a@b\r\nBcc: c@example.org", "ä@example.org"],
)
def test_what_is_no_address_is_said_and_kept(amina: Browser, email: str) -> None:
    amina.open("/en/subscribe?topic=catchment/northeast")
    chosen = [
        item.get("value")
        for item in amina.tree.iter("option")
        if item.get("selected") is not None
    ]
    assert chosen == ["catchment/northeast"]
    amina.submit(status=422, email=email, topic="province")
    assert count(Subscriber) == 0


def test_a_topic_that_there_is_not_is_refused(amina: Browser) -> None:
    amina.open("/en/subscribe")
    amina.submit(status=422, email=HERS, topic="consultation/secret")
    assert HERS in amina.text


@pytest.mark.parametrize("lacking", ["mail_url", "postal_address"])
def test_without_mail_or_postal_address_nobody_can_ask(
    app: Flask, amina: Browser, settings: Settings, lacking: str
) -> None:
    app.config["SETTINGS"] = replace(settings, **{lacking: ""})
    amina.open("/en/subscribe")
    assert "sends no e-mail yet" in amina.words()
    assert amina.client.post("/en/subscribe", data={"email": HERS}).status_code == 200
    assert count(Subscriber) == 0
