"""Designs in a browser: written by keyboard, without scripts, read by everybody."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from engage.consultations.models import Consultation
from engage.core.actors import SYSTEM
from engage.core.config import Settings
from engage.designs.actions import release_design
from engage.people.models import User
from engage.reports.actions import press_of, publish_edition
from tests.browser.conftest import violations
from tests.conftest import PASSWORD
from tests.factories.designs import a_design, northeast
from tests.factories.reports import reportable

pytestmark = pytest.mark.browser
STAFF = (
    "",
    "/elements",
    "/elements/new",
    "/elements/french",
    "/northeast",
    "/northeast/about",
    "/northeast/elements/wraparound",
)


@pytest.fixture
def needs(app: Flask, settings: Settings) -> Consultation:
    consultation = reportable()
    publish_edition(consultation, press_of(settings), by=SYSTEM)
    return consultation


def sign_in(page: Page, address: str, odile: User) -> None:
    page.goto(f"{address}/en/sign-in")
    page.get_by_label("E-mail address").fill(odile.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/manage/**")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_staff_pages_are_accessible_and_fit(
    page: Page, address: str, needs: Consultation, odile: User, language: str
) -> None:
    a_design(needs)
    sign_in(page, address, odile)
    found = []
    for place in STAFF:
        page.set_viewport_size({"width": 320, "height": 800})
        page.goto(f"{address}/{language}/manage/designs{place}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{place}: {wide} px wide"] if wide > 320 else []
        found += [f"{place}: {one}" for one in violations(page)]
        page.set_viewport_size({"width": 1280, "height": 900})
        found += [f"{place}: {one}" for one in violations(page)]
    assert found == []


def test_odile_answers_by_keyboard_without_scripts_and_amina_reads_it(
    chromium: Browser, address: str, needs: Consultation, odile: User
) -> None:
    northeast()
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, address, odile)
    page.goto(f"{address}/en/manage/designs/northeast")
    page.get_by_role("link", name="Answer “Getting there”").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/themes/**")
    page.get_by_label("Accepted in part").focus()
    page.keyboard.press("Space")
    page.get_by_label("Why, in English").fill("Only where roads allow it.")
    page.get_by_label("Why, in French").fill("Là où les routes le permettent.")
    page.get_by_label("Element of the design").select_option("wraparound")
    page.get_by_label("Section of the design").press("Enter")
    page.wait_for_url("**/manage/designs/northeast")
    page.get_by_role("link", name="Release this design").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Publish release 1").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Release 1 is public.")).to_be_visible()
    page.goto(f"{address}/fr/designs/northeast")
    expect(page.get_by_text("Là où les routes le permettent.")).to_be_visible()
    context.close()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_province_reflows_on_a_phone(
    page: Page, address: str, needs: Consultation, language: str
) -> None:
    release_design(a_design(needs), by=SYSTEM)
    for place in ("designs/", "designs/northeast", "reports/needs"):
        page.set_viewport_size({"width": 320, "height": 800})
        page.goto(f"{address}/{language}/{place}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert violations(page) == []
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        assert violations(page) == []
        page.emulate_media(color_scheme="light")
