"""What the printed report says, part by part, in the language of the moment."""

from collections.abc import Iterator
from datetime import date

from engage.core.i18n import current_language
from engage.core.i18n import gettext as _
from engage.reports.document import gone_ids, wording
from engage.reports.facts import licence_of
from engage.reports.printing.asked import questions_of, statements_of
from engage.reports.printing.designs import designs_of
from engage.reports.printing.opinions import opinions_of
from engage.reports.printing.pieces import (
    Row,
    figure_text,
    gone,
    heading,
    number,
    percent,
    picture,
    range_text,
    written_in,
)
from engage.reports.printing.who import profiles_in_print, who_of
from engage.themes.models import Stability
from engage.themes.wording import STABILITY

# What stands for a language nobody knows (ISO 639-2).
UNKNOWN = "und"


def parts_of(document: Row) -> Iterator[Row]:
    """Yield the parts of a report in order."""
    language = current_language()
    asked = document["consultation"]
    yield {"kind": "lede", "text": asked["summary"][language]}
    if asked["sample_notice"]:
        yield {"kind": "text", "text": asked["sample_notice"][language]}
    yield from _revised(document)
    yield heading(2, _("Summary"))
    sentences = [sentence[language] for sentence in document["summary"]]
    yield {"kind": "numbered", "items": sentences}
    yield from picture(document, "map", 0.34)
    yield {"kind": "contents", "title": _("In this report")}
    yield from who_of(document, language)
    yield heading(2, _("What people said"))
    yield from picture(document, "themes", 1.0)
    yield from picture(document, "sureness", 0.7)
    for place, theme in enumerate(document["themes"], 1):
        yield from _theme(theme, place, document, language)
    yield from profiles_in_print(document, language)
    yield from designs_of(document, language)
    yield from questions_of(document, language)
    yield from statements_of(document)
    yield from opinions_of(document, language)
    yield from _method(document, language)


def edition_name(document: Row) -> str:
    """Return the number of an edition as readers see it: 2, or 2.1 for a revision."""
    edition = document["edition"]
    number_of = str(edition["number"])
    return f"{number_of}.{edition['revision']}" if edition["revision"] else number_of


def _revised(document: Row) -> Iterator[Row]:
    """Yield what a revision changed."""
    edition, gone = document["edition"], len(gone_ids(document))
    if not edition["revision"]:
        return
    day = wording.day(date.fromisoformat(edition["revised_on"]))[current_language()]
    told = [_("Revised on %(day)s.", day=day)]
    if gone:
        told.append(
            _("Texts withdrawn or removed since: %(texts)s.", texts=number(gone))
        )
    if edition["is_corrected"]:
        told.append(_("Words were corrected."))
    if edition.get("is_answered"):
        told.append(_("It shows what the system designs answer since then."))
    told.append(_("All figures are those first published."))
    yield {"kind": "text", "text": " ".join(told)}


def _theme(theme: Row, place: int, document: Row, language: str) -> Iterator[Row]:
    yield heading(3, f"{place}. {theme['label'][language]}")
    yield {"kind": "text", "text": _size(theme)}
    yield from _weighted(theme)
    sureness = STABILITY[Stability(theme["stability"])]
    yield {"kind": "fine", "text": str(sureness.meaning)}
    shown = [row for row in theme["catchments"] if row["share"]]
    if shown:
        names = {row["slug"]: row["name"] for row in document["who"]["catchments"]}
        shown.sort(key=lambda row: (-row["share"]["value"], row["slug"]))
        rows = [
            [
                names[row["slug"]][language],
                percent(row["share"]["value"]),
                range_text(row),
            ]
            for row in shown
        ]
        header = [_("Catchment"), _("Share"), _("Range")]
        title = _("Where it is raised")
        yield {"kind": "table", "title": title, "header": header, "rows": rows}
    yield from _words(theme, language)
    for quote in theme["quotes"]:
        yield gone(quote) or _quote(quote, document, language)


def _words(theme: Row, language: str) -> Iterator[Row]:
    """Yield what a theme is about: its parts, and the words that stand out."""
    if theme["parts"]:
        parts = "; ".join(
            f"{part['label'][language]} ({figure_text(part['people'])})"
            for part in theme["parts"]
        )
        told = _("Parts of this theme, and how many people: %(parts)s.", parts=parts)
        yield {"kind": "fine", "text": told}
    if theme["keywords"][language]:
        words = ", ".join(theme["keywords"][language])
        yield {
            "kind": "fine",
            "text": _("Words that stand out: %(words)s.", words=words),
        }


def _quote(quote: Row, document: Row, language: str) -> Row:
    names = {row["slug"]: row["name"] for row in document["who"]["catchments"]}
    source = names[quote["catchment"]][language] if quote["catchment"] else ""
    return {
        "kind": "quote",
        "text": quote["text"],
        "lang": written_in(quote["language"]),
        "source": source,
    }


def _size(theme: Row) -> str:
    words: str = _("How many people speak of it is not shown.")
    if theme["share"]:
        words = _(
            "%(share)s of the people who wrote speak of it (%(range)s): about "
            "%(people)s people.",
            share=percent(theme["share"]["value"]),
            range=range_text(theme),
            people=number(theme["people"]["value"]),
        )
    elif theme["people"]["value"] is not None:
        people = number(theme["people"]["value"])
        words = _("About %(people)s people speak of it.", people=people)
    return words


def _weighted(theme: Row) -> Iterator[Row]:
    found = theme["weighted"]
    if found is None:
        return
    words: str = _(
        "Weighted by where people live, over the %(places)s catchments heard enough: "
        "%(share)s (%(range)s).",
        places=found["catchments"],
        share=percent(found["value"]),
        range=range_text({"share": found}),
    )
    yield {"kind": "fine", "text": words}


def _method(document: Row, language: str) -> Iterator[Row]:
    method = document["method"]
    yield heading(2, _("How this was made"))
    yield {
        "kind": "text",
        "text": _(
            "Only texts that passed moderation are counted. A program grouped the "
            "texts by the words they use; people named the groups and vouch for them. "
            "Each person counts once per theme, however much they wrote."
        ),
    }
    yield {
        "kind": "text",
        "text": _(
            "Counts below %(least)d are not shown. All others are rounded to a "
            "multiple of %(base)d, up or down at random, so that no figure and no "
            "difference between figures tells what one person said. Shares and "
            "ranges are computed from the rounded counts; no share is shown for "
            "fewer than %(shares)d people. %(withheld)s figures of this edition are "
            "not shown.",
            least=method["k"],
            base=method["base"],
            shares=method["least_base_for_shares"],
            withheld=number(document["withheld"]),
        ),
    }
    yield {
        "kind": "text",
        "text": _(
            "Who answers a consultation chooses to. These figures say what those "
            "people think, not what everybody in a catchment thinks."
        ),
    }
    if document.get("reading"):
        yield {"kind": "text", "text": document["reading"][language]}
    licence = licence_of(document)
    name, url = licence["name"][language], licence["url"][language]
    told = _("You may use this report under this licence:")
    yield {"kind": "text", "text": f"{told} {name}, {url}"}
    attribution = document["consultation"]["attribution"]
    if attribution:
        yield {"kind": "fine", "text": attribution[language]}
