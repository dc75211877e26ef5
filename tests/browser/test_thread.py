"""A discussion in a real browser: vote by keyboard and touch, change, flag, find."""

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from engage.contributions.models import Flag
from engage.core.db import session, transaction
from engage.threads.actions.finding import keep_findable
from engage.threads.models import Comment, Reaction
from tests.browser.conftest import violations
from tests.factories.threads import a_comment, a_thread

pytestmark = pytest.mark.browser


def votes() -> int:
    session().rollback()
    return session().scalar(select(func.count()).select_from(Reaction)) or 0


def test_votes_by_key_come_without_a_new_page(page: Page, address: str) -> None:
    thread = a_thread()
    for number in range(4):
        a_comment(thread, f"Comment {number}")
    loads: list[str] = []
    page.goto(f"{address}/en/threads/buses/vote")
    page.on("load", lambda opened: loads.append(opened.url))
    for number, key in enumerate("123"):
        expect(page.locator("#vote")).to_contain_text(f"{number} of 4 voted on")
        page.keyboard.press(key)
    expect(page.locator("#vote")).to_contain_text("3 of 4 voted on")
    assert page.evaluate("document.activeElement.id") == "statement-title"
    page.get_by_label("Vote with the keys 1, 2 and 3").uncheck()
    page.keyboard.press("1")
    page.wait_for_timeout(300)
    assert votes() == 3
    page.get_by_role("button", name="Agree", exact=True).first.click()
    expect(page.locator("#vote")).to_contain_text("You voted on every comment")
    assert (votes(), loads) == (4, [])
    page.reload()
    expect(page.locator("#vote")).to_contain_text("You voted on every comment")


def test_a_vote_on_a_lost_connection_is_told(page: Page, address: str) -> None:
    a_comment(a_thread())
    page.goto(f"{address}/en/threads/buses/vote")
    page.context.set_offline(True)
    page.keyboard.press("1")
    expect(page.get_by_role("alert")).to_contain_text("The connection was lost")
    page.context.set_offline(False)
    page.keyboard.press("1")
    expect(page.locator("#vote")).to_contain_text("You voted on every comment")
    assert votes() == 1


def test_all_of_it_works_without_scripts(chromium: Browser, address: str) -> None:
    a_comment(a_thread(moderation="post"), "Night buses, please.")
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 320, "height": 800}
    )
    page = context.new_page()
    page.goto(f"{address}/en/threads/buses/vote")
    page.get_by_role("button", name="Agree", exact=True).click()
    expect(page.locator("#vote")).to_contain_text("You voted on every comment")
    page.get_by_role("link", name="Stop here").click()
    page.get_by_role("link", name="Report this").click()
    page.get_by_label("It is advertising").check()
    page.get_by_role("button", name="Send my report").click()
    expect(page.locator("h2").first).to_contain_text("A person will look at it")
    page.goto(f"{address}/en/threads/buses")
    page.get_by_label("Your comment").fill("Sundays too.")
    page.get_by_role("button", name="Send my comment").click()
    page.get_by_role("link", name="Change or take back my comment").click()
    page.get_by_label("Your comment").fill("And on Sundays too.")
    page.get_by_role("button", name="Send the change").click()
    expect(page.locator("main")).to_contain_text("Waiting to be read")
    context.close()
    session().rollback()
    assert session().scalar(select(func.count()).select_from(Flag)) == 1


def test_an_empty_comment_is_told_at_the_top(page: Page, address: str) -> None:
    a_comment(a_thread())
    page.goto(f"{address}/fr/threads/buses")
    page.get_by_role("button", name="Envoyer mon commentaire").click()
    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_be_in_viewport()
    summary.get_by_role("link").click()
    expect(page.locator("textarea#text")).to_be_focused()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("width", [320, 1280])
def test_its_pages_are_accessible(
    page: Page, address: str, width: int, language: str
) -> None:
    thread = a_thread()
    parent = a_comment(thread, "Night buses, please. " * 8, name="Amina")
    a_comment(thread, "A reply about buses.", reply_to=parent)
    with transaction() as current:
        said = list(current.scalars(select(Comment.contribution_id)))
        keep_findable(current, said)
    page.set_viewport_size({"width": width, "height": 900})
    for path in (
        "threads/buses",
        f"threads/buses/comments/{parent}",
        f"threads/buses/comments/{parent}/flag",
        "threads/buses/vote",
        "search?q=bus",
        "search?q=nothing",
    ):
        page.goto(f"{address}/{language}/{path}")
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
