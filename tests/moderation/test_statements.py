"""Lists of moderation take as many statements for much as for little."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event

from engage.consultations.models import Consultation
from engage.core.db import db
from engage.moderation.actions import decide
from engage.people.models import User
from tests.factories.contributions import a_consultation, a_contribution
from tests.pages import Browser

SignIn = Callable[[User], Browser]
DESK = "/en/manage/moderation/jobs"


@pytest.fixture
def jobs(app: Flask) -> Consultation:
    return a_consultation()


def count_statements(browser: Browser, address: str) -> int:
    """Return how many statements a page takes."""
    seen: list[str] = []

    def note(*arguments: object) -> None:
        seen.append(str(arguments[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        browser.open(address)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


@pytest.mark.parametrize(
    "address",
    [
        "/en/manage/moderation",
        DESK,
        f"{DESK}/many",
        f"{DESK}/groups",
        f"{DESK}/quality",
        "/en/consultations/jobs/moderation",
    ],
)
def test_more_texts_take_no_more_statements(
    jobs: Consultation, odile: User, luc: User, sign_in: SignIn, address: str
) -> None:
    def more(number: int) -> None:
        for place in range(number):
            a_contribution(jobs, f"A text about the bus, {place}")
            there = a_contribution(jobs, f"Another, {place}", catchment="toronto")
            decide(there, "reject", reason="insult", version=1, by=odile.actor)

    more(2)
    browser = sign_in(odile)
    browser.open(address)
    few = count_statements(browser, address)
    more(12)
    assert count_statements(browser, address) <= few
