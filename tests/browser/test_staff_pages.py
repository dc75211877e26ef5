"""Every staff page: accessible, no sideways scroll, no error, in both languages."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.browser.conftest import violations

pytestmark = pytest.mark.browser

OWN = "consultations/ssm-design-2026"
PLACES = (
    "",
    "account",
    "password",
    "consultations",
    "consultations/new",
    OWN,
    f"{OWN}/edit",
    f"{OWN}/consent",
    f"{OWN}/duplicate",
    f"{OWN}/reasons",
    f"{OWN}/insights",
    "consultations/bowling-green/insights",
    f"{OWN}/themes",
    f"{OWN}/themes/loose",
    f"{OWN}/themes/history",
    f"{OWN}/report",
    f"{OWN}/sessions",
    f"{OWN}/sessions/new",
    f"{OWN}/threads",
    f"{OWN}/threads/new",
    "surveys",
    "surveys/ssm-needs",
    "surveys/ssm-needs/results",
    "surveys/ssm-needs/handouts",
    "surveys/ssm-needs/files",
    "surveys/ssm-needs/paper",
    "surveys/ssm-needs/settings",
    "surveys/ssm-needs/preview",
    "moderation",
    "moderation/ssm-design-2026",
    "moderation/ssm-design-2026/many",
    "moderation/ssm-design-2026/groups",
    "moderation/ssm-design-2026/quality",
    "moderation/ssm-design-2026/second-look",
    "appeals",
    "themes",
    "reports",
    "designs",
    "people",
    "invitations",
)


@pytest.fixture(scope="module")
def staff(chromium: Browser, demo_site: str, demo_folder: Path) -> Iterator[Page]:
    """Sign in as the demo's administrator."""
    accounts = json.loads((demo_folder / "demo-accounts.json").read_text("utf-8"))
    admin = next(one for one in accounts if one["what"] == "admin")
    # Colours are judged at rest, not on their way from light to dark.
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{demo_site}/en/sign-in")
    page.get_by_label("E-mail address").fill(admin["email"])
    page.get_by_label("Password").fill(admin["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/manage/**")
    yield page
    context.close()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("place", PLACES)
def test_a_staff_page_is_accessible_and_fits(
    staff: Page, demo_site: str, language: str, place: str
) -> None:
    """On a narrow light screen in English, on a wide dark one in French."""
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    staff.on("console", listen)
    staff.set_viewport_size({"width": 320, "height": 800})
    staff.emulate_media(color_scheme="light")
    reply = staff.goto(f"{demo_site}/{language}/manage/{place}")
    assert reply is not None
    assert reply.status == 200
    assert staff.locator("html").get_attribute("lang") == language
    assert staff.evaluate("document.documentElement.scrollWidth") <= 320
    if language == "fr":
        staff.set_viewport_size({"width": 1280, "height": 900})
        staff.emulate_media(color_scheme="dark")
    found = violations(staff)
    staff.remove_listener("console", listen)
    assert found == []
    assert complaints == []
