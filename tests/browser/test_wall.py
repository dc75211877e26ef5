"""The wall in a browser: it grows by itself and stands still at a key."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from engage.consultations.actions import advance_consultation
from engage.core.actors import SYSTEM
from tests.browser.conftest import violations
from tests.factories.consultations import a_draft
from tests.factories.sessions import a_note, a_session

pytestmark = pytest.mark.browser
A_TURN = 5_500


def test_the_wall_grows_and_stands_still_at_a_key(
    app: Flask, page: Page, address: str
) -> None:
    del app
    jobs = a_draft("jobs", ("northeast", "toronto"))
    advance_consultation(jobs, "open", by=SYSTEM)
    held = a_session(jobs)
    page.clock.install()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{address}/en/sessions/{held.code}/wall")
    wall, pause = page.locator("#wall-now"), page.locator("#pause")
    expect(wall).to_contain_text("The first voices are on their way")

    a_note(held, "A bus at night.", status="approved")
    page.clock.run_for(A_TURN)
    expect(wall).to_contain_text("A bus at night.")

    page.keyboard.press("p")
    expect(pause).to_contain_text("Go on")
    a_note(held, "Daycare near the mill.", status="approved")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.run_for(2 * A_TURN)
    expect(wall).not_to_contain_text("Daycare")
    assert violations(page) == []
    assert asked == []

    page.keyboard.press("p")
    expect(pause).to_contain_text("Pause")
    expect(wall).to_contain_text("Daycare near the mill.")
    page.keyboard.press("Control+p")
    expect(pause).to_contain_text("Pause")
