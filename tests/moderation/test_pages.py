"""The further pages of moderation: each opens, in both languages, with its content."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from engage.consultations.actions import advance_consultation
from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.core.actors import ANONYMOUS
from engage.core.db import transaction
from engage.moderation.actions import appeal, decide, redact
from engage.moderation.queries import list_reasons
from engage.people.models import User
from tests.factories.contributions import a_consultation, a_contribution
from tests.pages import Browser

SignIn = Callable[[User], Browser]
LETTER = "Please keep the night bus to the mine running for everybody who works there"
DESK = "/manage/moderation/jobs"


@pytest.fixture
def jobs(app: Flask) -> Consultation:
    return a_consultation()


@pytest.fixture
def busy(jobs: Consultation, luc: User) -> Contribution:
    """A consultation with a bit of everything; a text whose details were taken out."""
    for number in range(3):
        a_contribution(jobs, f"{LETTER} {number}")
    a_contribution(jobs, "n/a")
    text = a_contribution(jobs, "Call Mrs. Roy at 705-555-0142. Also, fix the road.")
    redact(text, version=1, by=luc.actor)
    refused = a_contribution(jobs, "Off topic, they say")
    decide(refused, "reject", reason="off_topic", version=1, by=luc.actor)
    appeal(refused, "It is about the bus.", by=ANONYMOUS)
    return text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_opens_with_its_content(
    busy: Contribution, odile: User, sign_in: SignIn, language: str
) -> None:
    browser = sign_in(odile)
    wanted = {
        f"{DESK}": LETTER,
        f"{DESK}/many": LETTER,
        f"{DESK}/many?state=pending&kind=answer": LETTER,
        f"{DESK}/groups": "n/a",
        f"{DESK}/quality": "Luc",
        f"{DESK}/second-look": "",
        "/manage/appeals": "It is about the bus.",
        f"/manage/contributions/{busy.public_id}": "fix the road",
        "/manage/consultations/jobs/reasons": "",
        "/consultations/jobs/moderation": "10",
        "/manage/moderation": "",
    }
    for address, words in wanted.items():
        browser.open(f"/{language}{address}")
        assert words in browser.words(), address


def test_the_original_is_read_by_a_form_and_shown(
    busy: Contribution, odile: User, sign_in: SignIn
) -> None:
    browser = sign_in(odile)
    browser.open(f"/en/manage/contributions/{busy.public_id}")
    assert "705-555-0142" not in browser.text
    assert "[telephone number]" in browser.words()
    browser.submit(
        f"/en/manage/contributions/{busy.public_id}/originals", 200, version="2"
    )
    assert "Call Mrs. Roy at 705-555-0142." in browser.words()


def test_an_appeal_is_answered_on_its_page(
    busy: Contribution, luc: User, odile: User, sign_in: SignIn
) -> None:
    browser = sign_in(odile)
    page = browser.open("/en/manage/appeals")
    links = [item.get("href") or "" for item in page.iter("a")]
    address = next(item for item in links if "/manage/appeals/" in item)
    own = sign_in(luc)
    own.open(address)
    assert "somebody else must answer" in own.words()
    browser.open(address)
    browser.submit(address, 422, words="You are right")
    assert "Choose an answer" in browser.words()
    assert "You are right" in browser.words()
    browser.submit(address, answer="overturned", words="You are right")
    browser.open("/en/manage/appeals")
    assert "No appeal waits" in browser.words()
    browser.open(address)
    assert "Answered" in browser.words()


def test_many_are_looked_at_before_they_are_decided(
    jobs: Consultation, luc: User, sign_in: SignIn
) -> None:
    texts = [a_contribution(jobs, f"Text {number}") for number in range(7)]
    shown = a_contribution(jobs, "Shown", status="approved", is_unread=True)
    chosen = [f"{item.public_id}:1" for item in (*texts, shown)]
    browser = sign_in(luc)
    browser.open(f"/en{DESK}/many")
    fields: dict[str, Any] = {
        "text": chosen,
        "decision": "reject",
        "reason": "off_topic",
    }
    browser.submit(f"/en{DESK}/preview", 200, **fields)
    words = browser.words()
    assert "7 texts will be: Rejected" in words
    assert "1 text will be: Hidden" in words
    assert "Reason their authors read: It is about something else" in words
    assert "Northeast8" in words
    back = {**fields, "text": chosen[:3], "note": "As agreed.", "back": "yes"}
    browser.submit(f"/en{DESK}/preview?catchment=northeast", 200, **back)
    assert browser.text.count(" checked>") == len(chosen[:3])
    assert '"off_topic" selected' in browser.text
    assert "As agreed." in browser.text
    assert "preview?catchment=northeast" in browser.text
    browser.submit(f"/en{DESK}/decisions", **fields)
    browser.open(f"/en{DESK}")
    assert "8 texts are decided." in browser.words()
    assert "Nothing waits here" in browser.words()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"decision": "reject"}, "Choose a reason"),
        ({"decision": "erase"}, "Choose what to decide"),
        ({"text": "nothing:1"}, "Choose between 1 and 1,000"),
        ({"text": "x"}, "Choose between 1 and 1,000"),
        ({"note": "x" * 1001}, "The note is too long"),
    ],
)
def test_rule_31_many_that_cannot_be_read_are_refused(
    jobs: Consultation,
    luc: User,
    sign_in: SignIn,
    fields: dict[str, str],
    told: str,
) -> None:
    text = a_contribution(jobs)
    browser = sign_in(luc)
    browser.open(f"/en{DESK}/many")
    given = {"decision": "approve", "text": f"{text.public_id}:1", **fields}
    browser.submit(f"/en{DESK}/preview", 422, **given)
    assert told in browser.words()


def test_rule_24_many_with_a_stale_one_change_nothing(
    jobs: Consultation, luc: User, odile: User, sign_in: SignIn
) -> None:
    texts = [a_contribution(jobs, f"Text {number}") for number in range(3)]
    browser = sign_in(luc)
    browser.open(f"/en{DESK}/many")
    decide(texts[1], "approve", version=1, by=odile.actor)
    chosen = [f"{item.public_id}:1" for item in texts]
    browser.submit(f"/en{DESK}/decisions", 409, text=chosen, decision="approve")
    assert "Somebody else decided on this" in browser.words()
    assert 'class="switch" href="/fr/"' in browser.text
    browser.open(f"/en{DESK}")
    assert "2 waiting" in browser.words()


def test_rule_02_theo_decides_on_nothing_of_northeast_in_bulk(
    jobs: Consultation, theo: User, sign_in: SignIn
) -> None:
    text = a_contribution(jobs, "Of the North")
    browser = sign_in(theo)
    browser.open(f"/en{DESK}/many")
    assert "Of the North" not in browser.words()
    given = {"decision": "approve", "text": f"{text.public_id}:1"}
    browser.submit(f"/en{DESK}/preview", 422, **given)
    browser.submit(f"/en{DESK}/decisions", 422, **given)


def test_the_log_is_a_guarded_file(
    jobs: Consultation, luc: User, sign_in: SignIn
) -> None:
    text = a_contribution(jobs, "Secret words")
    decide(text, "approve", note="=1+1", version=1, by=luc.actor)
    browser = sign_in(luc)
    browser.open(f"/en{DESK}/quality")
    reply = browser.submit(f"/en{DESK}/log", 200)
    lines = reply.get_data().decode("utf-8-sig").splitlines()
    assert lines[0].startswith("decided_on,text,kind,catchment,language,decision")
    assert lines[1].endswith(f"northeast,en,approve,,pending,approved,3,{luc.id},'=1+1")
    assert "Secret words" not in reply.text


def test_reasons_are_chosen_before_a_consultation_opens(
    jobs: Consultation, odile: User, sign_in: SignIn
) -> None:
    with transaction() as current:
        current.get_one(Consultation, jobs.id).state = "draft"
    address = "/en/manage/consultations/jobs/reasons"
    browser = sign_in(odile)
    browser.open(address)
    assert len(browser.text.split('name="fr"')) > 8
    browser.submit(address, 422, en=["Rude", "x"], fr=["Impoli", ""], code=["", "x"])
    assert "Write each reason in both languages" in browser.words()
    assert 'value="Impoli"' in browser.text
    pair: dict[str, Any] = {"en": ["Rude", "Late", ""], "fr": ["Impoli", "Tard", ""]}
    browser.submit(address, code=["rude", "rude", ""], **pair)
    first, second = list_reasons(jobs.id)
    assert (first.code, first.label.fr) == ("rude", "Impoli")
    assert second.code.startswith("r-")
    advance_consultation(jobs, "open", by=odile.actor)
    browser.open(address)
    assert "It is open: its reasons stay" in browser.words()
    browser.submit(
        address, 422, csrf_token=token_of(browser), **pair, code=["", "", ""]
    )
    assert len(list_reasons(jobs.id)) == 2


def token_of(browser: Browser) -> str:
    """Return the token of any form of the page that is open: signing out has one."""
    return browser.hidden_fields()["csrf_token"]
