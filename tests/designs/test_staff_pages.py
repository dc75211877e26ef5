"""The staff pages of designs: who comes in, what is kept of what was typed."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.core.actors import SYSTEM
from engage.core.db import db, session
from engage.core.i18n import Bilingual
from engage.designs import actions, queries
from engage.designs.facts import AboutFacts, AnswerFacts, ElementFacts, TextFacts
from engage.people.models import User
from engage.themes.actions import rename_theme
from tests.factories.designs import (
    RIDES_TEXT,
    a_design,
    element,
    northeast,
    themes_asked,
)
from tests.pages import Browser

SignIn = Callable[[User], Browser]
HOME = "/en/manage/designs/northeast"
TEXT = {
    "text_en": "Rides from day one.",
    "text_fr": "Des déplacements dès le premier jour.",
    "section": "4.2",
    "state": "planned",
    "status_on": "2026-11-01",
}
ANSWER = {
    "verdict": "partly",
    "reason_en": "It costs too much to do at once.",
    "reason_fr": "Tout faire d’un coup coûterait trop cher.",
    "element": "wraparound",
    "section": "4.2",
    "decided_on": "2026-11-01",
}


@pytest.fixture
def place(needs: Consultation) -> Catchment:
    return northeast()


@pytest.fixture
def rides(place: Catchment) -> str:
    return f"{HOME}/themes/{themes_asked(place)['t-rides'].public_id}"


def test_odile_answers_a_theme_and_releases(
    place: Catchment, rides: str, odile: User, sign_in: SignIn
) -> None:
    browser = sign_in(odile)
    browser.open(HOME)
    assert "Themes with an answer: 0 of 2" in browser.words()
    browser.open(f"{HOME}/elements/wraparound")
    browser.submit(**TEXT)
    browser.open(rides)
    browser.submit(**ANSWER)
    browser.open(HOME)
    words = browser.words()
    assert "Themes with an answer: 1 of 2" in words
    assert "It costs too much to do at once." in words
    browser.open(f"{HOME}/release")
    words = browser.words()
    assert "1 theme stays open" in words
    assert f"New {element('wraparound').name.en}" in words
    browser.submit()
    assert browser.open(HOME) is not None
    assert "Release 1 is public" in browser.words()
    browser.open("/fr/manage/designs")
    assert "1 sur 2" in browser.words()


def test_a_theme_leads_to_its_texts(
    place: Catchment, rides: str, odile: User, luc: User, sign_in: SignIn
) -> None:
    theme = themes_asked(place)["t-rides"].public_id
    texts = f"/en/manage/consultations/needs/themes/{theme}"
    for reader, page in ((luc, HOME), (odile, HOME), (odile, rides)):
        browser = sign_in(reader)
        browser.open(page)
        assert f'href="{texts}"' in browser.text
        browser.open(texts)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "page",
    [
        "",
        "/elements",
        "/elements/new",
        "/elements/wraparound",
        "/northeast",
        "/northeast/about",
        "/northeast/elements/wraparound",
        "/northeast/elements/french",
    ],
)
def test_staff_pages_open_for_a_publisher(
    needs: Consultation, odile: User, sign_in: SignIn, language: str, page: str
) -> None:
    a_design(needs)
    sign_in(odile).open(f"/{language}/manage/designs{page}")


@pytest.mark.parametrize(
    "page", ["/about", "/elements/wraparound", "/themes/x", "/release"]
)
def test_rule_1_luc_reads_and_does_not_write(
    needs: Consultation, luc: User, sign_in: SignIn, page: str
) -> None:
    a_design(needs)
    browser = sign_in(luc)
    browser.open(HOME)
    assert "Release this design" not in browser.text
    assert f"{HOME}/about" not in browser.text
    token = browser.hidden_fields()["csrf_token"]
    reply = browser.client.post(f"{HOME}{page}", data={"csrf_token": token})
    assert reply.status_code == 403
    reply = browser.client.post("/en/manage/designs/elements/new", data=TEXT)
    assert reply.status_code == 403


def test_rule_2_the_design_of_elsewhere_is_not_there(
    needs: Consultation, theo: User, sign_in: SignIn
) -> None:
    a_design(needs)
    browser = sign_in(theo)
    browser.open(HOME, 404)
    browser.open("/en/manage/designs")
    assert "Northeast" not in browser.words()


def test_rule_24_a_stale_text_shows_both(
    place: Catchment, odile: User, sign_in: SignIn
) -> None:
    browser, page = sign_in(odile), f"{HOME}/elements/wraparound"
    browser.open(page)
    facts = TextFacts(RIDES_TEXT, section="9")
    actions.write_text(place, element("wraparound"), facts, version=0, by=SYSTEM)
    browser.submit(status=409, **TEXT)
    words = browser.words()
    assert "Rides from day one." in browser.text
    assert "Travel is paid from the first day." in words
    browser.submit(page, **TEXT)
    session().rollback()
    texts = queries.get_design(place).texts
    assert texts[element("wraparound").id].text.en == "Rides from day one."


def test_rule_24_a_stale_answer_shows_both(
    place: Catchment, rides: str, odile: User, sign_in: SignIn
) -> None:
    browser = sign_in(odile)
    browser.open(rides)
    theme = themes_asked(place)["t-rides"]
    actions.answer_theme(
        place, theme, AnswerFacts("open", section="7.7"), version=0, by=SYSTEM
    )
    browser.submit(status=409, **ANSWER)
    assert "7.7" in browser.words()
    assert "It costs too much to do at once." in browser.text
    browser.submit(rides, **ANSWER)


def test_rule_24_a_stale_element_and_description_show_both(
    place: Catchment, odile: User, sign_in: SignIn
) -> None:
    browser, page = sign_in(odile), "/en/manage/designs/elements/french"
    browser.open(page)
    both = Bilingual("French", "Le français")
    facts = ElementFacts(both, both, position=9)
    actions.edit_element(element("french"), facts, version=1, by=SYSTEM)
    browser.submit(status=409, name_en="In French", name_fr="x", position="9")
    assert "Le français" in browser.words()
    assert "In French" in browser.text
    about = f"{HOME}/about"
    browser.open(about)
    actions.describe_design(place, AboutFacts(both, both), version=0, by=SYSTEM)
    browser.submit(status=409, about_en="Others", about_fr="Qui")
    assert "Le français" in browser.words()
    browser.submit(about, about_en="Others", about_fr="Qui")


def test_a_version_that_never_was_is_a_conflict(
    place: Catchment, rides: str, odile: User, sign_in: SignIn
) -> None:
    browser = sign_in(odile)
    for page, typed in ((f"{HOME}/elements/french", TEXT), (rides, ANSWER)):
        browser.open(page)
        browser.submit(status=409, **{**typed, "version": "7"})


def test_what_is_missing_is_told_and_kept(
    rides: str, odile: User, sign_in: SignIn
) -> None:
    browser = sign_in(odile)
    browser.open(rides)
    browser.submit(status=422, **{**ANSWER, "reason_fr": ""})
    assert "Give the reason in both languages." in browser.words()
    assert "It costs too much to do at once." in browser.text
    browser.submit(rides, status=422, **{**ANSWER, "decided_on": "soon"})
    page = f"{HOME}/elements/french"
    browser.open(page)
    browser.submit(status=422, **{**TEXT, "status_on": ""})
    assert "Rides from day one." in browser.text
    facts = {"name_en": "x", "name_fr": "y", "position": "15"}
    browser.open("/en/manage/designs/elements/new")
    browser.submit(status=422, slug="Not So", **facts)
    assert "small letters" in browser.words()
    browser.submit(
        "/en/manage/designs/elements/new", status=409, slug="french", **facts
    )
    assert "address already" in browser.words()


def test_an_element_is_suggested_and_not_chosen(
    place: Catchment, rides: str, odile: User, sign_in: SignIn
) -> None:
    browser = sign_in(odile)
    browser.open(rides)
    assert "It may belong to “Stability and wraparound supports”" in browser.words()
    chosen = [
        option.get("value")
        for option in browser.tree.iter("option")
        if option.get("selected") is not None
    ]
    assert chosen in ([], [""])


def test_a_theme_asked_elsewhere_is_not_there(
    place: Catchment, rides: str, odile: User, sign_in: SignIn
) -> None:
    browser = sign_in(odile)
    browser.open(rides.replace("northeast", "hamilton-niagara"), 404)
    browser.open(f"{HOME}/themes/nothing", 404)
    browser.open(f"{HOME}/elements/nothing", 404)


def test_releasing_half_a_text_is_refused(
    needs: Consultation, odile: User, sign_in: SignIn
) -> None:
    place, browser = a_design(needs), sign_in(odile)
    half = {"text_en": "Only in English.", "state": ""}
    browser.open(f"{HOME}/elements/french")
    browser.submit(**half)
    browser.open(HOME)
    assert "Write in French what it says" in browser.words()
    browser.submit(f"{HOME}/release", status=422)
    assert queries.find_release(place) is None


def test_rule_24_only_what_was_looked_at_is_released(
    needs: Consultation, odile: User, sign_in: SignIn
) -> None:
    place, browser = a_design(needs), sign_in(odile)
    browser.open(f"{HOME}/release")
    said = TextFacts(Bilingual("In both.", "Dans les deux."))
    actions.write_text(place, element("french"), said, version=0, by=SYSTEM)
    browser.submit(status=409)
    assert "The design changed since you looked" in browser.words()
    assert queries.find_release(place) is None
    browser.submit()
    browser.open(f"{HOME}/release")
    assert "Nothing has changed since the last release." in browser.words()


def test_answers_to_themes_that_lost_their_sign_off_are_named(
    needs: Consultation, odile: User, sign_in: SignIn
) -> None:
    place, browser = a_design(needs), sign_in(odile)
    actions.release_design(place, by=SYSTEM)
    theme = themes_asked(place)["t-rides"]
    rename_theme(theme, Bilingual("Rides", "Trajets"), version=theme.version, by=SYSTEM)
    for page in (HOME, f"{HOME}/release"):
        browser.open(page)
        words = browser.words()
        assert "1 answer is left out" in words
        assert "Rides" in words
    assert "Taken out" in words


def test_lists_ask_the_database_a_fixed_number_of_times(
    needs: Consultation, odile: User, sign_in: SignIn
) -> None:
    browser = sign_in(odile)

    def statements(address: str) -> int:
        asked: list[str] = []

        def note(*facts: object) -> None:
            asked.append(str(facts[2]))

        event.listen(db.engine, "before_cursor_execute", note)
        browser.open(address)
        event.remove(db.engine, "before_cursor_execute", note)
        return len(asked)

    place = a_design(needs)
    before = {page: statements(page) for page in ("/en/manage/designs", HOME)}
    for slug in ("french", "rural", "digital", "skills"):
        facts = TextFacts(RIDES_TEXT)
        actions.write_text(place, element(slug), facts, version=0, by=SYSTEM)
    after = {page: statements(page) for page in ("/en/manage/designs", HOME)}
    assert after == before
    assert max(after.values()) < 30
