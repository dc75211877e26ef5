"""The builder by keyboard alone: a survey written, branched and published."""

import pytest
from playwright.sync_api import Locator, Page, expect

from engage.core.db import session
from engage.people.models import User
from engage.surveys.queries import find_survey
from engage.surveys.questions.outline import find_question
from tests.browser.conftest import violations
from tests.conftest import PASSWORD
from tests.factories.surveys import every_kind, make_consultation, make_survey

pytestmark = pytest.mark.browser
MOST_TABS = 60


@pytest.fixture
def builder(address: str, page: Page, luc: User) -> Page:
    """Luc's list of surveys, open in a browser."""
    consultation = make_consultation(catchments=("northeast",))
    make_survey(*every_kind(), consultation=consultation)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}/en/sign-in?next=/en/manage/surveys")
    page.get_by_label("E-mail address").fill(luc.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/manage/surveys")
    return page


def reach(page: Page, target: Locator) -> None:
    """Press Tab until the target has focus."""
    for _ in range(MOST_TABS):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {target}")


def write(page: Page, label: str, words: str) -> None:
    reach(page, page.get_by_label(label, exact=True))
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def press(page: Page, role: str, name: str) -> None:
    reach(page, page.get_by_role(role, name=name).first)  # type: ignore[arg-type]
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def test_a_survey_is_written_and_published_by_keyboard(builder: Page) -> None:
    press(builder, "link", "New survey")
    write(builder, "Title, in English", "Rides")
    write(builder, "Title, in French", "Trajets")
    write(builder, "Address", "rides")
    press(builder, "button", "Make the draft")
    reach(builder, builder.get_by_label("New question"))
    builder.keyboard.type("One answer of")
    press(builder, "button", "Add")
    write(builder, "Question, in English", "How do you travel?")
    write(builder, "Question, in French", "Comment vous déplacez-vous?")
    write(builder, "Answer 1, in English", "By bus")
    write(builder, "Answer 1, in French", "En autobus")
    write(builder, "Answer 2, in English", "By car")
    write(builder, "Answer 2, in French", "En auto")
    expect(builder.locator("#preview")).to_contain_text("En autobus")
    builder.keyboard.press("Enter")
    expect(builder.get_by_text("The question is saved.")).to_be_visible()
    press(builder, "button", "Publish version 1")
    expect(builder.get_by_text("Version 1 is published.")).to_be_visible()
    session().rollback()
    made = find_survey("rides")
    assert made is not None
    kept = find_question(made.draft, "how_do_you_travel")
    assert kept is not None
    assert [item["key"] for item in kept["choices"]] == ["by_bus", "by_car"]


def test_a_question_moves_by_keyboard(builder: Page) -> None:
    press(builder, "link", "Your view of work")
    press(builder, "button", "Move down: Question needs")
    expect(builder.locator("#outline ol strong").first).to_have_text("Question role")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_builder_is_accessible(builder: Page, width: int) -> None:
    home = builder.url
    builder.set_viewport_size({"width": width, "height": 900})
    for rest in (
        "",
        "/work",
        "/work/questions/views",
        "/work/questions/ease",
        "/work/preview",
        "/work/settings",
        "/work/handouts",
    ):
        builder.goto(home + rest)
        assert violations(builder) == [], rest
        assert builder.evaluate("document.documentElement.scrollWidth") <= width, rest
