"""A session from its plan to its summary, and what the wall may show."""

from collections.abc import Callable
from datetime import date
from html import escape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from engage.consultations.actions import advance_consultation
from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.core.actors import SYSTEM
from engage.core.audit import AuditEntry
from engage.core.db import session
from engage.core.errors import Closed
from engage.core.i18n import Bilingual
from engage.people.models import User
from engage.sessions.actions import add_note, count_attendance, edit_session
from engage.sessions.facts import SessionFacts
from engage.sessions.models import FacilitatedSession
from engage.sessions.queries import find_session, list_notes
from tests.factories.consultations import a_draft
from tests.factories.sessions import a_note, a_session, an_answer
from tests.factories.surveys import make_survey, question
from tests.pages import Browser

SignIn = Callable[[User], Browser]
PLAN = {
    "title_en": "At the library",
    "title_fr": "À la bibliothèque",
    "place": "Greater Sudbury Public Library",
    "held_on": "2026-11-02",
    "catchment": "northeast",
    "languages": ["en", "fr"],
}
STAFF_PAGES = ("", "/edit", "/summary")


@pytest.fixture
def jobs(app: Flask) -> Consultation:
    made = a_draft("jobs", ("northeast", "toronto"))
    advance_consultation(made, "open", by=SYSTEM)
    return made


@pytest.fixture
def held(jobs: Consultation) -> FacilitatedSession:
    return a_session(jobs)


def fresh(held: FacilitatedSession) -> FacilitatedSession:
    session().rollback()
    session().expire_all()
    found = find_session(held.code)
    assert found is not None
    return found


def how_many_notes() -> int:
    session().rollback()
    return int(session().scalar(select(func.count(Contribution.id))) or 0)


def test_the_host_opens_a_kiosk_that_knows_the_session_and_its_place(
    held: FacilitatedSession, luc: User, sign_in: SignIn
) -> None:
    make_survey(question("needs", "long_text"), consultation=held.consultation)
    browser = sign_in(luc)
    browser.open(f"/en/manage/sessions/{held.code}")
    kiosk = f"/en/kiosk/work?session={held.code}&catchment=northeast"
    assert escape(kiosk) in browser.text
    browser.open(kiosk)
    assert browser.hidden_fields()["session"] == held.code


def test_luc_plans_a_session(jobs: Consultation, luc: User, sign_in: SignIn) -> None:
    browser = sign_in(luc)
    browser.open("/en/manage/consultations/jobs/sessions")
    assert "No session is planned yet" in browser.words()
    browser.open("/en/manage/consultations/jobs/sessions/new")
    browser.submit(**PLAN)
    browser.open(browser.response.headers["Location"])
    assert "Greater Sudbury Public Library" in browser.words()
    browser.open("/fr/manage/consultations/jobs/sessions")
    assert "À la bibliothèque" in browser.words()


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("title_en", "x" * 201, "too long"),
        ("held_on", "soon", "Enter a day"),
        ("catchment", "toronto", "in which you work"),
        ("catchment", "", "in which you work"),
        ("catchment", "atlantis", "in which you work"),
        ("languages", [], "languages that will be spoken"),
        ("languages", ["de"], "languages that will be spoken"),
    ],
)
def test_what_is_wrong_is_told(
    field: str,
    typed: object,
    told: str,
    jobs: Consultation,
    luc: User,
    sign_in: SignIn,
) -> None:
    browser = sign_in(luc)
    browser.open("/en/manage/consultations/jobs/sessions/new")
    browser.submit(status=422, **{**PLAN, field: typed})
    assert told in browser.words()


@pytest.mark.parametrize("page", STAFF_PAGES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_staff_pages_open_for_their_host(
    page: str, language: str, held: FacilitatedSession, luc: User, sign_in: SignIn
) -> None:
    sign_in(luc).open(f"/{language}/manage/sessions/{held.code}{page}")


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_rule_2_a_session_elsewhere_is_not_there(
    page: str, held: FacilitatedSession, theo: User, sign_in: SignIn
) -> None:
    browser = sign_in(theo)
    browser.open(f"/en/manage/sessions/{held.code}{page}", 404)
    browser.open("/en/manage/consultations/jobs/sessions")
    assert "At the library" not in browser.text


def test_rule_2_nobody_notes_or_counts_for_others(
    held: FacilitatedSession, theo: User, sign_in: SignIn
) -> None:
    browser = sign_in(theo)
    browser.open("/en/manage/consultations/jobs/sessions/new")
    note = {"text": "Mine", "language": "en", "key": "k" * 20}
    browser.submit(f"/en/manage/sessions/{held.code}", 404, **note)
    browser.submit(
        f"/en/manage/sessions/{held.code}/attendance", 404, people="3", version="1"
    )
    assert how_many_notes() == 0


def test_the_whole_province_is_for_those_who_see_it(
    jobs: Consultation, odile: User, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(odile)
    browser.open("/en/manage/consultations/jobs/sessions/new")
    browser.submit(**{**PLAN, "catchment": ""})
    address = browser.response.headers["Location"]
    browser.open(address)
    assert "The whole province" in browser.words()
    sign_in(luc).open(address.replace("http://localhost", ""), 404)


def test_a_note_becomes_a_contribution_that_waits(
    held: FacilitatedSession, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    browser.open(f"/en/manage/sessions/{held.code}?language=fr")
    sent = {"text": "  Des autobus\r\nle soir. ", "language": "fr"}
    browser.submit(f"/en/manage/sessions/{held.code}", **sent)
    made = list_notes(held)[0]
    facts = (made.kind, made.channel, made.status, made.language, made.may_quote)
    assert facts == ("note", "session", "pending", "fr", False)
    assert made.text == "Des autobus\nle soir."
    assert made.catchment_id == held.catchment_id
    actions = session().scalars(select(AuditEntry.action))
    assert "sessions.session.noted" in list(actions)


def test_rule_23_a_note_sent_twice_is_one_note(
    held: FacilitatedSession, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    browser.open(f"/en/manage/sessions/{held.code}")
    sent = {**browser.hidden_fields(), "text": "Buses at night.", "language": "en"}
    for _ in range(2):
        answer = browser.client.post(f"/en/manage/sessions/{held.code}", data=sent)
        assert answer.status_code == 303
    assert how_many_notes() == 1


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"text": " \u200b ", "language": "en"}, "Write what was said"),
        ({"text": "x" * 2001, "language": "en"}, "too long"),
        ({"text": "Kept \x00 words", "language": "en"}, "cannot be used"),
        ({"text": "Kept words", "language": "de"}, "the language it was said in"),
    ],
)
def test_a_refused_note_stays_in_its_field(
    sent: dict[str, str],
    told: str,
    held: FacilitatedSession,
    luc: User,
    sign_in: SignIn,
) -> None:
    browser = sign_in(luc)
    browser.open(f"/en/manage/sessions/{held.code}")
    browser.submit(status=422, **sent)
    assert told in browser.words()
    if "Kept" in sent["text"]:
        assert "words" in browser.text.split("<textarea", 1)[1]


def test_no_note_once_it_is_reported(
    held: FacilitatedSession, luc: User, sign_in: SignIn
) -> None:
    for state in ("closed", "reported"):
        advance_consultation(held.consultation, state, by=SYSTEM)
    browser = sign_in(luc)
    browser.open(f"/en/manage/sessions/{held.code}")
    browser.submit(status=409, text="Too late.", language="en")
    assert "while a consultation is open" in browser.words()
    assert "Too late." in browser.text


def test_attendance_is_counted(
    held: FacilitatedSession, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    browser.open(f"/en/manage/sessions/{held.code}")
    address = f"/en/manage/sessions/{held.code}/attendance"
    browser.submit(address, people="23")
    assert fresh(held).attendance == 23
    for status, people, version, told in (
        (409, "40", "1", "Somebody changed this session"),
        (422, "x", "2", "Enter a whole number"),
        (422, "", "2", "Enter a whole number"),
        (422, "1" * 6, "2", "Enter how many people came"),
    ):
        browser.open(f"/en/manage/sessions/{held.code}")
        browser.submit(address, status, people=people, version=version)
        assert told in browser.words()
        assert f'value="{people}"' in browser.text
        assert "Take a note" in browser.words()
    assert fresh(held).attendance == 23
    browser.submit(address, 303, people="24", version="2")
    assert fresh(held).attendance == 24
    browser.open(address, 303)


def test_rule_24_a_stale_edit_shows_both(
    held: FacilitatedSession, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    browser.open(f"/en/manage/sessions/{held.code}/edit")
    count_attendance(held, 5, version=1, by=SYSTEM)
    browser.submit(status=409, **{**PLAN, "title_en": "Mine"})
    assert "At the library" in browser.words()
    assert 'value="Mine"' in browser.text
    browser.submit(**{**PLAN, "title_en": "Mine"})
    assert fresh(held).title.en == "Mine"


def test_the_join_page_needs_no_account(
    held: FacilitatedSession, amina: Browser
) -> None:
    for language in ("en", "fr"):
        amina.open(f"/{language}/sessions/{held.code.lower()}")
        assert '<svg aria-hidden="true"' in amina.text
        assert " style=" not in amina.text
    assert "Set-Cookie" not in amina.response.headers


def test_a_draft_has_no_join_page(app: Flask, browser: Browser) -> None:
    held = a_session(a_draft())
    for page in ("", "/wall", "/wall/now"):
        browser.open(f"/en/sessions/{held.code}{page}", 404)
    browser.open("/en/sessions/NOTTHERE", 404)


def test_only_approved_words_stand_on_the_wall(
    held: FacilitatedSession, amina: Browser
) -> None:
    a_note(held, "Approved words.", status="approved")
    for status in ("pending", "rejected", "hidden", "withdrawn"):
        a_note(held, f"Words that are {status}.", status=status)
    for page in ("/wall", "/wall/now"):
        response = amina.client.get(f"/en/sessions/{held.code}{page}")
        assert "Approved words." in response.text
        assert "Words that are" not in response.text


def test_rule_19_answers_stand_on_the_wall_by_consent_only(
    held: FacilitatedSession, amina: Browser
) -> None:
    an_answer(held, "You may quote this.", may_quote=True)
    an_answer(held, "Not for the wall.", may_quote=False)
    an_answer(held, "From another room.", may_quote=True, code="OTHER")
    text = amina.client.get(f"/en/sessions/{held.code}/wall/now").text
    assert "You may quote this." in text
    assert "Not for the wall." not in text
    assert "From another room." not in text


@pytest.mark.parametrize(("voices", "shown"), [(4, None), (5, "5"), (9, "5")])
def test_rule_17_the_wall_rounds_down_to_five(
    voices: int, shown: str | None, held: FacilitatedSession, amina: Browser
) -> None:
    for number in range(voices):
        a_note(held, f"Note {number}.")
    amina.open(f"/en/sessions/{held.code}/wall")
    if shown is None:
        assert "first voices are on their way" in amina.words()
    else:
        assert f'<p class="wall-number">{shown}</p>' in amina.text


def test_an_unchanged_wall_is_not_sent_again(
    held: FacilitatedSession, client: FlaskClient
) -> None:
    address = f"/en/sessions/{held.code}/wall/now"
    first = client.get(address)
    mark = {"If-None-Match": first.headers["ETag"]}
    again = client.get(address, headers=mark)
    assert (again.status_code, again.data) == (304, b"")
    a_note(held, "Something new.", status="approved")
    changed = client.get(address, headers=mark)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_typed_words_stay_words_everywhere(
    held: FacilitatedSession, luc: User, sign_in: SignIn
) -> None:
    bad = "<script>alert(1)</script>"
    a_note(held, bad, status="approved")
    facts = edit_facts(bad)
    edit_session(fresh(held), facts, version=1, by=SYSTEM)
    browser = sign_in(luc)
    for page in STAFF_PAGES:
        browser.open(f"/en/manage/sessions/{held.code}{page}")
        assert bad not in browser.text
    for page in ("", "/wall", "/wall/now"):
        assert bad not in browser.client.get(f"/en/sessions/{held.code}{page}").text


def edit_facts(text: str) -> SessionFacts:
    return SessionFacts(
        Bilingual(text, text), text, date(2026, 11, 2), "northeast", ("en",)
    )


def test_a_note_is_refused_in_a_draft(app: Flask) -> None:
    with pytest.raises(Closed):
        add_note(a_session(a_draft()), "x", language="en", key="k", by=SYSTEM)


def test_the_summary_is_fit_to_be_handed_out(
    held: FacilitatedSession, luc: User, sign_in: SignIn
) -> None:
    for number in range(6):
        a_note(held, f"Approved {number}.", status="approved")
    a_note(held, "Still waiting.")
    browser = sign_in(luc)
    browser.open(f"/en/manage/sessions/{held.code}/summary")
    words = browser.words()
    assert "Approved 3." in words
    assert "5 voices, rounded down" in words
    assert "Still waiting." not in words
