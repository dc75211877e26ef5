"""Questions come and go while one answers, and nothing typed is lost."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from engage.surveys.models import Survey
from tests.browser.conftest import violations
from tests.browser.test_survey_page import responses, send
from tests.factories.surveys import choices, make_survey, question

pytestmark = pytest.mark.browser
OTHER = {"question": "role", "any_of": ["other"]}


@pytest.fixture
def survey(app: Flask) -> Survey:
    return make_survey(
        question("role", "single", choices=choices("worker", "other")),
        question("why", "long_text", limit=50, show_if=OTHER),
        question("order", "ranking", choices=choices("a", "b"), show_if=OTHER),
        question("town", "place"),
    )


@pytest.mark.parametrize("door", ["s", "kiosk"])
def test_a_question_opens_at_once_and_closes_again(
    site: str, page: Page, door: str
) -> None:
    page.goto(f"{site}/en/{door}/work")
    page.locator("#town").fill("Hamilton")
    page.locator("[name=role][value=other]").check()
    expect(page.locator("#why")).to_be_visible()
    expect(page.locator("[name=role][value=other]")).to_be_focused()
    status = page.locator("#answers > [role=status]")
    expect(status).to_have_text("Your answers open more questions")
    expect(page.locator("[data-answered]")).to_contain_text("2 of 4 answered")
    numbers = page.locator(".question-number")
    expect(numbers).to_have_text(
        ["Question 1", "Question 2 New", "Question 3 New", "Question 4"]
    )
    assert page.get_by_role("button", name="Move down: First choice").count() == 1
    assert violations(page) == []
    page.locator("#why").fill("A van")
    page.locator("[name=role][value=worker]").check()
    expect(page.locator("#why")).to_have_count(0)
    expect(numbers).to_have_text(["Question 1", "Question 2"])
    page.locator("[name=role][value=other]").check()
    expect(page.locator("#why")).to_have_value("A van")
    page.locator("#town").fill("")
    page.locator("#consent").check()
    send(page)
    expect(page.locator(".receipt-code")).to_be_visible()
    assert len(responses()) == 1


def test_an_area_of_a_place_is_still_asked_about(site: str, page: Page) -> None:
    page.goto(f"{site}/en/s/work")
    page.locator("#town").fill("Hamilton")
    page.locator("[name=role][value=other]").check()
    expect(page.locator("#why")).to_be_visible()
    page.locator("#consent").check()
    send(page)
    expect(page.locator("[name='town.area']").first).to_be_visible()
    assert responses() == []
