"""News and cards in a real browser: framed by others, readable by everybody."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import violations

CARD = "/embed/consultations/bowling-green"


def first_code(page: Page, site: str, language: str) -> str:
    """Return the HTML that the report offers for its first theme."""
    page.goto(f"{site}/{language}/reports/bowling-green/1/cards")
    codes = page.locator("input[id^='embed-t-']")
    return str(codes.first.input_value())


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_cards_can_be_read_by_everybody(
    page: Page, demo_site: str, language: str, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    code = first_code(page, demo_site, language)
    theme = code.split('"')[1].split("/embed/")[1]
    for path in (CARD, f"/embed/{theme}"):
        page.goto(f"{demo_site}/{language}{path}")
        assert violations(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide == 0
    assert page.context.cookies() == []


@contextmanager
def another_site(page: str) -> Iterator[str]:
    """Serve one page from another origin, as a newspaper's site would."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.mark.browser
def test_rule_11_another_site_can_frame_a_card_and_nothing_else(
    page: Page, demo_site: str
) -> None:
    framed = (
        "<!doctype html><title>News</title>"
        f'<iframe id="card" src="{demo_site}/en{CARD}" title="card"></iframe>'
        f'<iframe id="page" src="{demo_site}/en/reports/bowling-green" title="page">'
        "</iframe>"
    )
    with another_site(framed) as elsewhere:
        page.goto(elsewhere, wait_until="networkidle")
        card = page.frame_locator("#card").locator("h1")
        card.wait_for()
        assert "Bowling Green" in card.inner_text()
        report = page.frame_locator("#page").locator("h1", has_text="Bowling Green")
        assert report.count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_about_news_says_where_none_are_sent(
    page: Page, demo_site: str, language: str
) -> None:
    page.goto(f"{demo_site}/{language}/subscribe")
    assert violations(page) == []
    assert page.locator("main form").count() == 0
