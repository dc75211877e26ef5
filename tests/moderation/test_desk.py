"""The desk in a browser: pages, keys on the buttons, no way around the scope."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.core import clock
from engage.core.db import session
from engage.moderation.actions import decide_many
from engage.moderation.models import ModerationDecision, Verdict
from engage.people.models import User
from tests.conftest import NOON
from tests.factories.contributions import a_consultation, a_contribution
from tests.pages import Browser

SignIn = Callable[[User], Browser]
DESK = "/en/manage/moderation/jobs"


@pytest.fixture
def jobs(app: Flask) -> Consultation:
    return a_consultation()


def status(text: Contribution) -> str:
    session().rollback()
    return session().get_one(Contribution, text.id).status


def send(browser: Browser, text: Contribution, answer: int = 303, **fields: str) -> str:
    address = f"/en/manage/contributions/{text.public_id}/decision"
    given = {"version": "1", "desk": "yes", **fields}
    return browser.submit(address, answer, **given).location or ""


def test_the_piles_are_listed_with_counts(
    jobs: Consultation, luc: User, sign_in: SignIn
) -> None:
    for _ in range(2):
        a_contribution(jobs)
    a_contribution(jobs, catchment=None)
    a_contribution(jobs, catchment="toronto")
    browser = sign_in(luc)
    browser.open("/en/manage/moderation")
    words = browser.words()
    assert "3 texts wait for you" in words
    assert "Northeast 2" in words
    assert "No catchment named 1" in words
    assert "Toronto" not in words


def test_the_piles_in_french(jobs: Consultation, luc: User, sign_in: SignIn) -> None:
    a_contribution(jobs)
    browser = sign_in(luc)
    browser.open("/fr/manage/moderation")
    assert "1 texte vous attend" in browser.words()
    assert "Connexion de l’équipe" not in browser.words()


def test_nothing_waits(jobs: Consultation, luc: User, sign_in: SignIn) -> None:
    browser = sign_in(luc)
    browser.open("/en/manage/moderation")
    assert "Nothing waits for you" in browser.words()
    browser.open(DESK)
    assert "Nothing waits here" in browser.words()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_desk_shows_the_oldest_text_with_its_context(
    jobs: Consultation, luc: User, sign_in: SignIn, language: str
) -> None:
    a_contribution(jobs, "First come <b>first</b>", may_quote=True)
    a_contribution(jobs, "Later on")
    browser = sign_in(luc)
    browser.open(f"/{language}/manage/moderation/jobs")
    words = browser.words()
    assert "First come <b>first</b>" in words
    assert "Later on" not in words
    prompt = {"en": "What is missing?", "fr": "Que manque-t-il?"}[language]
    assert prompt in words


def test_approving_and_undoing(jobs: Consultation, luc: User, sign_in: SignIn) -> None:
    text = a_contribution(jobs, "A bus, please")
    browser = sign_in(luc)
    browser.open(DESK)
    send(browser, text, decision="approve")
    assert status(text) == "approved"
    browser.open(DESK)
    assert "Approved: A bus, please" in browser.words()
    assert "1 decided by you today" in browser.words()
    browser.submit(
        f"/en/manage/contributions/{text.public_id}/undo", version="2", desk="yes"
    )
    assert status(text) == "pending"


@pytest.mark.parametrize(
    ("decided", "skipped"), [("First", "Second"), ("Second", "First")]
)
def test_undo_after_a_skip_says_so_and_shows_the_text_again(
    jobs: Consultation, luc: User, sign_in: SignIn, decided: str, skipped: str
) -> None:
    texts = {name: a_contribution(jobs, name) for name in ("First", "Second", "Third")}
    browser = sign_in(luc)
    browser.open(DESK)
    send(browser, texts[decided], decision="approve")
    browser.open(f"{DESK}?after={texts[skipped].public_id}")
    reply = browser.submit(
        f"/en/manage/contributions/{texts[decided].public_id}/undo",
        version="2",
        desk="yes",
        after=texts[skipped].public_id,
    )
    page = browser.open(reply.location or "")
    assert f"Decision taken back: {decided}" in browser.words()
    shown = next(item for item in page.iter("div") if item.get("class") == "desk-words")
    assert "".join(shown.itertext()).strip() == decided


def test_many_decisions_are_taken_back_by_one_button(
    jobs: Consultation, luc: User, sign_in: SignIn
) -> None:
    texts = [a_contribution(jobs, f"Letter {number}") for number in range(3)]
    decide_many({t.id: 1 for t in texts}, Verdict("approve"), by=luc.actor)
    browser = sign_in(luc)
    page = browser.open(DESK)
    assert "Approved: 3 texts Undo these 3 decisions" in browser.words()
    address = next(
        form.get("action", "")
        for form in page.iter("form")
        if "undo" in form.get("action", "")
    )
    browser.submit(address, 409, version="1", desk="yes")
    assert status(texts[0]) == "approved"
    browser.submit(address, version="2", desk="yes")
    assert [status(text) for text in texts] == ["pending"] * 3
    browser.open(DESK)
    assert "Decision taken back: 3 texts" in browser.words()


def test_rejecting_with_a_reason_by_its_button(
    jobs: Consultation, luc: User, sign_in: SignIn
) -> None:
    text = a_contribution(jobs, "Buy my book")
    browser = sign_in(luc)
    page = browser.open(DESK)
    reasons = [
        item.get("value")
        for item in page.iter("button")
        if item.get("name") == "reason"
    ]
    assert "advertising" in reasons
    send(browser, text, decision="reject", reason="advertising", note="A link")
    assert status(text) == "rejected"
    browser.open(f"/en/manage/contributions/{text.public_id}")
    words = browser.words()
    assert "Rejected: It advertises something" in words
    assert "A link" in words
    assert "Luc · November 2, 2026 · after 3 hours" in words


def test_the_choice_of_queue_is_kept_from_text_to_text(
    jobs: Consultation, luc: User, sign_in: SignIn
) -> None:
    text = a_contribution(jobs, language="fr")
    browser = sign_in(luc)
    browser.open(f"{DESK}?language=fr&kind=answer&catchment=northeast")
    assert browser.hidden_fields()["language"] == "fr"
    location = send(browser, text, decision="approve")
    assert location.endswith("?catchment=northeast&kind=answer&language=fr")


@pytest.mark.parametrize(
    ("choice", "shown"),
    [
        ("catchment=northeast", "North"),
        ("catchment=none", "Nowhere"),
        ("kind=comment", "Said aloud"),
        ("language=fr", "En français"),
        ("days=3", "Long ago"),
        ("kind=nonsense", "North"),
        ("days=abc", "North"),
    ],
)
def test_rule_05_the_queue_is_filtered_by_listed_values_only(
    jobs: Consultation, luc: User, sign_in: SignIn, choice: str, shown: str
) -> None:
    a_contribution(jobs, "North")
    a_contribution(jobs, "Nowhere", catchment=None)
    a_contribution(jobs, "Said aloud", kind="comment")
    a_contribution(jobs, "En français", language="fr")
    long_ago = clock.today() - timedelta(days=4)
    a_contribution(jobs, "Long ago", received_on=long_ago)
    browser = sign_in(luc)
    browser.open(f"{DESK}?{choice}")
    tree = browser.tree
    words = next(item for item in tree.iter("div") if item.get("class") == "desk-words")
    assert "".join(words.itertext()).strip() == shown


def test_skipping_goes_on_and_comes_round(
    jobs: Consultation, luc: User, sign_in: SignIn
) -> None:
    first, second = a_contribution(jobs, "First"), a_contribution(jobs, "Second")
    browser = sign_in(luc)
    browser.open(f"{DESK}?after={first.public_id}")
    assert "Second" in browser.words()
    browser.open(f"{DESK}?after={second.public_id}")
    assert "You have skipped all that is left" in browser.words()


def test_rule_24_two_moderators_one_text_one_is_told(
    jobs: Consultation, luc: User, odile: User, sign_in: SignIn
) -> None:
    text, other = a_contribution(jobs), a_contribution(jobs, "Read by Odile")
    a_contribution(jobs, "The next one")
    slow, quick = sign_in(luc), sign_in(odile)
    slow.open(DESK)
    quick.open(DESK)
    send(quick, text, decision="approve")
    note = "Names the mill."
    send(slow, text, answer=409, decision="reject", reason="insult", note=note)
    assert f"Your note was not kept: {note}" in slow.words()
    assert f"/en/manage/contributions/{text.public_id}" in slow.text
    assert "Somebody else decided on this" in slow.words()
    assert "The next one" in slow.words()
    assert (status(text), status(other)) == ("approved", "pending")


def test_a_stale_decision_on_the_history_page_is_a_409(
    jobs: Consultation, luc: User, sign_in: SignIn
) -> None:
    text = a_contribution(jobs, status="approved")
    browser = sign_in(luc)
    browser.open(f"/en/manage/contributions/{text.public_id}")
    fields = {"decision": "hide", "reason": "insult", "version": "7", "desk": ""}
    send(browser, text, answer=409, **fields)


def test_hiding_from_the_history_page_and_showing_again(
    jobs: Consultation, luc: User, sign_in: SignIn
) -> None:
    text = a_contribution(jobs, status="approved")
    browser = sign_in(luc)
    browser.open(f"/en/manage/contributions/{text.public_id}")
    assert "Hide, with a reason" in browser.words()
    place = send(browser, text, decision="hide", reason="insult", desk="")
    assert place == f"/en/manage/contributions/{text.public_id}"
    browser.open(place)
    assert "Show again" in browser.words()
    send(browser, text, decision="restore", version="2", desk="")
    assert status(text) == "approved"


@pytest.mark.parametrize(
    "fields",
    [
        {"decision": "erase"},
        {"decision": "approve", "version": "abc"},
        {"decision": "approve", "version": ""},
        {"decision": "reject"},
        {"decision": "reject", "reason": "nonsense"},
    ],
)
def test_rule_31_what_cannot_be_read_is_refused(
    jobs: Consultation, luc: User, sign_in: SignIn, fields: dict[str, str]
) -> None:
    text = a_contribution(jobs)
    browser = sign_in(luc)
    browser.open(DESK)
    send(browser, text, answer=422, **fields)
    assert status(text) == "pending"


def test_rule_04_a_role_or_status_in_the_form_changes_nothing(
    jobs: Consultation, luc: User, sign_in: SignIn
) -> None:
    text = a_contribution(jobs)
    browser = sign_in(luc)
    browser.open(DESK)
    send(browser, text, decision="approve", status_after="withdrawn", user_id="99")
    row = session().scalars(select(ModerationDecision)).one()
    assert (row.status_after, row.user_id) == ("approved", luc.id)


def test_rule_02_theo_gets_the_same_404_as_for_a_text_that_never_was(
    app: Flask, jobs: Consultation, theo: User, sign_in: SignIn
) -> None:
    text = a_contribution(jobs, "Of the North", catchment="northeast")
    browser = sign_in(theo)
    bodies = []
    for name in (text.public_id, "0" * 20):
        reply = browser.client.get(f"/en/manage/contributions/{name}")
        assert reply.status_code == 404
        number = reply.headers["X-Request-Id"]
        bodies.append(reply.text.replace(number, "").replace(name, ""))
    assert bodies[0] == bodies[1]
    browser.open(DESK)
    assert "Of the North" not in browser.text
    send(browser, text, answer=404, decision="approve")
    assert status(text) == "pending"


def test_rule_02_a_consultation_elsewhere_is_a_404(
    app: Flask, theo: User, sign_in: SignIn
) -> None:
    a_consultation("north", ("northeast",))
    sign_in(theo).open("/en/manage/moderation/north", status=404)


def test_rule_01_a_participant_is_sent_to_sign_in(
    jobs: Consultation, amina: Browser
) -> None:
    text = a_contribution(jobs)
    amina.open(DESK, status=302)
    amina.open("/en/sign-in")
    address = f"/en/manage/contributions/{text.public_id}/decision"
    amina.submit(address, status=401, decision="approve", version="1")
    assert status(text) == "pending"


def test_rule_12_a_decision_without_the_token_is_refused(
    jobs: Consultation, luc: User, sign_in: SignIn
) -> None:
    text = a_contribution(jobs)
    client = sign_in(luc).client
    address = f"/en/manage/contributions/{text.public_id}/decision"
    reply = client.post(address, data={"decision": "approve", "version": "1"})
    assert reply.status_code == 422
    assert status(text) == "pending"


def test_rule_13_the_desk_is_kept_by_no_cache(
    jobs: Consultation, luc: User, sign_in: SignIn
) -> None:
    reply = sign_in(luc).client.get(DESK)
    assert reply.headers["Cache-Control"] == "no-store"
    assert "Cookie" in reply.headers["Vary"]


def test_the_pace_counts_today_in_the_consultations_zone(
    jobs: Consultation, luc: User, sign_in: SignIn
) -> None:
    texts = [a_contribution(jobs) for _ in range(3)]
    clock.freeze(NOON - timedelta(hours=14))
    browser = sign_in(luc)
    browser.open(DESK)
    send(browser, texts[0], decision="approve")
    clock.freeze(NOON)
    browser = sign_in(luc)
    browser.open(DESK)
    send(browser, texts[1], decision="approve")
    browser.open(DESK)
    assert "1 waiting 1 decided by you today 1 in the last hour" in browser.words()
    count = session().scalar(select(func.count()).select_from(ModerationDecision))
    assert count == 2


def test_rule_19_found_personal_details_are_marked_in_place(
    jobs: Consultation, luc: User, sign_in: SignIn
) -> None:
    a_contribution(jobs, "Ask Mrs. Roy, <i>705-555-0142</i>.")
    browser = sign_in(luc)
    page = browser.open(DESK)
    marked = ["".join(item.itertext()) for item in page.iter("mark")]
    assert marked == ["Mrs. Roy (Name)", "705-555-0142 (Telephone number)"]
    assert "<i>705" not in browser.text


@pytest.mark.parametrize("name", ["after", "catchment", "language", "campaign"])
def test_rule_30_an_address_with_what_no_database_keeps_shows_the_desk(
    jobs: Consultation, luc: User, sign_in: SignIn, name: str
) -> None:
    a_contribution(jobs, "Here")
    browser = sign_in(luc)
    browser.open(f"{DESK}?{name}=%00")
    assert "Here" in browser.words()
