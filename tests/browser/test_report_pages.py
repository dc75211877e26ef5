"""Published reports as a browser gets them: light, and asked for once."""

import re
from http.client import HTTPResponse
from pathlib import Path
from typing import Literal
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page

from tests.pdf import pdf_faults

MOST_BYTES = 120_000


def opened(address: str, **headers: str) -> HTTPResponse:
    """Return the reply to a request for an address on this machine."""
    assert address.startswith("http://127.0.0.1")
    reply: HTTPResponse = urlopen(Request(address, headers=headers))
    return reply


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("slug", ["ssm-design-2026", "bowling-green"])
def test_a_report_is_light_and_asked_for_once(
    demo_site: str, language: str, slug: str
) -> None:
    address = f"{demo_site}/{language}/reports/{slug}"
    reply = opened(address)
    page = reply.read()
    assert len(page) <= MOST_BYTES
    with pytest.raises(HTTPError) as kept:
        opened(address, **{"If-None-Match": reply.headers["ETag"]})
    assert kept.value.code == 304
    for picture in re.findall(rb'<img class="map-picture" src="([^"]+)"', page):
        assert b"<title>" in opened(demo_site + picture.decode()).read()


def test_the_map_is_no_white_block_on_dark_paper(demo_site: str, page: Page) -> None:
    page.goto(f"{demo_site}/en/reports/ssm-design-2026")
    styles = (
        "([picture, swatch]) => [getComputedStyle(picture).backgroundColor, "
        "getComputedStyle(picture).filter, getComputedStyle(swatch).filter]"
    )

    def look(scheme: Literal["light", "dark"]) -> list[str]:
        page.emulate_media(color_scheme=scheme)
        parts = [".map-picture", ".on-light .swatch"]
        found = [page.locator(part).first.element_handle() for part in parts]
        seen: list[str] = page.evaluate(styles, found)
        return seen

    assert look("light") == ["rgb(255, 255, 255)", "none", "none"]
    paper, picture, key = look("dark")
    assert paper == "rgba(0, 0, 0, 0)"
    assert picture == key != "none"


def test_every_pdf_of_the_demo_breaks_no_rule_of_pdf_ua(
    demo_site: str, demo_folder: Path
) -> None:
    printed = sorted((demo_folder / "editions").rglob("*.pdf"))
    assert len(printed) == 4
    for path in printed:
        assert pdf_faults(path.read_bytes()) == []
    assert (
        pdf_faults(opened(f"{demo_site}/fr/designs/northeast/brief.pdf").read()) == []
    )
