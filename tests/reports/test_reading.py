"""What a report says of the second reading: in words, never in figures."""

import pytest
from flask import Flask

from engage.consultations.models import Consultation
from engage.core.actors import SYSTEM
from engage.core.db import session
from engage.insights import readings
from engage.insights.actions import read_text
from engage.moderation.facts.agreement import Agreement
from engage.people.models import User
from engage.reports import actions
from engage.reports.actions import press_of
from engage.reports.document.reading import reading_words
from engage.reports.verify import differences
from engage.themes.models import Assignment, Theme
from tests.factories.reports import reportable
from tests.pages import Browser


@pytest.mark.parametrize(
    ("kappa", "told"),
    [
        (0.9, "mostly"),
        (0.6, "mostly"),
        (0.5, "where a theme"),
        (-0.2, "caution"),
    ],
)
def test_agreement_is_told_in_words(kappa: float, told: str) -> None:
    words = reading_words(Agreement(40, 30, kappa, kappa, kappa))
    assert words is not None
    assert told in words.en
    assert not any(sign.isdigit() for sign in words.en + words.fr)


def test_too_few_readings_are_not_told() -> None:
    assert reading_words(None) is None
    assert reading_words(Agreement(29, 29)) is None


def test_the_report_tells_it_and_goes_on_telling_what_it_told(
    app: Flask, odile: User, browser: Browser
) -> None:
    needs = reportable()
    press = press_of(app.config["SETTINGS"])
    for _place in range(30):
        _read(needs, odile)
    edition = actions.publish_edition(needs, press, by=SYSTEM)
    for language, told in (("en", "mostly chose"), ("fr", "le plus souvent choisi")):
        browser.open(f"/{language}/reports/needs")
        assert told in browser.words()
    _read(needs, odile)
    again = actions.rederive_edition(needs, "1", press)
    assert list(differences(edition.document, again.document)) == []


def _read(consultation: Consultation, reader: User) -> None:
    text = readings.find_next(reader.actor, consultation)
    assert text is not None
    place = session().get_one(Assignment, text.id)
    theme = session().get_one(Theme, place.theme_id)
    read_text(text, theme, by=reader.actor)
