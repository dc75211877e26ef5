"""Pieces of a printed report: headings, pictures, figures in words."""

from collections.abc import Iterator
from typing import Any

from engage.core.i18n import current_language
from engage.core.i18n import gettext as _
from engage.reports.document import wording
from engage.reports.pictures import picture_titles

Row = dict[str, Any]
# What stands for a language nobody knows (ISO 639-2).
UNKNOWN = "und"


def figure_text(figure: Row) -> str:
    """Return a figure in words."""
    words: str = _("not shown")
    if figure["value"] is not None:
        words = number(figure["value"])
    elif figure["withheld"] == "small":
        words = _("fewer than %(least)d", least=figure["below"])
    return words


def part_text(row: Row) -> str:
    """Return a part as its share, or as its figure where it has none."""
    return (
        percent(row["share"]["value"]) if row["share"] else figure_text(row["people"])
    )


def heading(level: int, text: str) -> Row:
    """Return a heading."""
    return {"kind": "heading", "level": level, "text": text}


def picture(document: Row, name: str, width: float) -> Iterator[Row]:
    """Yield a picture where the edition has it; its words are in the SVG itself."""
    language = current_language()
    file = f"{name}.{language}.svg"
    title = picture_titles(document, language).get(file)
    if title is not None:
        yield {"kind": "picture", "file": file, "title": title, "width": width}


def written_in(language: str) -> str:
    """Return a language as a PDF names it: its code, or that it is not known."""
    code = language.partition("-")[0].lower()
    is_code = code.isascii() and code.isalpha() and len(code) in {2, 3}
    return code if is_code else UNKNOWN


def gone(row: Row) -> Row | None:
    """Return what stands in the place of words that were taken out, else None."""
    words = {
        "withdrawn": _("These words were withdrawn by their author."),
        "removed": _("These words were removed after publication."),
    }.get(row.get("gone") or "")
    return None if words is None else {"kind": "fine", "text": words}


def range_text(row: Row) -> str:
    """Return the range of a share in words."""
    words: str = _(
        "between %(low)s and %(high)s",
        low=percent(row["share"]["low"]),
        high=percent(row["share"]["high"]),
    )
    return words


def number(value: float) -> str:
    """Return a number as the language of the moment writes it."""
    return wording.number(value)[current_language()]


def percent(share: float) -> str:
    """Return a share as the language of the moment writes it."""
    return wording.percent(share)[current_language()]
