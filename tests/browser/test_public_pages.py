"""Every public page: accessible, no sideways scroll, no error, in both languages."""

import pytest
from playwright.sync_api import Browser, ConsoleMessage

from tests.browser.conftest import violations

pytestmark = pytest.mark.browser

PLACES = (
    "",
    "catchments/",
    "catchments/northeast",
    "catchments/stratford-bruce-peninsula",
    "find?q=P3E",
    "find?q=Hamilton",
    "find?q=nowhere",
    "consultations/ssm-design-2026",
    "consultations/bowling-green",
    "s/ssm-needs",
    "threads/one-change",
    "threads/bowling-green",
    "reports/",
    "reports/ssm-design-2026",
    "reports/bowling-green",
    "province",
    "designs/",
    "designs/northeast",
    "designs/toronto",
    "my-response",
    "resume",
    "search?q=bus",
    "search?q=zzz",
    "subscribe",
    "consultations/ssm-design-2026/moderation",
    "privacy",
    "accessibility",
    "terms",
    "moderation",
    "methods",
    "sign-in",
    "sign-in/forgotten",
    "no-such-page",
)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("place", PLACES)
def test_a_public_page_is_accessible_and_fits(
    chromium: Browser, demo_site: str, language: str, place: str
) -> None:
    # Colours are judged at rest, not on their way from light to dark.
    context = chromium.new_context(
        viewport={"width": 320, "height": 800}, reduced_motion="reduce"
    )
    page = context.new_page()
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and "404" not in message.text:
            complaints.append(message.text)

    page.on("console", listen)
    page.goto(f"{demo_site}/{language}/{place}")
    assert page.locator("html").get_attribute("lang") == language
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    found = violations(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="dark")
    found += violations(page)
    assert found == []
    assert complaints == []
    context.close()
