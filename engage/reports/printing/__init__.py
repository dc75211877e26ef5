"""The report on paper: a PDF/UA-1 file for each language."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

from flask_babel import force_locale

from engage.core.i18n import gettext as _
from engage.reports.document import wording
from engage.reports.printing.content import edition_name, parts_of
from engage.web.charts import SVG
from engage.web.printing import printed

REPORT = Path(__file__).parent / "report.typ"


def printed_report(
    document: dict[str, Any], pictures: Mapping[str, str], language: str
) -> bytes:
    """Return a report as PDF/UA-1: the same document gives the same bytes."""
    return printed(REPORT, _content(document, pictures, language), pictures)


def _content(
    document: dict[str, Any], pictures: Mapping[str, str], language: str
) -> dict[str, Any]:
    day = date.fromisoformat(document["edition"]["published_on"])
    edition = edition_name(document)
    with force_locale(language):
        title = document["consultation"]["title"][language]
        is_interim = document["edition"]["is_interim"]
        kicker = _("Report, edition %(number)s", number=edition)
        if is_interim:
            kicker = _("Interim report, edition %(number)s", number=edition)
        written = wording.day(day)[language]
        parts = [_with_words(part, pictures) for part in parts_of(document)]
    return {
        "lang": language,
        "title": title,
        "kicker": f"{kicker} · {written}",
        "footer": f"{title} · {written}",
        "date": [day.year, day.month, day.day],
        "parts": parts,
    }


def _with_words(part: dict[str, Any], pictures: Mapping[str, str]) -> dict[str, Any]:
    """Give a picture the description that stands in its file."""
    if part["kind"] != "picture":
        return part
    drawn = fromstring(pictures[part["file"]])  # noqa: S314 - our own picture
    return {**part, "alt": drawn.findtext(f"{{{SVG}}}desc") or part["title"]}
