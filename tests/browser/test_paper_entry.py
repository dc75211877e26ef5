"""A stack of paper forms by keyboard alone: each one in well under 30 seconds."""

import threading
import time
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from engage.core.actors import SYSTEM
from engage.core.db import session
from engage.people.models import User
from engage.surveys.actions import Stack, begin_stack
from engage.surveys.models import Answer, Response
from tests.browser.conftest import violations
from tests.conftest import PASSWORD
from tests.factories.surveys import every_kind, make_consultation, make_survey

pytestmark = pytest.mark.browser
# What one form takes besides its words: Ctrl and Enter count as two.
MOST_KEYS = 60
WORDS = "A bus that runs at night"


@pytest.fixture
def stack(app: Flask, page: Page, luc: User) -> Iterator[Page]:
    """Luc's stack, open at its first form."""
    consultation = make_consultation(catchments=("northeast",))
    survey = make_survey(*every_kind(), consultation=consultation)
    batch = begin_stack(survey, Stack("Library, box 1"), by=SYSTEM)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    page.set_viewport_size({"width": 1280, "height": 900})
    address = f"/en/manage/surveys/work/paper/{batch.id}"
    page.goto(f"http://127.0.0.1:{server.port}/en/sign-in?next={address}")
    page.get_by_label("E-mail address").fill(luc.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{address}")
    yield page
    server.shutdown()
    thread.join()


def press(page: Page, *keys: str) -> int:
    for key in keys:
        page.keyboard.press(key)
    return len(keys)


def type_form(page: Page) -> int:
    """Type one form in the order of the paper; return how many keys it took."""
    keys = press(page, "n", "Enter")
    page.keyboard.type(WORDS)
    keys += press(page, "Tab", "2", "1", "3", "Enter")
    keys += press(page, "c", "Tab", "a", "Enter")
    keys += press(page, "1", "3", "4")
    page.keyboard.type("41")
    keys += press(page, "Enter")
    page.keyboard.type("cook")
    keys += press(page, "Enter")
    page.keyboard.type("P3E")
    keys += press(page, "Enter")
    keys += press(page, "4", "Enter", "6", "Enter", "Space", "Enter", "Space")
    return keys + press(page, "Control", "Control+Enter")


def test_forms_are_typed_one_after_the_other_by_keyboard(stack: Page) -> None:
    for number in (1, 2):
        expect(stack.get_by_role("heading", level=1)).to_have_text(f"Form {number}")
        began = time.monotonic()
        assert type_form(stack) <= MOST_KEYS
        expect(stack.get_by_text(f"Form {number} is in.")).to_be_visible()
        assert time.monotonic() - began < 30
    session().rollback()
    found = session().scalars(select(Response).order_by(Response.batch_place)).all()
    assert [(one.batch_place, one.may_quote) for one in found] == [(1, True), (2, True)]
    answers = {
        one.question_key: one.value
        for one in session().scalars(
            select(Answer).where(Answer.response_id == found[0].id)
        )
    }
    assert answers == {
        "role": "employer",
        "ways": ["bus", "bike"],
        "order": ["c", "a"],
        "views": {"staff": "good", "hours": "poor"},
        "ease": 4,
        "age": 41,
        "town": "P3E",
        "budget": {"rent": 4, "food": 6},
    }


def test_the_pages_of_a_stack_have_no_barriers(stack: Page) -> None:
    pages = (stack.url, f"{stack.url}/check", stack.url.rpartition("/")[0])
    type_form(stack)
    expect(stack.get_by_text("Form 1 is in.")).to_be_visible()
    for address in pages:
        stack.goto(address)
        assert violations(stack) == []
        stack.set_viewport_size({"width": 320, "height": 800})
        wide = "document.documentElement.scrollWidth > innerWidth"
        assert not stack.evaluate(wide)
