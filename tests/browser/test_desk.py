"""The moderation desk by keyboard: many decisions, no new page for any of them."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import ColumnElement, func, select

from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.core.db import session
from engage.moderation.models import ModerationDecision
from engage.people.models import User
from tests.browser.conftest import violations
from tests.conftest import PASSWORD
from tests.factories.contributions import a_consultation, a_contribution

pytestmark = pytest.mark.browser
WAITING = 200


@pytest.fixture
def jobs(app: Flask) -> Consultation:
    return a_consultation()


@pytest.fixture
def desk(page: Page, address: str, jobs: Consultation, luc: User) -> Page:
    """Luc's desk, open in a browser."""
    page.goto(f"{address}/en/sign-in?next=/en/manage/moderation/jobs")
    page.get_by_label("E-mail address").fill(luc.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/manage/moderation/jobs")
    return page


def count(*conditions: ColumnElement[bool]) -> int:
    session().rollback()
    selected = select(func.count()).select_from(ModerationDecision)
    return session().scalar(selected.where(*conditions)) or 0


def test_two_hundred_decisions_by_keyboard_without_a_new_page(
    jobs: Consultation, desk: Page
) -> None:
    for number in range(WAITING):
        a_contribution(jobs, f"Text {number}")
    desk.set_viewport_size({"width": 1280, "height": 900})
    desk.reload()
    loads: list[str] = []
    desk.on("load", lambda opened: loads.append(opened.url))
    for number in range(WAITING):
        expect(desk.locator(".desk-words")).to_have_text(f"Text {number}")
        if number % 4 == 3:
            desk.keyboard.press("r")
            desk.keyboard.press("3")
        else:
            desk.keyboard.press("a")
    expect(desk.locator("#desk")).to_contain_text("Nothing waits here")
    assert loads == []
    assert count(ModerationDecision.decision == "approve") == WAITING * 3 // 4
    assert count(ModerationDecision.reason == "off_topic") == WAITING // 4


def test_undo_skip_and_keys_that_can_be_turned_off(
    jobs: Consultation, desk: Page
) -> None:
    text = a_contribution(jobs, "First")
    a_contribution(jobs, "Second")
    desk.reload()
    desk.keyboard.press("a")
    expect(desk.locator(".desk-words")).to_have_text("Second")
    expect(desk.locator("#said")).to_have_text("1 waiting. Approved: First")
    desk.keyboard.press("u")
    expect(desk.locator(".desk-words")).to_have_text("First")
    expect(desk.locator("#said")).to_have_text("2 waiting. Decision taken back: First")
    desk.keyboard.press("s")
    expect(desk.locator(".desk-words")).to_have_text("Second")
    desk.get_by_label("Use single keys").uncheck()
    desk.locator("h1").click()
    desk.keyboard.press("a")
    desk.wait_for_timeout(300)
    session().rollback()
    assert session().get_one(Contribution, text.id).status == "pending"
    assert count(ModerationDecision.decision == "approve") == 1


def test_a_key_typed_into_the_note_is_a_letter(jobs: Consultation, desk: Page) -> None:
    a_contribution(jobs, "Only one")
    desk.reload()
    desk.keyboard.press("r")
    desk.get_by_label("Note for the record").fill("")
    desk.keyboard.type("a star")
    expect(desk.get_by_label("Note for the record")).to_have_value("a star")
    assert count() == 0


def test_a_lost_connection_is_told_and_decides_nothing(
    jobs: Consultation, desk: Page
) -> None:
    a_contribution(jobs, "Only one")
    desk.reload()
    desk.context.set_offline(True)
    desk.keyboard.press("a")
    expect(desk.get_by_role("alert")).to_contain_text("The connection was lost")
    desk.context.set_offline(False)
    desk.keyboard.press("a")
    expect(desk.locator("#desk")).to_contain_text("Nothing waits here")
    assert count() == 1


@pytest.mark.parametrize("width", [320, 1280])
def test_the_desk_is_accessible(jobs: Consultation, desk: Page, width: int) -> None:
    a_contribution(jobs, "Ask Mrs. Roy, 705-555-0142, about the bus.", may_quote=True)
    desk.set_viewport_size({"width": width, "height": 900})
    desk.reload()
    desk.keyboard.press("r")
    assert violations(desk) == []
    assert desk.evaluate("document.documentElement.scrollWidth") <= width


def test_details_are_taken_out_and_put_back_by_keyboard(
    jobs: Consultation, desk: Page
) -> None:
    a_contribution(jobs, "Ask Mrs. Roy, 705-555-0142, about the bus.")
    desk.reload()
    desk.keyboard.press("d")
    words = desk.locator(".desk-words")
    expect(words).to_have_text("Ask [name], [telephone number], about the bus.")
    desk.keyboard.press("u")
    expect(words).to_contain_text("705-555-0142")
    desk.keyboard.press("d")
    expect(words).to_contain_text("[name]")
    desk.keyboard.press("a")
    expect(desk.locator("#desk")).to_contain_text("Nothing waits here")
    assert count(ModerationDecision.decision == "redact") == 2


def test_many_are_decided_after_a_preview(jobs: Consultation, desk: Page) -> None:
    for number in range(12):
        a_contribution(jobs, f"Text {number}")
    desk.reload()
    desk.get_by_role("link", name="Decide on many at once").click()
    expect(desk.get_by_role("checkbox", checked=True)).to_have_count(0)
    desk.get_by_role("link", name="Tick all that carry no mark").click()
    desk.get_by_role("checkbox", name="Text 3").uncheck()
    desk.get_by_role("button", name="Approve these").click()
    expect(desk.get_by_text("11 texts will be:")).to_be_visible()
    assert violations(desk) == []
    desk.get_by_role("button", name="Decide on 11 texts").click()
    expect(desk.locator(".desk-words")).to_have_text("Text 3")
    assert count(ModerationDecision.decision == "approve") == 11
    expect(desk.get_by_role("button", name="Undo these 11 decisions")).to_be_visible()
    expect(desk.get_by_text("11 texts are decided.")).to_be_visible()
    desk.keyboard.press("u")
    told = "12 waiting. Decision taken back: 11 texts"
    expect(desk.locator("#said")).to_have_text(told)
    expect(desk.get_by_text("11 texts are decided.")).to_have_count(0)
    desk.keyboard.press("a")
    expect(desk.locator(".undo")).to_have_count(1)
    expect(desk.locator(".undo")).not_to_contain_text("Decision taken back")
    assert count(ModerationDecision.decision == "undo") == 11


@pytest.mark.parametrize("width", [320, 1280])
def test_the_other_pages_are_accessible(
    jobs: Consultation, desk: Page, address: str, width: int
) -> None:
    text = a_contribution(jobs, "Ask Mrs. Roy, 705-555-0142. Also, fix the road.")
    for number in range(2):
        a_contribution(jobs, f"The same long letter about the bus at night, {number}")
    desk.set_viewport_size({"width": width, "height": 900})
    pages = ("/many", "/groups", "/quality", "/second-look")
    asked = [f"/en/manage/moderation/jobs{page}" for page in pages]
    asked += [
        f"/en/manage/contributions/{text.public_id}",
        "/en/manage/appeals",
        "/fr/consultations/jobs/moderation",
    ]
    for page in asked:
        desk.goto(address + page)
        desk.evaluate(
            "document.querySelectorAll('main details').forEach(d => d.open = true)"
        )
        assert violations(desk) == [], page
        assert desk.evaluate("document.documentElement.scrollWidth") <= width, page
