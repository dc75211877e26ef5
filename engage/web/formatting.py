"""How values are written on a page, in its language."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, get_timezone_name
from babel.numbers import format_percent
from flask import Flask

from engage.core import clock
from engage.core.figures import LOCALES, number
from engage.core.i18n import Bilingual, current_language, inner_quotes

# The library has no words for the first; the tz database links it to the second.
SAME_CLOCK = {"America/Atikokan": "America/Panama"}

__all__ = ["day", "init_app", "language_name", "number", "percent", "pick", "zone"]


def init_app(app: Flask) -> None:
    """Add the filters of numbers, days, zones, bilingual content and languages."""
    app.add_template_filter(number)
    app.add_template_filter(percent)
    app.add_template_filter(day)
    app.add_template_filter(zone)
    app.add_template_filter(pick)
    app.add_template_filter(inner_quotes)
    app.add_template_filter(language_name)


def percent(share: float, digits: int = 0) -> str:
    """Write a share (0 to 1) as a percentage."""
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    sign = "\u00a0%" if current_language() == "fr" else "%"
    return format_percent(share, format=pattern + sign, locale=_locale())


def day(value: date | datetime) -> str:
    """Write a day in full, with the first of the month as « 1er » in French.

    A moment is written as the day it is in most of Ontario.
    """
    if isinstance(value, datetime):
        value = clock.day_of(value)
    written = format_date(value, format="long", locale=_locale())
    if current_language() == "fr" and value.day == 1:
        return written.replace("1 ", "1er ", 1)
    return written


def zone(name: str) -> str:
    """Write the name of a time zone as people call it: standard time if it stays so."""
    place = ZoneInfo(SAME_CLOCK.get(name, name))
    offsets = {datetime(2026, month, 1, tzinfo=place).utcoffset() for month in (1, 7)}
    spoken = get_timezone_name(
        place,
        zone_variant="generic" if len(offsets) > 1 else "standard",
        locale=_locale(),
    )
    return f"{spoken[0].upper()}{spoken[1:]}"


def pick(content: Any) -> str:
    """Write bilingual content in the page's language; anything else as it is."""
    if isinstance(content, Bilingual):
        return content[current_language()]
    return "" if content is None else str(content)


def language_name(code: str) -> str:
    """Write the name of a language in the page's language; its code if unknown."""
    try:
        spoken = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return code
    return spoken.get_language_name(_locale()) or code


def _locale() -> str:
    return LOCALES[current_language()]
