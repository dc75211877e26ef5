"""Posters and paper forms: in both languages, every kind, nothing fetched."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader

from engage.people.models import User
from engage.surveys.models import Survey
from tests.factories.surveys import (
    choices,
    every_kind,
    make_consultation,
    make_survey,
    question,
)
from tests.pages import Browser

SignIn = Callable[[User], Browser]
INCHES = {"letter": (8.5, 11.0), "a4": (8.27, 11.69)}


@pytest.fixture
def survey(app: Flask) -> Survey:
    condition = {"question": "role", "any_of": ["worker"]}
    follow_up = question("why", "short_text", show_if=condition)
    consultation = make_consultation(catchments=("northeast",))
    return make_survey(*every_kind(), follow_up, consultation=consultation)


def pdf(browser: Browser, address: str) -> PdfReader:
    response = browser.client.get(address)
    assert response.status_code == 200
    assert response.mimetype == "application/pdf"
    assert b"pdfuaid:part" in response.data
    return PdfReader(BytesIO(response.data))


def words(reader: PdfReader) -> str:
    return " ".join("".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("sheet", ["poster", "paper"])
def test_both_papers(
    survey: Survey, luc: User, sign_in: SignIn, paper: str, sheet: str
) -> None:
    address = f"/en/manage/surveys/work/{sheet}.pdf?paper={paper}"
    box = pdf(sign_in(luc), address).pages[0].mediabox
    size = (float(box.width) / 72, float(box.height) / 72)
    assert size == pytest.approx(INCHES[paper], abs=0.01)


def test_the_paper_form_asks_everything_in_its_language(
    survey: Survey, luc: User, sign_in: SignIn
) -> None:
    read = words(pdf(sign_in(luc), "/fr/manage/surveys/work/paper.pdf"))
    for raw in every_kind():
        assert f"Question {raw['key']} en français" in read
    # The place has no number on paper, as it has none on the screen.
    assert "1. Où vivez" not in read
    role = [raw["key"] for raw in every_kind()].index("role") + 1
    told = f"Seulement si vous avez répondu « Worker (fr) » à la question {role}."
    assert told in read
    assert f"{role}. Question role en français" in read
    assert "J'accepte de participer." in read
    assert "Numéro (inscrit plus tard)" in read
    assert "127.0.0.1:8000/fr/my-response" in read.replace(" ", "")


def test_the_poster_carries_the_short_link(
    survey: Survey, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    read = words(pdf(browser, "/fr/manage/surveys/work/poster.pdf?catchment=northeast"))
    assert "127.0.0.1:8000/s/work?catchment=northeast" in read.replace(" ", "")
    assert "Votre avis sur l'emploi" in read
    assert "Jusqu’au 30 novembre 2026 inclusivement." in read
    browser.open("/en/manage/surveys/work/handouts?catchment=northeast")
    assert "http://127.0.0.1:8000/s/work?catchment=northeast" in browser.words()
    assert 'class="qr"' in browser.text
    assert 'poster.pdf?paper=a4&amp;catchment=northeast"' in browser.text
    browser.open("/en/manage/surveys/work/handouts")
    assert 'poster.pdf?paper=a4"' in browser.text
    drawn = browser.client.get("/en/manage/surveys/work/code.svg")
    assert drawn.mimetype == "image/svg+xml"


def test_rule_10_markup_in_words_stays_words(
    app: Flask, luc: User, sign_in: SignIn
) -> None:
    title = {"en": '#read("x") $1 *b*', "fr": "喂 <b>"}
    asked = question("role", "single", choices=choices("a")) | {"title": title}
    make_survey(asked, consultation=make_consultation(catchments=("northeast",)))
    browser = sign_in(luc)
    read = words(pdf(browser, "/en/manage/surveys/work/paper.pdf"))
    assert '#read("x") $1 *b*' in read
    assert "喂 <b>" in words(pdf(browser, "/fr/manage/surveys/work/paper.pdf"))


def test_rule_02_nothing_is_printed_elsewhere(
    survey: Survey, theo: User, sign_in: SignIn
) -> None:
    browser = sign_in(theo)
    for name in ("handouts", "code.svg", "poster.pdf", "paper.pdf"):
        browser.open(f"/en/manage/surveys/work/{name}", status=404)
