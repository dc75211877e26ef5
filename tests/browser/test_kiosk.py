"""A kiosk in a browser: nothing of the last person, nothing lost without a line."""

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from engage.contributions.models import Contribution
from engage.core.db import session
from engage.surveys.models import Response, Survey
from tests.browser.conftest import violations
from tests.factories.surveys import choices, make_survey, question

pytestmark = pytest.mark.browser


@pytest.fixture
def survey(app: Flask) -> Survey:
    return make_survey(
        question("needs", "long_text"),
        question("order", "ranking", choices=choices("a", "b")),
    )


@pytest.fixture
def kiosk(address: str, survey: Survey, page: Page) -> Page:
    page.clock.install()
    page.goto(f"{address}/en/kiosk/work")
    return page


def count() -> int:
    session().rollback()
    return len(session().scalars(select(Response)).all())


def answer(kiosk: Page, words: str) -> None:
    kiosk.get_by_label("Question needs").fill(words)
    kiosk.get_by_label("I agree to take part.").check()


def send(kiosk: Page) -> None:
    kiosk.get_by_role("button", name="Send my answers").click()


def test_the_receipt_goes_after_a_minute_and_back_shows_nothing(kiosk: Page) -> None:
    answer(kiosk, "A quiet bus")
    send(kiosk)
    expect(kiosk.locator(".receipt-code")).to_be_visible()
    code = kiosk.locator(".receipt-code").inner_text()
    kiosk.clock.run_for(61_000)
    expect(kiosk.get_by_label("Question needs")).to_have_value("")
    kiosk.go_back()
    assert "A quiet bus" not in kiosk.content()
    assert code not in kiosk.content()
    assert count() == 1


def test_a_lost_line_keeps_the_answer_on_the_screen_until_it_is_sent(
    kiosk: Page,
) -> None:
    answer(kiosk, "A quiet bus")
    kiosk.context.set_offline(True)
    send(kiosk)
    expect(kiosk.get_by_role("alert")).to_contain_text("The connection is lost")
    kiosk.clock.run_for(600_000)
    expect(kiosk.get_by_label("Question needs")).to_have_value("A quiet bus")
    stored = "localStorage.length + sessionStorage.length"
    assert kiosk.evaluate(stored) == 0
    assert count() == 0
    kiosk.context.set_offline(False)
    kiosk.clock.run_for(4_000)
    expect(kiosk.locator(".receipt-code")).to_be_visible()
    assert count() == 1


def test_an_answer_whose_reply_was_lost_is_taken_once(kiosk: Page) -> None:
    lost: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.request.url)
            route.fetch()
            route.abort()
        else:
            route.continue_()

    kiosk.route("**/kiosk/work", lose)
    answer(kiosk, "A quiet bus")
    send(kiosk)
    expect(kiosk.get_by_role("alert")).to_contain_text("The connection is lost")
    kiosk.clock.run_for(4_000)
    expect(kiosk.locator(".receipt-code")).to_be_visible()
    assert lost
    assert count() == 1


def test_half_an_answer_is_cleared_after_a_warning(kiosk: Page) -> None:
    kiosk.get_by_label("Question needs").fill("Mine")
    kiosk.clock.run_for(91_000)
    expect(kiosk.get_by_role("alert")).to_contain_text("Are you still there?")
    kiosk.keyboard.press("Shift")
    kiosk.clock.run_for(80_000)
    expect(kiosk.get_by_label("Question needs")).to_have_value("Mine")
    kiosk.clock.run_for(45_000)
    expect(kiosk.get_by_label("Question needs")).to_have_value("")
    assert session().scalars(select(Contribution)).all() == []


def test_the_other_language_keeps_what_was_typed_and_is_sent(kiosk: Page) -> None:
    kiosk.get_by_label("Question needs").fill("Un autobus")
    kiosk.get_by_role("button", name="Français").click()
    needs = kiosk.get_by_label("Question needs en français")
    expect(needs).to_have_value("Un autobus")
    expect(kiosk.locator(".rank-moves").first).to_be_visible()
    kiosk.get_by_label("J'accepte de participer.").check()
    kiosk.locator(".sending button").click()
    expect(kiosk.locator(".receipt-code")).to_be_visible()
    session().rollback()
    [kept] = session().scalars(select(Response)).all()
    assert (kept.language, kept.channel) == ("fr", "kiosk")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_kiosk_is_accessible(kiosk: Page, width: int) -> None:
    kiosk.set_viewport_size({"width": width, "height": 900})
    assert violations(kiosk) == []
    send(kiosk)
    expect(kiosk.locator("#error-summary")).to_be_focused()
    assert violations(kiosk) == []
    assert kiosk.evaluate("document.documentElement.scrollWidth") <= width
