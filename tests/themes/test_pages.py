"""The workbench: its pages in both languages, its forms, and who may use them."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select, update

from engage.consultations.models import Consultation
from engage.core.actors import SYSTEM
from engage.core.db import db, session, transaction
from engage.core.i18n import Bilingual
from engage.people.models import User
from engage.themes import actions, queries
from engage.themes.models import Theme
from tests.factories.contributions import a_consultation
from tests.factories.themes import (
    BENCH,
    at,
    largest,
    texts_of,
)
from tests.pages import Browser

SignIn = Callable[[User], Browser]


@pytest.fixture
def template(with_themes: str) -> str:
    return with_themes


@pytest.fixture
def consultation(app: Flask) -> Consultation:
    del app
    return session().scalars(select(Consultation)).one()


def again(theme: Theme) -> Theme:
    session().rollback()
    session().expire_all()
    return session().get_one(Theme, theme.id)


def send(
    browser: Browser, theme: Theme, door: str, status: int = 303, **data: Any
) -> None:
    """Send one of the forms of a theme's page."""
    browser.open(at(theme))
    fields = {"version": again(theme).version, **data}
    browser.submit(at(theme, door), status, **fields)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_pages_open_in_both_languages(
    consultation: Consultation, luc: User, sign_in: SignIn, language: str
) -> None:
    theme = largest(consultation)
    actions.pin_contributions(
        texts_of(theme), origin=theme, version=theme.version, by=SYSTEM
    )
    browser = sign_in(luc)
    bench = f"/{language}/manage/consultations/jobs/themes"
    for address in (
        f"/{language}/manage/themes",
        bench,
        f"{bench}/loose",
        f"{bench}/history",
        f"{bench}/{theme.public_id}",
        f"{bench}/{queries.list_rows(consultation.id)[0].parts[0].theme.public_id}",
    ):
        browser.open(address)
        assert "\u00a0" not in browser.words() or language == "fr"


def test_the_workbench_shows_names_counts_and_how_sure(
    consultation: Consultation, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    browser.open(BENCH)
    row = queries.list_rows(consultation.id)[0]
    words = browser.words()
    assert row.theme.label.en in words
    assert f"{row.texts} texts, {row.voices} voices" in words
    assert "for staff and not for publication" in words
    assert any(w in words for w in ("Robust", "Tentative", "Fragile"))


def test_a_theme_shows_its_texts_and_the_words_that_put_them_there(
    consultation: Consultation, luc: User, sign_in: SignIn
) -> None:
    theme = largest(consultation)
    browser = sign_in(luc)
    browser.open(at(theme))
    placed = queries.list_placed(luc.actor, theme, 1)[0]
    terms = {
        "".join(item.itertext())
        for item in browser.tree.iter("span")
        if item.get("class") == "term"
    }
    assert terms
    assert placed[0].words[0] in browser.words()


def test_rule_2_texts_of_other_catchments_are_not_shown(
    consultation: Consultation, luc: User, sign_in: SignIn
) -> None:
    theme = largest(consultation)
    browser = sign_in(luc)
    browser.open(at(theme))
    mine = {
        i.contribution.public_id for i in queries.list_placed(luc.actor, theme, 1)[0]
    }
    shown = {
        i.get("value") for i in browser.tree.iter("input") if i.get("name") == "text"
    }
    assert shown == mine
    everyone = queries.list_placed(SYSTEM, theme, 1)[1]
    assert queries.list_placed(luc.actor, theme, 1)[1] < everyone


def test_rule_2_a_theme_is_found_in_its_own_consultation_only(
    consultation: Consultation, luc: User, sign_in: SignIn
) -> None:
    a_consultation("elsewhere")
    theme = largest(consultation)
    address = f"/en/manage/consultations/elsewhere/themes/{theme.public_id}"
    sign_in(luc).open(address, 404)


def test_rule_1_nobody_comes_in_without_signing_in(
    consultation: Consultation, browser: Browser
) -> None:
    theme = largest(consultation)
    for address in (BENCH, at(theme), "/en/manage/themes"):
        browser.open(address, 302)


def test_renaming_a_theme(
    consultation: Consultation, luc: User, sign_in: SignIn
) -> None:
    theme = largest(consultation)
    browser = sign_in(luc)
    send(browser, theme, "/name", label_en="Roads", label_fr="Routes")
    assert again(theme).label == Bilingual("Roads", "Routes")
    browser.open(at(theme))
    assert "The name is saved." in browser.words()


def test_a_name_that_is_missing_is_asked_for_again(
    consultation: Consultation, luc: User, sign_in: SignIn
) -> None:
    theme = largest(consultation)
    browser = sign_in(luc)
    told = {"label_en": "", "label_fr": "", "description_en": "They wait too long."}
    send(browser, theme, "/name", 422, **told)
    assert "Write a name." in browser.words()
    assert "They wait too long." in browser.words()


def test_rule_24_a_stale_name_shows_both(
    consultation: Consultation, luc: User, sign_in: SignIn
) -> None:
    theme = largest(consultation)
    browser = sign_in(luc)
    browser.open(at(theme))
    seen = theme.version
    actions.rename_theme(theme, Bilingual("Buses", "Bus"), version=seen, by=SYSTEM)
    mine = {"label_en": "My roads", "label_fr": "Mes routes"}
    browser.submit(at(theme, "/name"), 409, version=seen, **mine)
    assert "Buses" in browser.words()
    values = {i.get("value") for i in browser.tree.iter("input")}
    assert {"My roads", "Mes routes"} <= values
    browser.submit(at(theme, "/name"), **{**browser.hidden_fields(), **mine})
    assert again(theme).label.en == "My roads"


def test_rule_12_an_expired_token_keeps_what_was_typed(
    consultation: Consultation, luc: User, sign_in: SignIn
) -> None:
    theme = largest(consultation)
    browser = sign_in(luc)
    typed = {"label_en": "Roads", "label_fr": "Routes", "csrf_token": "old"}
    send(browser, theme, "/name", 422, **typed)
    assert "What you typed is still here" in browser.words()
    assert again(theme).label.en != "Roads"


def test_rule_10_what_a_person_wrote_is_never_markup(
    consultation: Consultation, luc: User, sign_in: SignIn
) -> None:
    theme = largest(consultation)
    browser = sign_in(luc)
    evil = "<script>alert(1)</script>"
    send(browser, theme, "/name", label_en=evil, label_fr=evil)
    for address in (BENCH, at(theme), f"{BENCH}/history"):
        browser.open(address)
        assert "<script>alert" not in browser.text


def test_signing_off_unread_says_so_at_the_box(
    consultation: Consultation, odile: User, sign_in: SignIn
) -> None:
    theme = largest(consultation)
    with transaction() as current:
        current.execute(update(Theme).values(stability=0.2))
    browser = sign_in(odile)
    send(browser, theme, "/sign-off", 422)
    assert "in both languages first" in browser.words()
    names = {"label_en": "Roads", "label_fr": "Routes"}
    send(browser, theme, "/name", **names)
    send(browser, theme, "/sign-off", 422)
    assert "confirm that they belong together" in browser.words()
    box = browser.tree.find(".//input[@name='is_read']")
    assert box is not None
    assert box.get("aria-invalid") == "true"
    send(browser, theme, "/sign-off", is_read="y")
    assert again(theme).is_signed_off


def test_only_publishers_sign_off(
    consultation: Consultation, luc: User, odile: User, sign_in: SignIn
) -> None:
    theme = largest(consultation)
    actions.rename_theme(
        theme, Bilingual("Roads", "Routes"), version=theme.version, by=SYSTEM
    )
    browser = sign_in(luc)
    browser.open(at(theme))
    assert "Sign off" not in browser.words()
    send(browser, theme, "/sign-off", 403, is_read="y")
    send(sign_in(odile), theme, "/sign-off", is_read="y")
    assert again(theme).signed_off_by == "Odile"


def test_merging_promoting_and_taking_out(
    consultation: Consultation, luc: User, sign_in: SignIn
) -> None:
    one, other = largest(consultation), largest(consultation, 1)
    browser = sign_in(luc)
    send(browser, other, "/merge", into=one.public_id)
    assert again(other).merged_into_id == one.id
    browser.open(at(other))
    assert "merged into another one" in browser.words()
    part = next(p for r in queries.list_rows(consultation.id) for p in r.parts).theme
    send(browser, part, "/promote")
    assert again(part).parent_id is None
    send(browser, one, "/state")
    assert again(one).state == "excluded"
    browser.open(at(one))
    assert "never published" in browser.words()
    send(browser, one, "/state")
    assert again(one).state == "active"


def test_arranging_texts(
    consultation: Consultation, luc: User, sign_in: SignIn
) -> None:
    theme, target = largest(consultation), largest(consultation, 1)
    browser = sign_in(luc)
    texts = [
        item.contribution.public_id
        for item in queries.list_placed(luc.actor, theme, 1)[0]
    ]
    send(browser, theme, "/texts", text=texts[0], verb="pin", to=target.public_id)
    send(browser, theme, "/texts", text=texts[1], verb="exclude", to=target.public_id)
    send(browser, theme, "/texts", text=texts[2:4], verb="move", to=target.public_id)
    made = {"new_en": "Sidewalks", "new_fr": "Trottoirs"}
    send(
        browser,
        theme,
        "/texts",
        text=texts[4],
        verb="split",
        to=target.public_id,
        **made,
    )
    kinds = [edit.kind for edit in queries.list_edits(consultation.id)]
    assert kinds == ["split", "moved", "taken_out", "pinned"]
    browser.open(f"{BENCH}/history")
    assert "Texts moved" in browser.words()
    browser.open(BENCH)
    browser.submit(f"{BENCH}/undo")
    kinds = [edit.kind for edit in queries.list_edits(consultation.id)]
    assert kinds[0] == "undo"


def test_rule_31_odd_forms_are_refused_not_broken(
    consultation: Consultation, luc: User, sign_in: SignIn
) -> None:
    theme, target = largest(consultation), largest(consultation, 1)
    browser = sign_in(luc)
    send(browser, theme, "/texts", 422, verb="move", to=target.public_id)
    send(browser, theme, "/texts", 404, verb="move", to="nowhere", text="x")
    send(browser, theme, "/texts", 422, text="x", verb="burn", to=target.public_id)
    send(browser, theme, "/texts", 404, text="x", verb="pin", to=target.public_id)
    send(browser, theme, "/merge", 404, into="nowhere")
    for version in ("", "many", "-1", "9" * 30):
        send(browser, theme, "/state", 422, version=version)
    for edit, status in (("last", 422), ("999", 409)):
        browser.open(BENCH)
        browser.submit(f"{BENCH}/undo", status, edit=edit)


def test_rule_12_get_changes_nothing(
    consultation: Consultation, luc: User, sign_in: SignIn
) -> None:
    theme = largest(consultation)
    client = sign_in(luc).client
    for door in ("/merge", "/promote", "/state", "/texts", "/sign-off", "/name"):
        assert client.get(at(theme, door)).status_code == 405
    for door in ("/find", "/undo"):
        assert client.get(BENCH + door).status_code in {404, 405}
    assert again(theme).version == theme.version


def test_a_long_list_of_themes_asks_few_questions(
    consultation: Consultation, luc: User, sign_in: SignIn, app: Flask
) -> None:
    browser = sign_in(luc)
    browser.open(BENCH)
    asked: list[str] = []
    event.listen(
        db.engine, "before_cursor_execute", lambda *args: asked.append(args[2])
    )
    browser.open(BENCH)
    assert len([line for line in asked if line.startswith("SELECT")]) <= 22
