"""A large file of responses is followed in the browser until it is known what came."""

import pytest
from playwright.sync_api import Page, expect

from engage.core.db import session
from engage.core.worker import run_waiting_jobs
from engage.people.models import User
from tests.browser.conftest import violations
from tests.conftest import PASSWORD
from tests.factories.surveys import make_consultation, make_survey

pytestmark = pytest.mark.browser
PAGE = "/en/manage/surveys/work/files"


@pytest.fixture
def files(address: str, page: Page, luc: User) -> Page:
    """Luc's page of files, open in a narrow window."""
    make_survey(consultation=make_consultation(catchments=("northeast",)))
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{address}/en/sign-in?next={PAGE}")
    page.get_by_label("E-mail address").fill(luc.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{PAGE}")
    return page


def test_the_page_goes_on_to_what_came_of_the_file(files: Page) -> None:
    rows = "role,needs\n" + "worker,A bus at night\n" * 8000 + "boss,A bus\n"
    sent = {"name": "in.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    files.get_by_label("CSV or XLSX file").set_input_files(sent)  # type: ignore[arg-type]
    files.get_by_role("button", name="Check the file").click()
    expect(files.get_by_text("Waiting for a worker")).to_be_visible()
    assert violations(files) == []
    session().rollback()
    assert run_waiting_jobs() == 1
    expect(files.get_by_role("heading", name="1 fault in the file")).to_be_visible()
    expect(files.get_by_role("rowheader", name="8002")).to_be_visible()
    assert violations(files) == []
    wide = "document.documentElement.scrollWidth > innerWidth"
    assert not files.evaluate(wide)
