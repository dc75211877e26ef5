"""A stack of paper forms by keyboard alone: each one in well under 30 seconds."""

import time

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

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
def stack(address: str, page: Page, luc: User) -> Page:
    """Luc's stack, open at its first form."""
    consultation = make_consultation(catchments=("northeast",))
    survey = make_survey(*every_kind(), consultation=consultation)
    batch = begin_stack(survey, Stack("Library, box 1"), by=SYSTEM)
    page.set_viewport_size({"width": 1280, "height": 900})
    form = f"/en/manage/surveys/work/paper/{batch.id}"
    page.goto(f"{address}/en/sign-in?next={form}")
    page.get_by_label("E-mail address").fill(luc.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{form}")
    return page


def press(page: Page, *keys: str) -> int:
    for key in keys:
        page.keyboard.press(key)
    return len(keys)


def type_form(page: Page) -> int:
    """Type one form in the order of the paper; return how many keys it took."""
    keys = press(page, "1", "Enter")
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
