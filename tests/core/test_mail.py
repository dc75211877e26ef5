"""Letters: committed with what they tell of, sent once, tried again, given up."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.core import clock, mail
from engage.core.config import Settings, read_settings
from engage.core.db import session, transaction
from engage.core.errors import Conflict, Misconfigured
from engage.core.jobs import waiting_jobs
from engage.core.mail import Letter, Sender, ask_for_letters, send_due_letters
from engage.core.post import Message, written
from engage.core.worker import run_waiting_jobs
from tests.conftest import NOON
from tests.post_office import PostOffice, post_office

WORDS = "Voici ce qui a été dit.\n\nhttps://example.org/fr/" + "a" * 90


def compose(facts: Mapping[str, Any], sender: Sender) -> Message | None:
    if facts.get("is_gone"):
        return None
    link = sender.link("fr", "unsubscribe/abc")
    return Message("amina@example.org", "Été – nouvelles", WORDS, "fr", link)


@pytest.fixture(autouse=True)
def _composer(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(mail._composers, "test.letter", compose)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as opened:
        yield opened


@pytest.fixture
def sender(settings: Settings, office: PostOffice) -> Sender:
    told = replace(settings, mail_url=office.url, mail_from="ONESTEP <a@example.org>")
    return mail.sender_of(told)


def ask(*keys: str, **facts: object) -> None:
    with transaction() as current:
        ask_for_letters(current, "test.letter", dict.fromkeys(keys, facts))


def states() -> list[str]:
    session().rollback()
    return list(session().scalars(select(Letter.state).order_by(Letter.id)))


def test_a_letter_is_written_in_full(sender: Sender, office: PostOffice) -> None:
    ask("one")
    assert send_due_letters(sender) == 1
    letter = office.letters[0]
    assert letter["From"] == "ONESTEP <a@example.org>"
    assert letter["To"] == "amina@example.org"
    assert letter["Subject"] == "Été – nouvelles"
    assert letter["Content-Language"] == "fr"
    link = "<http://127.0.0.1:8000/fr/unsubscribe/abc>"
    assert letter["List-Unsubscribe"] == link
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Message-ID"].endswith("@example.org>")
    assert letter.get_content_type() == "text/plain"
    text = letter.get_content().replace("\r\n", "\n")
    assert text.startswith(WORDS)
    assert text.rstrip().endswith("1 Example Street, Toronto, Ontario")


def test_one_connection_serves_all_letters(sender: Sender, office: PostOffice) -> None:
    ask("one", "two", "three")
    assert send_due_letters(sender) == 3
    assert (office.calls, len(office.letters)) == (1, 3)


def test_rule_26_the_same_letter_goes_out_once(
    sender: Sender, office: PostOffice
) -> None:
    ask("one")
    ask("one", "two")
    assert send_due_letters(sender) == 2
    ask("one")
    assert send_due_letters(sender) == 0
    assert len(office.letters) == 2


def test_rule_22_a_letter_of_what_did_not_happen_is_not_sent(
    sender: Sender, office: PostOffice
) -> None:
    with suppress(Conflict), transaction() as current:
        ask_for_letters(current, "test.letter", {"one": {}})
        raise Conflict
    assert send_due_letters(sender) == 0
    assert (states(), office.letters) == ([], [])


def test_a_letter_whose_reason_is_gone_is_dropped(
    sender: Sender, office: PostOffice
) -> None:
    ask("one", is_gone=True)
    assert send_due_letters(sender) == 0
    assert (states(), office.letters) == (["dropped"], [])


def test_a_busy_server_is_tried_again_later_and_others_do_not_wait(
    sender: Sender, office: PostOffice
) -> None:
    office.answers = ["451 later"]
    ask("one", "two")
    assert send_due_letters(sender) == 1
    assert states() == ["waiting", "sent"]
    assert send_due_letters(sender) == 0
    clock.freeze(NOON + timedelta(minutes=1))
    assert send_due_letters(sender) == 1
    assert states() == ["sent", "sent"]


def test_an_address_that_is_refused_for_good_is_not_tried_again(
    sender: Sender, office: PostOffice
) -> None:
    office.answers = ["550 nobody here"]
    ask("one")
    assert send_due_letters(sender) == 0
    session().rollback()
    letter = session().scalars(select(Letter)).one()
    assert (letter.state, letter.error) == ("failed", "refused: [550]")


def test_a_server_that_is_away_is_given_up_after_two_days(
    sender: Sender, office: PostOffice
) -> None:
    away = replace(sender, mail_url="smtp://127.0.0.1:9")
    ask("one")
    tries = 0
    for hour in range(24 * 4):
        clock.freeze(NOON + timedelta(hours=hour))
        send_due_letters(away)
        if states() == ["failed"]:
            break
        tries += 1
    assert states() == ["failed"]
    assert 24 < tries < 72


def test_rule_33_a_letter_at_rest_names_nobody(sender: Sender) -> None:
    ask("one", subscriber=5)
    send_due_letters(sender)
    with session().connection() as connection:
        rows = connection.execute(select(Letter.__table__)).all()
    assert "amina" not in str(rows)
    assert "nouvelles" not in str(rows)


def test_a_worker_sends_what_waits_into_a_folder(app: Flask, tmp_path: Path) -> None:
    ask("one")
    assert len(waiting_jobs()) == 1
    run_waiting_jobs()
    (written,) = (tmp_path / "mail").iterdir()
    letter = message_from_bytes(written.read_bytes(), policy=default)
    assert letter["Subject"] == "Été – nouvelles"
    assert states() == ["sent"]


def test_a_letter_that_waits_wakes_the_worker_each_minute(
    sender: Sender, office: PostOffice
) -> None:
    office.answers = ["451 later"]
    ask("one")
    run_waiting_jobs()
    with transaction() as current:
        letter = current.scalars(select(Letter)).one()
        letter.state, letter.next_at = "waiting", NOON + timedelta(minutes=5)
    mail.wake_sending()
    assert waiting_jobs() == []
    clock.freeze(NOON + timedelta(minutes=5))
    mail.wake_sending()
    mail.wake_sending()
    assert len(waiting_jobs()) == 1


def test_a_sender_that_is_no_address_is_refused(tmp_path: Path) -> None:
    told = {"ENGAGE_DATA_DIR": str(tmp_path), "ENGAGE_BASE_URL": "https://say.example"}
    assert read_settings(told).mail_from == "engage@say.example"
    for wrong in ("nobody", "a@b\nBcc: c@d", "@"):
        with pytest.raises(Misconfigured):
            read_settings({**told, "ENGAGE_MAIL_FROM": wrong})


def test_rule_26_a_worker_that_ended_in_the_middle_loses_no_letter(
    sender: Sender, office: PostOffice
) -> None:
    ask("one")
    assert mail._claim() is not None
    assert send_due_letters(sender) == 0
    clock.freeze(NOON + timedelta(minutes=1))
    assert send_due_letters(sender) == 1


def test_no_password_is_said_to_a_server_that_cannot_encrypt(
    sender: Sender, office: PostOffice
) -> None:
    told = office.url.replace("smtp://", "smtp://me:secret@")
    ask("one")
    assert send_due_letters(replace(sender, mail_url=told)) == 0
    assert (states(), office.letters) == (["waiting"], [])


def test_a_letter_that_cannot_be_written_keeps_no_other_from_going(
    sender: Sender, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_facts: Mapping[str, Any], _sender: Sender) -> Message | None:
        raise KeyError("amina@example.org")

    monkeypatch.setitem(mail._composers, "test.broken", broken)
    with transaction() as current:
        ask_for_letters(current, "test.broken", {"first": {}})
    ask("second")
    assert send_due_letters(sender) == 1
    session().rollback()
    errors = session().scalars(select(Letter.error).order_by(Letter.id)).all()
    assert errors == ["KeyError", ""]


def test_a_folder_that_cannot_be_written_is_tried_again(
    sender: Sender, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file")
    ask("one")
    told = replace(sender, mail_url=f"file://{tmp_path}/taken")
    assert send_due_letters(told) == 0
    assert states() == ["waiting"]


def test_old_letters_are_forgotten(sender: Sender) -> None:
    ask("one")
    send_due_letters(sender)
    clock.freeze(NOON + timedelta(days=61))
    with transaction() as current:
        mail.forget_old_letters(current)
    assert states() == []


def test_a_long_link_to_leave_stands_on_one_line() -> None:
    link = "https://example.org/fr/unsubscribe/" + "a1B2_" * 20
    message = Message("amina@example.org", "Été", "Bonjour", "fr", link)
    letter = written(message, "letter-1", "ONESTEP <a@example.org>", "1 Example Street")
    assert f"List-Unsubscribe: <{link}>\r\n".encode() in letter.as_bytes()
