"""Put aside and gone on with, by a code, on any device; nobody else can read it."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from engage.core import clock
from engage.core.actors import SYSTEM
from engage.core.config import Settings
from engage.core.db import session
from engage.operations.actions import run_retention
from engage.surveys.actions import close_survey
from engage.surveys.models import Response, SavedReply, Survey
from tests.factories.surveys import make_survey
from tests.pages import Browser

TYPED = {
    "needs": "Un autobus\r\nle soir <b>",
    "role": "employer",
    "ways": ["bus", "bike"],
    "order": ["b", "d"],
    "views.staff": "fair",
    "ease": "unknown",
    "age": "quarante",
    "town": "Hamilton",
    "budget.rent": "dix",
    "catchment": "toronto",
}


@pytest.fixture
def survey(app: Flask) -> Survey:
    return make_survey()


def kept() -> list[SavedReply]:
    session().rollback()
    return list(session().scalars(select(SavedReply)))


def save(amina: Browser, **fields: object) -> str:
    amina.open("/fr/s/work")
    amina.submit(status=200, save="y", **(fields or TYPED))
    code = amina.tree.find(".//strong[@class='receipt-code']")
    assert code is not None
    return str(code.text)


def resume(browser: Browser, code: str, status: int = 200, lang: str = "fr") -> None:
    browser.open(f"/{lang}/resume")
    browser.submit(status=status, code=code)


def test_what_was_typed_comes_back_on_another_device(
    app: Flask, survey: Survey, amina: Browser
) -> None:
    code = save(amina)
    other = Browser(app.test_client())
    resume(other, f" {code.lower().replace('-', ' ')} ", lang="en")
    assert "Your answers are back" in other.words()
    assert other.response is not None
    assert other.response.headers["Cache-Control"] == "no-store"
    text = other.tree.find(".//textarea[@name='needs']")
    assert text is not None
    assert (text.text or "").strip() == "Un autobus\nle soir <b>"
    held = {
        (i.get("name"), i.get("value"))
        for i in other.tree.iter("input")
        if "checked" in i.attrib
    }
    assert {("role", "employer"), ("ways", "bus"), ("ways", "bike")} <= held
    assert {("views.staff", "fair"), ("ease", "unknown")} <= held
    assert 'value="quarante"' in other.text
    assert 'value="dix"' in other.text
    chosen = [
        o.get("value") for o in other.tree.iter("option") if "selected" in o.attrib
    ]
    assert [value for value in chosen if value] == ["toronto", "b", "d"]
    assert "error-summary" not in other.text


def test_it_is_erased_when_it_is_sent(
    app: Flask, survey: Survey, amina: Browser
) -> None:
    code = save(amina, needs="A bus")
    resume(amina, code)
    amina.submit("/fr/s/work", needs="A bus", consent="y")
    assert kept() == []
    assert len(session().scalars(select(Response)).all()) == 1
    resume(amina, code, status=422)


def test_it_counts_nowhere_before(survey: Survey, amina: Browser) -> None:
    save(amina)
    assert session().scalars(select(Response)).all() == []


def test_saved_again_the_code_stays_and_opens_the_newest(
    survey: Survey, amina: Browser
) -> None:
    code = save(amina, needs="A bus")
    resume(amina, code)
    amina.submit("/fr/s/work", status=200, save="y", needs="A train")
    assert code in amina.text
    assert len(kept()) == 1
    resume(amina, code)
    assert "A train" in amina.text


def test_rule_16_the_database_tells_nothing_of_what_was_put_aside(
    survey: Survey, amina: Browser
) -> None:
    code = save(amina, needs="A bus")
    [saved] = kept()
    row = " ".join(str(value) for value in vars(saved).values())
    assert "bus" not in row
    assert code not in row
    assert code.replace("-", "") not in row


def test_consent_is_asked_for_again(survey: Survey, amina: Browser) -> None:
    code = save(amina, needs="A bus", consent="y", consent_quote="y")
    resume(amina, code)
    checked = [i.get("name") for i in amina.tree.iter("input") if "checked" in i.attrib]
    assert checked == []


def test_an_empty_form_is_not_saved(survey: Survey, amina: Browser) -> None:
    amina.open("/en/s/work")
    amina.submit(status=422, save="y", needs=" \u200b ")
    assert "nothing is saved" in amina.words()
    assert kept() == []


def test_rule_12_saving_needs_our_form(survey: Survey, amina: Browser) -> None:
    amina.open("/en/s/work")
    amina.submit(status=422, save="y", csrf_token="wrong", needs="A bus")
    assert kept() == []
    assert "A bus" in amina.text


@pytest.mark.parametrize("typed", ["", "AAAAA-AAAAA-AAAAA-AAAAA", "x" * 61, "é\x00"])
def test_a_wrong_code_is_told_in_a_sentence(
    survey: Survey, amina: Browser, typed: str
) -> None:
    save(amina)
    resume(amina, typed, status=422)


def test_rule_13_the_code_stands_in_no_address(survey: Survey, amina: Browser) -> None:
    code = save(amina, needs="A bus")
    amina.open(f"/fr/resume?code={code}")
    assert "A bus" not in amina.text
    resume(amina, code)
    targets = [a.get("href") or "" for a in amina.tree.iter("a")]
    targets += [f.get("action") or "" for f in amina.tree.iter("form")]
    assert not [target for target in targets if code in target]


def test_tries_are_counted(survey: Survey, amina: Browser) -> None:
    for _ in range(60):
        resume(amina, "AAAAA-AAAAA-AAAAA-AAAAA", status=422)
    resume(amina, "AAAAA-AAAAA-AAAAA-AAAAA", status=429)


def test_it_is_kept_for_thirty_days(
    survey: Survey, amina: Browser, settings: Settings
) -> None:
    clock.freeze(datetime(2026, 10, 5, 12, 0, tzinfo=UTC))
    code = save(amina, needs="A bus")
    assert "4 novembre 2026" in amina.words()
    clock.freeze(datetime(2026, 11, 4, 12, 0, tzinfo=UTC))
    resume(amina, code)
    clock.freeze(datetime(2026, 11, 5, 12, 0, tzinfo=UTC))
    resume(amina, code, status=422)
    assert run_retention(settings.data_dir, by=SYSTEM).saved == 1
    assert kept() == []


def test_after_the_closing_a_day_is_left_to_send_it(
    survey: Survey, amina: Browser
) -> None:
    code = save(amina, needs="A bus")
    close_survey(survey, by=SYSTEM)
    clock.freeze(clock.now() + timedelta(hours=23))
    resume(amina, code)
    amina.submit("/fr/s/work", needs="A bus", consent="y")
    assert [r.marks for r in session().scalars(select(Response))] == [["late"]]


def test_later_the_words_come_back_to_be_copied(survey: Survey, amina: Browser) -> None:
    code = save(amina, needs="A bus")
    close_survey(survey, by=SYSTEM)
    clock.freeze(clock.now() + timedelta(hours=25))
    resume(amina, code, status=409)
    assert "A bus" in amina.words()


def test_nothing_new_is_put_aside_after_the_closing(
    survey: Survey, amina: Browser
) -> None:
    amina.open("/en/s/work")
    close_survey(survey, by=SYSTEM)
    amina.submit(status=409, save="y", needs="A bus")
    assert "A bus" in amina.words()
    assert kept() == []


def test_more_than_can_be_kept_stays_on_screen(survey: Survey, amina: Browser) -> None:
    amina.open("/en/s/work")
    amina.submit(status=422, save="y", needs="A bus " * 200_000)
    assert "too much to put aside" in amina.words()
    assert kept() == []


def test_a_kiosk_puts_nothing_aside(survey: Survey, amina: Browser) -> None:
    amina.open("/en/kiosk/work")
    assert "Save for later" not in amina.words()
    amina.submit(status=422, save="y", needs="A bus")
    assert kept() == []
