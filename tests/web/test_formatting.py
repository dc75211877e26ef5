"""How values are written on a page."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask, g

from engage.core.i18n import inner_quotes
from engage.web.formatting import day, zone


@pytest.mark.parametrize(
    ("language", "value", "written"),
    [
        ("en", date(2026, 11, 23), "November 23, 2026"),
        ("fr", date(2026, 12, 1), "1er décembre 2026"),
        # In the evening it is another day in Greenwich already.
        ("en", datetime(2026, 11, 23, 1, 51, tzinfo=UTC), "November 22, 2026"),
        ("fr", datetime(2026, 7, 2, 3, 59, tzinfo=UTC), "1er juillet 2026"),
        ("fr", datetime(2026, 7, 2, 4, 0, tzinfo=UTC), "2 juillet 2026"),
    ],
)
def test_a_moment_is_written_as_its_day_in_ontario(
    app: Flask, language: str, value: date, written: str
) -> None:
    with app.test_request_context(f"/{language}/"):
        g.lang = language
        assert day(value) == written


@pytest.mark.parametrize(
    ("language", "words", "written"),
    [
        ("fr", "L’« expérience canadienne »", "L’“expérience canadienne”"),
        ("fr", "«\u00a0A\u00a0» et «\u202fB\u202f»", "“A” et “B”"),
        ("fr", "L’expérience « canadienne", "L’expérience « canadienne"),
        ("en", "“Canadian experience”", "\u2018Canadian experience’"),
        ("en", "Rent", "Rent"),
    ],
)
def test_quotes_within_quotes(
    app: Flask, language: str, words: str, written: str
) -> None:
    with app.test_request_context(f"/{language}/"):
        g.lang = language
        assert inner_quotes(words) == written


@pytest.mark.parametrize(
    ("language", "name", "written"),
    [
        ("en", "America/Toronto", "Eastern Time"),
        ("fr", "America/Winnipeg", "Heure du Centre"),
        ("en", "America/Atikokan", "Eastern Standard Time"),
        ("fr", "America/Atikokan", "Heure normale de l’Est"),
    ],
)
def test_a_zone_whose_clocks_never_change_is_told_as_such(
    app: Flask, language: str, name: str, written: str
) -> None:
    with app.test_request_context(f"/{language}/"):
        g.lang = language
        assert zone(name) == written
