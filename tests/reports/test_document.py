"""The report as data: counts disclosed, both languages, sentences that are right."""

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from engage.contributions.models import Contribution
from engage.core.db import transaction
from engage.core.disclosure import Disclosure
from engage.core.i18n import Bilingual
from engage.people.models import User
from engage.reports.document import (
    blocks,
    build_document,
    changed_people,
    checklist,
    folded_themes,
    marks_of,
)
from engage.reports.document.wording import day, number, of_place, percent, pictured
from engage.reports.queries import Material, gather_material
from engage.surveys.models import Response
from engage.themes.actions import rename_theme, sign_off_theme
from engage.themes.models import Theme
from engage.themes.queries import list_themes
from tests.factories.reports import a_bare_consultation, reportable

RULES = Disclosure(b"a key")
TODAY = date(2026, 11, 2)


def drafted(material: Material) -> dict[str, Any]:
    return build_document(
        material, RULES, number=1, published_on=TODAY, is_interim=True
    )


@pytest.fixture
def material(app: Flask) -> Material:
    return gather_material(reportable())


@pytest.fixture
def document(material: Material) -> dict[str, Any]:
    return drafted(material)


def figures(part: Any) -> list[dict[str, Any]]:
    if isinstance(part, list):
        return [one for item in part for one in figures(item)]
    if not isinstance(part, dict):
        return []
    is_figure = set(part) == {"value"} or {"withheld", "below"} <= set(part)
    own = [part] if is_figure else []
    return own + [one for item in part.values() for one in figures(item)]


def test_rule_17_every_figure_is_rounded_or_withheld(document: dict[str, Any]) -> None:
    values = [one["value"] for one in figures(document)]
    assert len(values) > 30
    assert all(value is None or (value >= 10 and value % 5 == 0) for value in values)


def test_rule_17_a_thin_catchment_shows_nothing(document: dict[str, Any]) -> None:
    rows = {row["slug"]: row for row in document["who"]["catchments"]}
    assert rows["ottawa"]["people"] == {"value": None, "withheld": "small", "below": 10}
    for theme in document["themes"]:
        there = next(row for row in theme["catchments"] if row["slug"] == "ottawa")
        assert there["people"]["withheld"] == "small_or_nearly_all"
        assert there["share"] is None


def test_it_says_who_took_part(document: dict[str, Any]) -> None:
    who = document["who"]
    assert abs(who["people"]["value"] - 109) < 5
    assert [row["slug"] for row in who["catchments"]] == [
        "northeast", "toronto", "ottawa", None,
    ]  # fmt: skip
    assert {row["id"] for row in who["languages"]} == {"en", "fr"}
    assert [row["id"] for row in who["channels"]] == ["web"]


def test_themes_are_ordered_by_their_rounded_size(document: dict[str, Any]) -> None:
    assert [theme["id"] for theme in document["themes"]] == ["t-rides", "t-skills"]
    rides = document["themes"][0]
    assert abs(rides["people"]["value"] - 73) < 5
    part, whole = rides["people"]["value"], document["who"]["writers"]["value"]
    assert rides["share"]["value"] == round(part / whole, 4)
    assert rides["stability"] == "robust"
    assert document["themes"][1]["stability"] == "tentative"
    assert rides["keywords"] == {"en": ["bus"], "fr": ["autobus"]}


def test_themes_nobody_vouches_for_are_counted_but_not_named(
    material: Material, document: dict[str, Any]
) -> None:
    assert "Child care" not in str(document)
    assert document["other_themes"]["themes"] == 1
    assert abs(document["other_themes"]["people"]["value"] - 21) < 5
    (folded,) = folded_themes(material, None)
    assert (folded.name, folded.falls_out) == ("Child care", False)


def test_rule_19_only_cleared_words_with_consent_are_quoted(
    material: Material, document: dict[str, Any]
) -> None:
    quotable = {text.public_id for text in material.texts.values() if text.is_quotable}
    quotes = [quote for theme in document["themes"] for quote in theme["quotes"]]
    assert quotes
    assert {quote["id"] for quote in quotes} <= quotable
    assert {quote["catchment"] for quote in quotes} <= {"northeast", "toronto", None}


def test_a_ranking_and_a_scale_are_counted(document: dict[str, Any]) -> None:
    ranking, scale = document["questions"]
    assert ranking["measure"] == "first_three"
    assert abs(ranking["answered"]["value"] - 109) < 5
    first = {row["id"]: row["people"] for row in ranking["options"]}
    assert abs(first["rides"]["value"] - 73) < 5
    assert first["skills"]["withheld"] == "small_or_nearly_all"
    assert [row["id"] for row in scale["options"]] == ["1", "2", "3"]
    assert abs(scale["unknown"]["value"] - 15) < 5
    assert 1 < scale["mean"] < 3


def test_the_summary_says_what_the_figures_say(document: dict[str, Any]) -> None:
    english = " ".join(sentence["en"] for sentence in document["summary"])
    french = " ".join(sentence["fr"] for sentence in document["summary"])
    people = document["who"]["people"]["value"]
    assert f"About {people} people took part from October 1, 2026" in english
    assert (
        f"Environ {people} personnes ont participé du 1er\u00a0octobre 2026" in french
    )
    share = document["themes"][0]["share"]
    assert (
        f"({percent(share['value']).en}, between {percent(share['low']).en}" in english
    )
    assert "«\u00a0Se rendre au travail\u00a0»" in french
    assert 4 <= len(document["summary"]) <= 7
    assert not re.search(r" [:»%]|« ", french)


def test_a_catchment_that_stands_out_is_named(app: Flask) -> None:
    material = gather_material(reportable(northeast=120, toronto=120))
    rides = next(item for item in material.themes if item.theme.key == "t-rides")
    places = {p.voice: p.catchment for p in material.people.values()}
    elsewhere = [m for m in rides.members if places[m.voice] != "northeast"]
    kept = {m.contribution_id for m in elsewhere[:20]}
    thinned = type(rides)(
        rides.theme,
        rides.parts,
        tuple(
            m
            for m in rides.members
            if places[m.voice] == "northeast" or m.contribution_id in kept
        ),
    )
    themes = tuple(thinned if one is rides else one for one in material.themes)
    document = drafted(Material(**{**vars(material), "themes": themes}))
    told = " ".join(s["fr"] for s in document["summary"])
    assert (
        "Dans la région désignée du Nord-Est, «\u00a0Se rendre au travail\u00a0»"
        in told
    )


def test_nothing_can_be_published_of_nothing(app: Flask) -> None:
    consultation = a_bare_consultation()
    found = blocks(gather_material(consultation), RULES)
    assert [words.split()[0] for words in found] == ["Wait", "Find"]
    assert drafted(gather_material(consultation))["summary"] == []


def test_a_missing_title_blocks_and_is_named(app: Flask) -> None:
    consultation = reportable()
    with transaction() as current:
        theme = current.query(Theme).filter_by(key="t-rides").one()
        theme.label = Bilingual("Getting there", "")
    found = blocks(gather_material(consultation), RULES)
    assert found == ["Write the French title of “Getting there”."]


def test_without_a_theme_vouched_for_there_is_no_report(app: Flask) -> None:
    consultation = reportable()
    with transaction() as current:
        for theme in current.query(Theme):
            theme.signed_off_at = None
    found = blocks(gather_material(consultation), RULES)
    assert found == ["Sign off at least one theme, so that it may be named."]


def test_rule_18_changes_are_counted_by_people(material: Material) -> None:
    now = marks_of(material, RULES)
    assert len(now) == 109
    before = dict(now)
    gone, other = list(now)[:2]
    del before[gone]
    before[other] = "something else"
    assert changed_people(before, now) == 2
    assert changed_people(now, now) == 0


def test_marks_say_nothing_without_the_key(material: Material) -> None:
    marks = marks_of(material, RULES)
    assert not marks.keys() & marks_of(material, Disclosure(b"another")).keys()
    assert not any(voice in str(marks) for voice in material.people)


@pytest.mark.parametrize(
    ("share", "english", "french"),
    [
        (0.02, "fewer than 1 in 20 people", "moins d’une personne sur\u00a020"),
        (0.24, "about 1 in 4 people", "environ 1\u00a0personne sur\u00a04"),
        (0.66, "about 2 in 3 people", "environ 2\u00a0personnes sur\u00a03"),
        (0.5, "about half of the people", "environ la moitié des personnes"),
    ],
)
def test_shares_in_words(share: float, english: str, french: str) -> None:
    assert pictured(share).words == Bilingual(english, french)


@pytest.mark.parametrize(
    ("share", "french"),
    [
        (0.02, "moins d’une sur\u00a020"),
        (0.24, "environ 1 sur\u00a04"),
        (0.66, "environ 2 sur\u00a03"),
        (0.5, "environ la moitié"),
    ],
)
def test_shares_in_short_french_words(share: float, french: str) -> None:
    assert pictured(share).short_french == french


def test_french_writes_numbers_days_and_places_its_own_way() -> None:
    assert number(1234) == Bilingual("1,234", "1\u00a0234")
    assert day(date(2026, 5, 1)).fr == "1er\u00a0mai 2026"
    assert day(date(2026, 5, 11)).fr == "11\u00a0mai 2026"
    assert of_place("Ottawa") == "d’Ottawa"
    assert of_place("Nord-Est") == "du Nord-Est"
    assert of_place("Halton") == "de Halton"


def test_a_theme_that_changed_after_its_sign_off_is_missed_in_the_preview(
    app: Flask, odile: User
) -> None:
    consultation = reportable()
    theme = next(t for t in list_themes(consultation.id) if t.key == "t-care")
    signed = sign_off_theme(theme, version=theme.version, by=odile.actor, is_read=True)
    assert folded_themes(gather_material(consultation), None) == []
    published = {"themes": [{"id": "t-care"}]}
    again = Bilingual("Care of children", "La garde des enfants")
    rename_theme(signed, again, version=signed.version, by=odile.actor)
    material = gather_material(consultation)
    (missed,) = folded_themes(material, None)
    assert (missed.name, missed.has_lapsed, missed.was_named) == (again.en, True, False)
    (missed,) = folded_themes(material, published)
    assert missed.was_named
    assert missed.falls_out


def test_a_theme_that_takes_an_answer_with_it_is_named(app: Flask) -> None:
    material = gather_material(reportable())
    (quiet,) = folded_themes(material, None)
    (missed,) = folded_themes(material, None, {"t-care"})
    assert (quiet.falls_out, missed.falls_out) == (False, True)
    assert missed.is_answered


def test_the_checks_tell_what_is_done_and_what_is_not(
    app: Flask, material: Material, document: dict[str, Any]
) -> None:
    checks = checklist(material, document, RULES, "")
    assert len(checks) == 6
    assert not any(check.problems or check.doubts for check in checks)
    document["themes"][0]["quotes"][0]["text"] = (
        "Call me at 705-555-0123, my name is Jo."
    )
    unready = checklist(material, document, RULES, "Too little changed.")
    assert unready[4].problems == ("Too little changed.",)
    (doubt,) = unready[3].doubts
    assert "705-555-0123" in doubt


def test_every_week_has_a_row_even_where_nobody_came(app: Flask) -> None:
    consultation = reportable()
    with transaction() as current:
        late = current.scalars(select(Response).order_by(Response.id).limit(20)).all()
        for response in late:
            response.received_on = date(2026, 10, 21)
            current.execute(
                update(Contribution)
                .where(Contribution.voice == response.voice)
                .values(received_on=response.received_on)
            )
    weeks = drafted(gather_material(consultation))["who"]["weeks"]
    assert [row["id"] for row in weeks] == ["2026-10-05", "2026-10-12", "2026-10-19"]
    first, none, last = (row["people"] for row in weeks)
    assert first["value"] in {85, 90}
    assert none == {"value": None, "withheld": "small", "below": 10}
    assert last == {"value": 20}


def test_rule_21_a_campaign_is_shown_both_ways_and_hides_nobody(app: Flask) -> None:
    consultation = reportable()
    plain = drafted(gather_material(consultation))["themes"][0]
    assert plain["campaigns_once"] is None
    themes = gather_material(consultation).themes
    chosen = next(item for item in themes if item.theme.key == plain["id"])
    alike = [member.contribution_id for member in chosen.members]
    with transaction() as current:
        marked = update(Contribution).where(Contribution.id.in_(alike))
        current.execute(marked.values(campaign="c-1"))
    again = drafted(gather_material(consultation))["themes"][0]
    assert again["id"] == plain["id"]
    assert again["people"] == plain["people"]
    assert again["campaigns_once"]["people"]["value"] is None, "one voice is too few"
