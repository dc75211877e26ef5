"""Authors change what they said or take it back: by their browser, or by the code."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from engage.consultations.actions import advance_consultation
from engage.contributions.models import Contribution, EarlierWording
from engage.core import clock
from engage.core.actors import SYSTEM
from engage.core.audit import AuditEntry
from engage.core.db import session
from engage.moderation.actions import decide
from engage.people.models import User
from engage.sessions.queries import count_voices
from engage.threads.models import Comment
from tests.conftest import NOON
from tests.factories.sessions import a_session
from tests.factories.threads import a_comment, a_thread, decide_all
from tests.factories.threads import count as count_of
from tests.pages import Browser


def say(amina: Browser, text: str = "Night buses, please.") -> str:
    """Say something, return the receipt code; the page behind it is open."""
    amina.open("/en/threads/buses")
    amina.open(amina.submit(text=text).headers["Location"])
    return amina.text.split('class="receipt-code">')[1].split("<")[0]


def only_text() -> Contribution:
    session().rollback()
    session().expire_all()
    return session().scalars(select(Contribution)).one()


def mine() -> str:
    public_id = session().scalars(select(Comment.public_id)).one()
    return f"/en/threads/buses/comments/{public_id}/mine"


def test_changed_words_wait_again_and_the_old_ones_are_kept(amina: Browser) -> None:
    a_thread()
    say(amina)
    assert mine() in amina.text
    decide_all("approved")
    amina.open("/en/threads/buses")
    assert "Change or take back my comment" in amina.words()

    amina.open(mine())
    saved = amina.submit(text="Night buses, and on Sundays too.")
    amina.open(saved.headers["Location"])
    assert "Your new words are saved" in amina.words()
    assert "A person reads them before they appear" in amina.words()

    text = only_text()
    assert (text.status, text.text) == ("pending", "Night buses, and on Sundays too.")
    assert text.received_hour is not None
    earlier = session().scalars(select(EarlierWording)).one()
    assert (earlier.text, earlier.cause) == ("Night buses, please.", "edited")
    amina.open("/en/threads/buses")
    assert "Night buses" not in amina.words()
    actions = session().scalars(select(AuditEntry.action)).all()
    assert "threads.comment.changed" in actions


def test_rule_24_a_change_to_old_words_is_told_and_kept_on_screen(
    amina: Browser,
) -> None:
    a_thread()
    say(amina)
    amina.open(mine())
    fields = {**amina.hidden_fields(), "text": "Mine, typed here."}
    decide_all("approved")
    amina.open(mine())
    amina.submit(text="Sent from another window.")

    amina.submit(mine(), status=409, **fields)

    assert "Mine, typed here." in amina.text
    assert "Sent from another window." in amina.text
    assert "has changed since you opened it" in amina.words()
    amina.submit(mine(), text="Mine, typed here.")
    assert only_text().text == "Mine, typed here."


def test_rule_23_a_change_sent_twice_is_one(amina: Browser) -> None:
    a_thread()
    say(amina)
    amina.open(mine())
    fields = {**amina.hidden_fields(), "text": "Other words."}
    for _ in range(2):
        amina.submit(mine(), **fields)
    assert count_of(EarlierWording) == 1


@pytest.mark.parametrize("text", ["", " \u200b ", "x" * 2001, "bell \x07"])
def test_rule_30_a_change_is_judged_like_a_comment(amina: Browser, text: str) -> None:
    a_thread()
    say(amina)
    amina.open(mine())
    amina.submit(mine(), status=422, text=text)
    assert "error-summary" in amina.text
    assert only_text().text == "Night buses, please."


def test_nobody_else_sees_or_changes_it(amina: Browser, app: Flask) -> None:
    a_thread()
    say(amina)
    other = Browser(app.test_client())
    other.open(mine(), status=404)
    amina.open(mine())
    stolen = {**amina.hidden_fields(), "text": "Not mine."}
    assert other.client.post(mine(), data=stolen).status_code in {404, 422}
    other.open("/en/threads/buses")
    address = f"{mine()}/take-back"
    fields = other.hidden_fields()
    assert other.client.post(address, data=fields).status_code == 404
    assert only_text().status == "pending"


def test_the_time_to_change_ends_with_the_next_day(amina: Browser) -> None:
    a_thread()
    say(amina)
    decide_all("approved")
    clock.freeze(NOON + timedelta(days=1))
    amina.open(mine())
    assert "Say it in other words" in amina.words()
    fields = {**amina.hidden_fields(), "text": "Too late."}

    clock.freeze(NOON + timedelta(days=2))

    amina.open("/en/threads/buses")
    assert "Change or take back" not in amina.words()
    amina.open(mine())
    assert "Say it in other words" not in amina.words()
    assert "Use your receipt code" in amina.words()
    fields["csrf_token"] = browser_token(amina)
    assert amina.client.post(mine(), data=fields).status_code == 409
    assert only_text().text == "Night buses, please."


def browser_token(browser: Browser) -> str:
    browser.open("/en/threads/buses")
    return browser.hidden_fields()["csrf_token"]


def test_rule_20_taken_back_from_the_browser_nothing_is_left(amina: Browser) -> None:
    a_thread()
    say(amina)
    amina.open(mine())
    amina.submit(text="Other words.")
    amina.open(mine())

    amina.submit(f"{mine()}/take-back", status=200)

    assert (only_text().status, only_text().text) == ("withdrawn", "")
    assert count_of(EarlierWording) == 0
    amina.open(mine())
    assert "You took this comment back" in amina.words()


def test_a_rejected_comment_is_put_right_with_the_code(
    amina: Browser, luc: User
) -> None:
    a_thread()
    code = say(amina)
    text = only_text()
    decide(text, "reject", reason="off_topic", version=text.version, by=luc.actor)
    clock.freeze(NOON + timedelta(days=9))
    amina.open("/en/my-response")
    amina.submit(status=200, code=code)
    assert "Why it is not shown" in amina.words()
    assert "Put it right and send it again" in amina.words()

    amina.submit(
        "/en/my-response/change",
        status=200,
        code=code,
        version=str(only_text().version),
        text="Buses at night would let me work.",
    )

    assert "Your change is sent." in amina.words()
    assert only_text().status == "pending"
    amina.submit("/en/my-response/change", status=422, code=code, text="")
    assert "Write your comment first." in amina.words()
    wrong = amina.client.post(
        "/en/my-response/change",
        data={**amina.hidden_fields(), "code": "AAAAA-AAAAA-AAAAA-AAAAA"},
    )
    assert wrong.status_code == 404


def test_a_closed_consultation_takes_no_changes(amina: Browser) -> None:
    thread = a_thread()
    code = say(amina)
    amina.open(mine())
    fields = {**amina.hidden_fields(), "text": "Late."}
    advance_consultation(thread.consultation, "closed", by=SYSTEM)
    amina.submit(mine(), status=409, **fields)
    assert "Late." in amina.text or "can be changed no more" in amina.words()
    amina.open("/en/my-response")
    amina.submit(status=200, code=code)
    assert "Say it in other words" not in amina.words()


def test_rule_13_ones_own_comment_is_kept_by_no_cache(amina: Browser) -> None:
    a_thread()
    say(amina)
    amina.open(mine())
    assert amina.response is not None
    assert amina.response.headers["Cache-Control"] == "no-store"


def test_a_comment_says_which_consent_and_session_it_came_with(amina: Browser) -> None:
    thread = a_thread()
    held = a_session(thread.consultation)
    address = f"/en/threads/buses?session={held.code.lower()}&catchment=toronto"
    amina.open(address)
    assert "By sending your comment you agree to this:" in amina.words()
    assert '<option value="toronto" selected>' in amina.text
    action = amina.tree.find(".//form[@id='say']").get("action")
    assert action == f"/en/threads/buses?session={held.code}&catchment=toronto"
    amina.submit(action, text="Said in a session.")
    comment = session().scalars(select(Comment)).one()
    assert (comment.consent_number, comment.session_code) == (1, held.code)
    assert only_text().channel == "session"
    decide_all("approved")
    amina.open(f"/en/sessions/{held.code}/wall")
    assert "Said in a session." in amina.words()
    assert count_voices(held) == 1
    amina.open("/en/threads/buses?session=nothere1")
    amina.submit("/en/threads/buses?session=nothere1", text="Said elsewhere.")
    codes = session().scalars(select(Comment.session_code)).all()
    assert sorted(filter(None, codes)) == [held.code]
    decide_all("approved")
    amina.open(f"/en/sessions/{held.code}/wall")
    assert "Said elsewhere." not in amina.words()
    amina.open("/en/threads/buses?session=%3Cscript%3E")
    amina.submit(status=422, text="Read again.", consent_version="7")
    assert "has changed. Please read it again" in amina.words()
    assert "Read again." in amina.text


def test_a_page_without_a_key_is_sent_again_once(amina: Browser) -> None:
    a_thread()
    amina.open("/en/threads/buses")
    fields = {**amina.hidden_fields(), "text": "No key."}
    del fields["submission_key"]
    reply = amina.client.post("/en/threads/buses", data=fields)
    assert reply.status_code == 422
    assert "This page was incomplete. Please send it again." in reply.text
    assert "No key." in reply.text
    assert count_of(Comment) == 0


@pytest.mark.parametrize(
    ("text", "page", "kept"),
    [
        ("Il faut des autobus pour les gens qui travaillent le soir.", "en", "fr"),
        ("We need buses for the people who work at night.", "fr", "en"),
        ("Bus!", "fr", "fr"),
        ("Transport", "en", "en"),
    ],
)
def test_the_language_is_that_of_the_words(
    amina: Browser, text: str, page: str, kept: str
) -> None:
    a_thread()
    amina.open(f"/{page}/threads/buses")
    amina.submit(text=text)
    assert only_text().language == kept


def test_replies_can_be_changed_too(amina: Browser) -> None:
    parent = a_comment(a_thread())
    amina.open(f"/en/threads/buses/comments/{parent}")
    amina.submit(text="A reply.")
    reply = (
        session().scalars(select(Comment).where(Comment.reply_to_id.is_not(None))).one()
    )
    address = f"/en/threads/buses/comments/{reply.public_id}/mine"
    amina.open(address)
    amina.submit(text="A better reply.")
    session().expire_all()
    said = session().get_one(Contribution, reply.contribution_id)
    assert said.text == "A better reply."
