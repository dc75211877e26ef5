"""The pages of reports: what is published, its files, the preview."""

import json
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.consultations.actions import advance_consultation
from engage.consultations.models import Consultation
from engage.core.actors import SYSTEM
from engage.core.db import session
from engage.core.worker import run_waiting_jobs
from engage.people.models import User
from engage.reports import actions
from engage.reports.actions import press_of
from engage.reports.models import Edition
from engage.surveys.queries import list_surveys
from tests.factories.reports import Crowd, a_bare_consultation, reportable
from tests.pages import Browser

SignIn = Callable[[User], Browser]
PREVIEW = "/en/manage/consultations/needs/report"


@pytest.fixture
def published(needs: Consultation, edition: Edition) -> Consultation:
    return needs


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_report_can_be_read(
    published: Consultation, browser: Browser, language: str
) -> None:
    browser.open(f"/{language}/reports/needs")
    words = browser.words()
    title = {"en": "Getting there", "fr": "Se rendre au travail"}[language]
    assert title in words
    assert "t-care" not in browser.text
    assert {"en": "fewer than 10", "fr": "moins de 10"}[language] in words
    assert browser.response is not None
    assert len(browser.response.data) < 120_000
    assert "Set-Cookie" not in browser.response.headers


def test_an_edition_has_its_own_address(
    published: Consultation, browser: Browser
) -> None:
    browser.open("/en/reports/needs/1")
    browser.open("/en/reports/needs/2", status=404)
    browser.open("/en/reports/needs/1.1", status=404)
    browser.open("/en/reports/nothing", status=404)


def test_an_earlier_edition_points_to_the_latest(
    app: Flask, published: Consultation, browser: Browser
) -> None:
    crowd = Crowd(published, list_surveys(published.id)[0], number=500)
    crowd.add({"toronto": 12}, channel="paper")
    press = press_of(app.config["SETTINGS"])
    actions.publish_edition(published, press, by=SYSTEM)
    browser.open("/en/reports/needs/1")
    assert "There is a later edition" in browser.words()
    browser.open("/en/reports/needs")
    assert "edition 2" in browser.words()
    assert "On paper" in browser.words()


def test_the_page_is_not_sent_twice(
    published: Consultation, client: FlaskClient
) -> None:
    for address in (
        "/en/reports/needs",
        "/en/province",
        "/en/reports/needs/1/data.csv",
    ):
        first = client.get(address, headers={"Accept-Encoding": "br"})
        again = client.get(
            address,
            headers={"If-None-Match": first.headers["ETag"], "Accept-Encoding": "br"},
        )
        assert first.status_code == 200
        assert "max-age=60" in first.headers["Cache-Control"]
        assert again.status_code == 304


def test_the_files_are_handed_out(published: Consultation, client: FlaskClient) -> None:
    kinds = {
        "data.csv": "text/csv",
        "data.json": "application/json",
        "data.sqlite": "application/vnd.sqlite3",
        "manifest.json": "application/json",
        "themes.fr.svg": "image/svg+xml",
        "report.pdf": "application/pdf",
    }
    for name, kind in kinds.items():
        reply = client.get(f"/fr/reports/needs/1/{name}")
        assert (reply.status_code, reply.mimetype) == (200, kind)
    document = json.loads(client.get("/en/reports/needs/1/data.json").data)
    assert document["schema"] == "engage.report/1"


@pytest.mark.parametrize(
    "name", ["other.csv", "..%2f..%2fsecret.key", ".lock", "data.json/x", "x.en.svg"]
)
def test_no_other_file_is_handed_out(
    published: Consultation, client: FlaskClient, name: str
) -> None:
    assert client.get(f"/en/reports/needs/1/{name}").status_code == 404


def test_what_is_not_published_is_not_there(app: Flask, browser: Browser) -> None:
    reportable()
    browser.open("/en/reports/needs", status=404)
    browser.open("/en/reports/")
    assert "Nothing has been published yet" in browser.words()
    browser.open("/fr/province")
    assert "Rien n’a encore été publié" in browser.words()


def test_the_province_sees_the_catchments_side_by_side(
    published: Consultation, browser: Browser
) -> None:
    browser.open("/en/province")
    assert "Northeast" in browser.words()
    assert "Share of the people who wrote in each catchment" in browser.words()


def test_odile_previews_and_publishes(
    app: Flask, sign_in: SignIn, odile: User, browser: Browser
) -> None:
    reportable()
    desk = sign_in(odile)
    desk.open("/en/manage/reports")
    assert "What people need" in desk.words()
    desk.open(PREVIEW)
    assert "This is a preview of edition 1" in desk.words()
    assert "Child care" in desk.words()
    desk.open(f"{PREVIEW}/publish")
    assert "Publish edition 1?" in desk.words()
    assert "texts in their authors’ words" in desk.words()
    assert 'value="CC-BY-4.0" aria-describedby="licence-hint" checked' in desk.text
    desk.submit(PREVIEW, status=422, licence="mine")
    desk.open(f"{PREVIEW}/publish")
    reply = desk.submit(PREVIEW, licence="OGL-Ontario")
    desk.open(reply.headers["Location"])
    assert "Publishing the report" in desk.words()
    run_waiting_jobs()
    desk.open(reply.headers["Location"])
    assert "fewer than 10 people’s answers are new" in desk.words()
    assert desk.client.get(f"{PREVIEW}/publish").status_code == 303
    browser.open("/fr/reports/needs")
    assert "Licence du gouvernement ouvert – Ontario" in browser.words()


def test_the_preview_shows_what_the_public_will_see(
    published: Consultation, sign_in: SignIn, odile: User, browser: Browser
) -> None:
    desk = sign_in(odile)
    desk.open(PREVIEW)
    browser.open("/en/reports/needs")
    seen = browser.text.split("<article>")[1].split('<h3 id="files">')[0]
    shown = desk.text.split("<article>")[1]
    public, draft = re.findall(r'src="([^"]+/map[^"]*)"', seen + shown)
    assert desk.client.get(draft).data == browser.client.get(public).data
    seen, shown = seen.replace(public, ""), shown.replace(draft, "")
    assert len(seen) > 10_000
    assert shown.split()[: len(seen.split())] == seen.split()


def test_what_blocks_is_listed(app: Flask, sign_in: SignIn, odile: User) -> None:
    a_bare_consultation()
    desk = sign_in(odile)
    desk.open(PREVIEW)
    assert "Before edition 1 can be published" in desk.words()
    assert "Publish edition 1" not in desk.words()


def test_luc_may_look_but_not_publish(
    app: Flask, sign_in: SignIn, luc: User, theo: User
) -> None:
    reportable(northeast=40)
    desk = sign_in(luc)
    desk.open(PREVIEW)
    assert "A publisher can publish it." in desk.words()
    desk.open("/en/sign-in")
    desk.submit(PREVIEW, status=403)


def test_rule_2_theo_sees_no_report_of_elsewhere(
    app: Flask, sign_in: SignIn, theo: User
) -> None:
    a_bare_consultation(catchments=("northeast",))
    sign_in(theo).open(PREVIEW, status=404)


def test_rule_2_a_job_of_something_else_is_not_shown(
    app: Flask, sign_in: SignIn, odile: User
) -> None:
    consultation = reportable()
    other = reportable("other")
    press = press_of(app.config["SETTINGS"])
    job = actions.ask_for_edition(other, press, by=odile.actor)
    desk = sign_in(odile)
    desk.open(f"{PREVIEW}?job={job.public_id}", status=404)
    desk.open(f"{PREVIEW}/progress")
    assert '"state":"done"' in desk.text
    job = actions.ask_for_edition(consultation, press, by=odile.actor)
    desk.open(f"{PREVIEW}/progress?job={job.public_id}")
    assert '"state":"queued"' in desk.text


def test_other_pages_say_what_was_heard(
    published: Consultation, browser: Browser
) -> None:
    browser.open("/en/")
    assert "Interim report, edition 1" in browser.words()
    browser.open("/fr/consultations/needs")
    assert "Rapport provisoire, édition 1" in browser.words()
    browser.open("/en/catchments/northeast")
    assert "Getting there" in browser.words()
    browser.open("/en/catchments/ottawa")
    assert "Too few people have answered here" in browser.words()
    browser.open("/en/catchments/york")
    assert "Getting there" not in browser.words()


def test_odile_ticks_that_an_edition_is_final(
    app: Flask, sign_in: SignIn, odile: User
) -> None:
    consultation = reportable()
    desk = sign_in(odile)
    desk.open(f"{PREVIEW}/publish")
    assert "This is the final edition" not in desk.words()
    advance_consultation(consultation, "closed", by=SYSTEM)
    desk.open(f"{PREVIEW}/publish")
    assert "This is the final edition" in desk.words()
    desk.open(f"{PREVIEW}/publish")
    desk.submit(PREVIEW, is_final="y")
    run_waiting_jobs()
    desk.open("/en/consultations/needs")
    session().refresh(consultation)
    assert consultation.state == "reported"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_reader_checks_an_edition(
    app: Flask, published: Consultation, browser: Browser, language: str
) -> None:
    browser.open(f"/{language}/reports/needs")
    browser.open(f"/{language}/reports/needs/1/check")
    said = {"en": "Everything holds", "fr": "Tout concorde"}[language]
    assert said in browser.words()
    assert f"engage report verify {app.config['SETTINGS'].base_url}" in browser.words()
    folder = press_of(app.config["SETTINGS"]).folder / "needs" / "1"
    (folder / "data.csv").write_text("nothing", encoding="utf-8")
    browser.open(f"/{language}/reports/needs/1/check")
    assert said not in browser.words()
    assert "data.csv" in browser.words()
