"""The report on paper: a PDF/UA-1 file for each language, made without any network.

Typst refuses a file for one glyph that no font has. So a run of signs that our fonts
cannot print becomes a visible mark: a quote never keeps a report from being published.
"""

import json
import re
import tempfile
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

from flask_babel import force_locale

from engage.core.i18n import gettext as _
from engage.reports.document import wording
from engage.reports.printing.content import edition_name, parts_of
from engage.web.charts import SVG

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
NOT_PRINTED = "[…]"
SPACES = " \n\u00a0"


def printed_report(
    document: dict[str, Any], pictures: Mapping[str, str], language: str
) -> bytes:
    """Return a report as PDF/UA-1: the same document gives the same bytes."""
    import typst  # noqa: PLC0415 - heavy: only where a report is published

    with tempfile.TemporaryDirectory() as beside:
        folder = Path(beside)
        for name, picture in pictures.items():
            (folder / name).write_text(printable(picture), encoding="utf-8")
        content = json.dumps(_content(document, pictures, language))
        (folder / "content.json").write_text(content, encoding="utf-8")
        source = folder / "report.typ"
        source.write_bytes((HERE / "report.typ").read_bytes())
        compiled: bytes = typst.compile(
            str(source),
            root=beside,
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
        )
    return compiled


def printable(text: str) -> str:
    """Return a text in which signs that no font has are marked."""
    return _unprintable().sub(NOT_PRINTED, text)


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
    content = {
        "lang": language,
        "title": title,
        "kicker": f"{kicker} · {written}",
        "footer": f"{title} · {written}",
        "date": [day.year, day.month, day.day],
        "parts": parts,
    }
    written_out = printable(json.dumps(content, ensure_ascii=False))
    marked: dict[str, Any] = json.loads(written_out)
    return marked


def _with_words(part: dict[str, Any], pictures: Mapping[str, str]) -> dict[str, Any]:
    """Give a picture the description that stands in its file."""
    if part["kind"] != "picture":
        return part
    drawn = fromstring(pictures[part["file"]])  # noqa: S314 - our own picture
    return {**part, "alt": drawn.findtext(f"{{{SVG}}}desc") or part["title"]}


@cache
def _unprintable() -> re.Pattern[str]:
    """Return what finds signs that our fonts do not have."""
    signs = (FONTS / "coverage.txt").read_text(encoding="utf-8").replace("\n", "")
    return re.compile(f"[^{re.escape(signs)}{SPACES}]+")
