"""Who took part, and what is particular to each catchment, in the printed report."""

from collections.abc import Iterable, Iterator
from datetime import date

from engage.core.i18n import current_language
from engage.core.i18n import gettext as _
from engage.reports.document import (
    census_share,
    profile_words,
    uneven_words,
    wording,
)
from engage.reports.printing.pieces import (
    Row,
    figure_text,
    heading,
    percent,
    picture,
)


def who_of(document: Row, language: str) -> Iterator[Row]:
    """Yield who took part: in all, by catchment beside the census, week by week."""
    who = document["who"]
    yield heading(2, _("Who took part"))
    took_part = _("people took part")
    if document["statements"] is not None:
        took_part = _("people wrote or answered")
    wrote = _("of them wrote something that was counted")
    yield {
        "kind": "table",
        "title": _("Who took part"),
        "header": [_("Who"), _("Number of people")],
        "rows": [
            [took_part, figure_text(who["people"])],
            [wrote, figure_text(who["writers"])],
        ],
    }
    told = _(
        "Each figure is rounded on its own, so parts may add up to a little more or "
        "less than the whole."
    )
    yield {"kind": "fine", "text": told}
    places = [row for row in who["catchments"] if row["slug"]]
    if places:
        yield _by_catchment(document, places, language)
        yield from ({"kind": "text", "text": told} for told in uneven_words(document))
    if who.get("weeks"):
        yield from picture(document, "weeks", 1.0)
        yield {
            "kind": "table",
            "title": _("When people first took part"),
            "header": [_("Week of"), _("Number of people")],
            "rows": [
                [_written_day(row["id"]), figure_text(row["people"])]
                for row in who["weeks"]
            ],
        }


def _by_catchment(document: Row, places: Iterable[Row], language: str) -> Row:
    rows = []
    for row in places:
        lives = census_share(document, row)
        rows.append(
            [
                row["name"][language],
                figure_text(row["people"]),
                percent(row["share"]["value"]) if row["share"] else "–",
                percent(lives) if lives else "–",
            ]
        )
    return {
        "kind": "table",
        "is_even": True,
        "title": _("Who took part, beside who lives there"),
        "header": [
            _("Catchment"),
            _("Number of people"),
            _("Share of those who took part"),
            _("Share of the population (2021)"),
        ],
        "rows": rows,
    }


def profiles_in_print(document: Row, language: str) -> Iterator[Row]:
    """Yield what is particular to each catchment, with the shares side by side."""
    if not document["who"]["catchments"]:
        return
    yield heading(2, _("Catchments side by side"))
    yield from picture(document, "places", 1.0)
    for place, told in profile_words(document):
        yield heading(3, place["name"][language])
        yield {"kind": "text", "text": " ".join(told)}


def _written_day(day: str) -> str:
    return wording.day(date.fromisoformat(day))[current_language()]
