"""Discussions as staff set them up: a list, a new one, a change."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from engage.consultations.actions import advance_consultation
from engage.consultations.models import Consultation
from engage.core.actors import SYSTEM
from engage.core.audit import AuditEntry
from engage.core.db import session
from engage.core.i18n import Bilingual
from engage.people.models import User
from engage.threads.actions import ThreadFacts, edit_thread
from engage.threads.queries import find_thread
from tests.factories.threads import a_comment, a_consultation, a_thread
from tests.pages import Browser

SignIn = Callable[[User], Browser]
LIST = "/en/manage/consultations/rides/threads"
NEW = {
    "title_en": "Rides",
    "title_fr": "Trajets",
    "prompt_en": "How do you get to work?",
    "prompt_fr": "Comment allez-vous au travail ?",
    "slug": "rides-to-work",
    "moderation": "post",
}
CHANGED = {**NEW, "moderation": "flags"}
del CHANGED["slug"]


@pytest.fixture
def rides(app: object) -> Consultation:
    return a_consultation(catchments=("northeast",))


def test_luc_opens_a_discussion_and_changes_it(
    rides: Consultation, luc: User, sign_in: SignIn, browser: Browser
) -> None:
    his = sign_in(luc)
    his.open("/en/manage/consultations/rides")
    assert LIST in his.text
    his.open(LIST)
    assert "No discussion yet" in his.words()
    his.open(f"{LIST}/new")
    his.submit(**NEW)
    browser.open("/fr/threads/rides-to-work")
    assert "Comment allez-vous au travail ?" in browser.words()
    a_comment(find_thread("rides-to-work"), "By bus.")
    his.open("/fr/manage/consultations/rides/threads")
    assert "1 commentaire affiché" in his.words()

    his.open("/en/manage/threads/rides-to-work")
    assert "How do you get to work?" in his.text
    his.submit(**{**CHANGED, "prompt_en": "How do you travel?"})
    thread = fresh("rides-to-work")
    assert (thread.prompt.en, thread.moderation) == ("How do you travel?", "flags")
    assert thread.title == Bilingual("Rides", "Trajets")
    assert thread.catchment_id == rides.catchments[0].id
    actions = session().scalars(select(AuditEntry.action)).all()
    assert {"threads.thread.created", "threads.thread.edited"} <= set(actions)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("title_fr", "", "in both languages"),
        ("prompt_en", "\u200b", "in both languages"),
        ("prompt_en", "x" * 2001, "too long"),
        ("slug", "Rides To Work", "small letters"),
        ("slug", "new", "small letters"),
        ("slug", "x" * 61, "small letters"),
        ("catchment", "toronto", "one of the catchments in the list"),
        ("moderation", "never", "Choose one of these"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    field: str,
    typed: str,
    told: str,
    rides: Consultation,
    luc: User,
    sign_in: SignIn,
) -> None:
    his = sign_in(luc)
    his.open(f"{LIST}/new")
    his.submit(status=422, **{**NEW, field: typed})
    assert told in his.words()
    kept = "title_en" if field != "title_en" else "title_fr"
    assert f'value="{NEW[kept]}"' in his.text


def test_rule_23_an_address_is_taken_once(
    rides: Consultation, luc: User, sign_in: SignIn
) -> None:
    a_thread(rides, "rides-to-work")
    his = sign_in(luc)
    his.open(f"{LIST}/new")
    his.submit(status=409, **NEW)
    assert "There is a thread with this address already" in his.words()


def test_rule_24_a_stale_change_shows_both(
    rides: Consultation, luc: User, sign_in: SignIn
) -> None:
    thread = a_thread(rides)
    his = sign_in(luc)
    his.open("/en/manage/threads/buses")
    facts = ThreadFacts("buses", Bilingual("A", "B"), Bilingual("Why?", "Pourquoi ?"))
    edit_thread(thread, facts, version=1, by=SYSTEM)
    his.submit(status=409, **{**CHANGED, "prompt_en": "Mine"})
    assert "Why?" in his.words()
    assert "Mine" in his.text
    his.submit(**{**CHANGED, "prompt_en": "Mine"})
    assert fresh("buses").prompt.en == "Mine"


def test_rule_02_elsewhere_it_is_not_there(
    rides: Consultation, luc: User, theo: User, sign_in: SignIn
) -> None:
    a_thread(rides)
    wide = a_consultation("wide")
    a_thread(wide, "trains")
    his = sign_in(theo)
    for page in (LIST, f"{LIST}/new", "/en/manage/threads/buses"):
        his.open(page, 404)
    # Held in two catchments: who works in one of them reads it, and changes nothing.
    his = sign_in(luc)
    his.open("/en/manage/consultations/wide/threads")
    assert "Open a discussion" not in his.words()
    his.open("/en/manage/consultations/wide/threads/new", 403)
    his.open("/en/manage/threads/trains", 403)


def test_nothing_is_opened_once_it_is_reported(
    rides: Consultation, luc: User, sign_in: SignIn
) -> None:
    his = sign_in(luc)
    his.open(f"{LIST}/new")
    for state in ("closed", "reported"):
        advance_consultation(rides, state, by=SYSTEM)
    his.submit(status=409, **NEW)
    assert "This consultation is reported" in his.words()


def test_the_place_of_a_discussion_is_not_asked_of_people(
    app: object, browser: Browser
) -> None:
    wide = a_consultation("wide")
    a_thread(wide, "here", catchment="northeast")
    a_thread(wide, "anywhere")
    browser.open("/en/threads/anywhere")
    assert 'name="catchment"' in browser.text
    browser.open("/en/threads/here")
    assert 'name="catchment"' not in browser.text


def fresh(slug: str):
    session().rollback()
    session().expire_all()
    return find_thread(slug)
