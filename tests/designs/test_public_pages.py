"""What the public sees of designs: what was released, against what was heard."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from engage.catchments.queries import get_catchment
from engage.consultations.models import Consultation
from engage.core.actors import SYSTEM
from engage.core.config import Settings
from engage.core.db import db
from engage.core.worker import run_waiting_jobs
from engage.designs import actions
from engage.designs.facts import AnswerFacts, TextFacts
from engage.people.models import User
from engage.reports import queries as reports
from engage.reports.actions import press_of, publish_edition
from engage.reports.models import Edition
from engage.reports.verify import arithmetic_faults, differences, verify_folder
from tests.factories.designs import (
    RIDES_TEXT,
    SINCE,
    WHY,
    a_design,
    a_released_design,
    element,
    themes_asked,
)
from tests.pages import Browser
from tests.pdf import pdf_faults

SignIn = Callable[[User], Browser]
PAGE = "/en/designs/northeast"


def latest(needs: Consultation) -> reports.Published:
    return reports.get_latest_report(SYSTEM, needs.slug)


def test_a_working_copy_is_not_public(
    needs: Consultation, amina: Browser, odile: User, sign_in: SignIn
) -> None:
    a_design(needs)
    for browser in (amina, sign_in(odile)):
        browser.open(PAGE, 404)
        browser.open(f"{PAGE}/brief.pdf", 404)
    amina.open("/en/designs/")
    assert "No design is public yet" in amina.words()
    assert "Travel is paid" not in amina.words()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_you_said_we_did(
    needs: Consultation, edition: Edition, amina: Browser, language: str
) -> None:
    a_released_design(needs)
    amina.open(f"/{language}/designs/northeast")
    words = amina.words()
    told = {
        "en": (
            "Still open Learning a trade",
            "You said Getting there",
            "Nobody gets to work without it.",
            "Planned since October 20, 2026",
            "Themes with an answer: 1 of 2.",
            "Travel is paid from the first day.",
        ),
        "fr": (
            "En suspens Apprendre un métier",
            "Vous avez dit Se rendre au travail",
            "Sans cela, personne n’y arrive.",
            "Prévu depuis le 20 octobre 2026",
            "Thèmes avec réponse\u00a0: 1 sur 2.",
            "Les déplacements sont payés dès le début.",
        ),
    }
    for part in told[language]:
        assert " ".join(part.split()) in words
    assert f'href="/{language}/reports/needs#t-rides"' in amina.text
    amina.open(f"/{language}/designs/")
    amina.open(f"/{language}/catchments/northeast")
    assert f'href="/{language}/designs/northeast"' in amina.text


def test_later_work_waits_for_the_next_release(
    needs: Consultation, edition: Edition, amina: Browser
) -> None:
    release = a_released_design(needs)
    place = release.design.catchment
    skills = themes_asked(place)["t-skills"]
    facts = AnswerFacts("not", WHY)
    actions.answer_theme(place, skills, facts, version=0, by=SYSTEM)
    amina.open(PAGE)
    assert "Still open Learning a trade" in amina.words()
    actions.release_design(place, by=SYSTEM)
    amina.open(PAGE)
    assert "Not accepted Nobody gets to work" in amina.words()


def test_a_release_appears_in_a_revision_of_the_report(
    needs: Consultation, edition: Edition, settings: Settings, amina: Browser
) -> None:
    assert latest(needs).document["designs"] is None
    a_released_design(needs)
    assert run_waiting_jobs() == 1
    found = latest(needs)
    assert (found.edition.number, found.edition.revision) == (1, 1)
    before = reports.get_edition(SYSTEM, needs.slug, "1.0").document
    same = dict.fromkeys(("edition", "designs"))
    assert list(differences({**before, **same}, {**found.document, **same})) == []
    place = found.document["designs"]["places"][0]
    assert [row["verdict"] for row in place["answers"]] == ["accepted", ""]
    folder = press_of(settings).folder / found.edition.folder
    assert verify_folder(folder) == []
    amina.open("/en/reports/needs")
    words = amina.words()
    assert "What the system designs answer" in words
    assert "It shows what the system designs answer since then." in words
    amina.open("/en/reports/needs/1.0")
    assert "What the system designs answer" not in amina.words()


def test_the_same_release_makes_one_revision(
    needs: Consultation, edition: Edition
) -> None:
    place = a_released_design(needs).design.catchment
    run_waiting_jobs()
    changed = TextFacts(RIDES_TEXT, "9", "planned", SINCE)
    actions.write_text(place, element("french"), changed, version=0, by=SYSTEM)
    actions.release_design(place, by=SYSTEM)
    run_waiting_jobs()
    run_waiting_jobs()
    assert latest(needs).edition.revision == 2


def test_an_edition_shows_what_was_released_before(
    needs: Consultation, settings: Settings
) -> None:
    a_released_design(needs)
    publish_edition(needs, press_of(settings), by=SYSTEM)
    found = latest(needs)
    assert found.edition.revision == 0
    assert found.document["designs"]["places"][0]["release"] == 1
    run_waiting_jobs()
    assert latest(needs).edition.revision == 0


def test_rule_17_coverage_follows_from_published_figures(
    needs: Consultation, settings: Settings
) -> None:
    a_released_design(needs)
    publish_edition(needs, press_of(settings), by=SYSTEM)
    document = latest(needs).document
    rides, skills = (
        next(
            row["people"]["value"]
            for row in theme["catchments"]
            if row["slug"] == "northeast"
        )
        for theme in document["themes"]
    )
    place = document["designs"]["places"][0]
    assert place["coverage"] == {
        "themes": 2,
        "answered": 1,
        "share": round(rides / (rides + skills), 4),
    }
    assert arithmetic_faults(document) == []
    place["coverage"]["share"] = 0.99
    assert arithmetic_faults(document) == [
        "designs.northeast: the coverage does not follow"
    ]


def test_a_theme_with_a_label_in_no_report_is_not_on_the_page(
    needs: Consultation, amina: Browser
) -> None:
    a_released_design(needs)
    amina.open(PAGE)
    assert "No report speaks of this catchment yet" in amina.words()
    assert "Getting there" not in amina.words()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_brief_is_a_tagged_pdf(
    needs: Consultation, edition: Edition, client: FlaskClient, language: str
) -> None:
    a_released_design(needs)
    address = f"/{language}/designs/northeast/brief.pdf"
    reply = client.get(address)
    assert reply.mimetype == "application/pdf"
    with pikepdf.open(BytesIO(reply.data)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith(language)
        with pdf.open_metadata() as facts:
            assert facts["pdfuaid:part"] == "1"
    assert pdf_faults(reply.data) == []
    assert client.get(address).data == reply.data
    known = client.get(address, headers={"If-None-Match": reply.headers["ETag"]})
    assert (known.status_code, known.data) == (304, b"")


def test_dropped_says_why(
    needs: Consultation, edition: Edition, amina: Browser
) -> None:
    place = a_released_design(needs).design.catchment
    dropped = TextFacts(RIDES_TEXT, "4.2", "dropped", SINCE, WHY)
    wrap = element("wraparound")
    actions.write_text(place, wrap, replace(dropped), version=1, by=SYSTEM)
    actions.release_design(place, by=SYSTEM)
    amina.open(PAGE)
    assert "Dropped since October 20, 2026. Nobody gets to work" in amina.words()


def test_rule_10_what_was_typed_is_text(
    needs: Consultation, edition: Edition, amina: Browser
) -> None:
    place = a_design(needs)
    typed = replace(RIDES_TEXT, en="<b>bold</b> & <script>alert(1)</script>")
    actions.write_text(place, element("french"), TextFacts(typed), version=0, by=SYSTEM)
    actions.release_design(place, by=SYSTEM)
    amina.open(PAGE)
    assert "<script>alert" not in amina.text
    assert "<b>bold</b> & <script>" in amina.words()
    assert amina.client.get(f"{PAGE}/brief.pdf").status_code == 200


def test_the_open_data_holds_the_answers(
    needs: Consultation, settings: Settings
) -> None:
    a_released_design(needs)
    edition = publish_edition(needs, press_of(settings), by=SYSTEM)
    folder = press_of(settings).folder / edition.folder
    assert verify_folder(folder) == []
    with closing(sqlite3.connect(folder / "data.sqlite")) as database:
        rows = database.execute(
            "select t.label_en, a.verdict, a.reason_fr, a.status from design_answers a "
            "join themes t on t.id = a.theme join designs d using (catchment) "
            "order by t.id"
        ).fetchall()
    assert rows == [
        ("Getting there", "accepted", "Sans cela, personne n’y arrive.", "planned"),
        ("Learning a trade", "", "", ""),
    ]


def test_the_province_asks_the_database_a_fixed_number_of_times(
    needs: Consultation, edition: Edition, amina: Browser
) -> None:
    def statements() -> int:
        asked: list[object] = []

        def note(*facts: object) -> None:
            asked.append(facts)

        event.listen(db.engine, "before_cursor_execute", note)
        amina.open("/en/designs/")
        event.remove(db.engine, "before_cursor_execute", note)
        return len(asked)

    a_released_design(needs)
    before = statements()
    for slug in ("toronto", "ottawa"):
        place = get_catchment(SYSTEM, slug)
        facts = TextFacts(RIDES_TEXT)
        actions.write_text(place, element("rural"), facts, version=0, by=SYSTEM)
        actions.release_design(place, by=SYSTEM)
    assert statements() == before
