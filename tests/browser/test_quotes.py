"""Quotes by keyboard: quote, refuse, undo, without a new page; no barrier."""

import pytest
from playwright.sync_api import Page, expect

from engage.consultations.models import Consultation
from engage.core.actors import SYSTEM
from engage.people.models import User
from engage.quotes.queries import count_by_state
from tests.browser.conftest import violations
from tests.conftest import PASSWORD

pytestmark = pytest.mark.browser
LIST = "/manage/consultations/needs/quotes"


def test_one_key_a_verdict(
    needs: Consultation, page: Page, address: str, odile: User
) -> None:
    page.goto(f"{address}/en/sign-in?next=/en{LIST}")
    page.get_by_label("E-mail address").fill(odile.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{LIST}")
    assert violations(page) == []
    before = count_by_state(SYSTEM, needs)
    first = page.locator(".desk-words").first
    words = first.inner_text()
    page.keyboard.press("a")
    expect(first).not_to_have_text(words)
    expect(page.locator("#said")).to_contain_text(f"May be quoted: {words}")
    expect(page.locator("h2[data-focus]")).to_be_focused()
    expect(page.get_by_text("The connection was lost")).to_have_count(0)
    page.keyboard.press("u")
    expect(first).to_have_text(words)
    page.keyboard.press("e")
    typed = page.locator("textarea").first
    expect(typed).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("h2").first.click()
    page.keyboard.press("r")
    expect(first).not_to_have_text(words)
    page.goto(f"{address}/fr{LIST}?show=refused")
    expect(page.locator(".desk-words")).to_have_text([words])
    assert violations(page) == []
    after = count_by_state(SYSTEM, needs)
    assert after["cleared"] == before["cleared"]
