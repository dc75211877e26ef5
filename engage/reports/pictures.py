"""The pictures of an edition, drawn once from the document and stored as SVG files."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

from babel.dates import format_date

from engage.catchments.facts import shapes
from engage.core.i18n import LANGUAGES, Bilingual
from engage.themes.models import Stability
from engage.web.charts import (
    Line,
    Square,
    Words,
    bar_chart,
    column_chart,
    dot_chart,
    grid_chart,
    shaded_map,
    sign_of,
)

Row = dict[str, Any]
Planned = tuple[str, Words, Callable[[Words], str]]
# Shades 1 to 5 of the map begin at these counts of people.
PEOPLE_STEPS = (0, 25, 50, 100, 200)

# Shades 1 to 5 of shares begin here.
SHARE_STEPS = (0.0, 0.1, 0.2, 0.3, 0.4)

THEMES = Bilingual(
    "Share of the people who wrote that speak of each theme",
    "Part des personnes qui ont écrit et qui parlent de chaque thème",
)
MAP = Bilingual(
    "People who took part, by catchment",
    "Personnes qui ont participé, par région désignée",
)
WEEKS = Bilingual(
    "People who first took part, week by week, rounded",
    "Personnes ayant participé pour la première fois, par semaine, nombres arrondis",
)
PLACES = Bilingual(
    "Share of the people who wrote in each catchment that speak of each theme",
    "Part des personnes ayant écrit dans chaque région désignée qui parlent de chaque "
    "thème",
)
SURENESS = Bilingual(
    "How sure each theme is", "Avec quelle certitude chaque thème est établi"
)
SCORES = Bilingual(
    "How the options fare against each other: share of comparisons won",
    "Comment les options se comparent\u00a0: part des comparaisons remportées",
)
# Stable first; the words are those of every page.
SURE_NAMES = {
    Stability.ROBUST: Bilingual("Robust", "Solide"),
    Stability.TENTATIVE: Bilingual("Tentative", "À confirmer"),
    Stability.FRAGILE: Bilingual("Fragile", "Fragile"),
    Stability.UNKNOWN: Bilingual("Not measured", "Non mesuré"),
}
A_DASH = Bilingual("A dash: not shown.", "Un tiret\u00a0: non montré.")
ALL_BARS = Bilingual(
    "The bar or the dot is the share, the thin line its 95\u00a0% interval: ",
    "La barre ou le point indique la part; le trait fin, son intervalle à "
    "95\u00a0%\u00a0: ",
)
DARKER = Bilingual(
    "The darker, the more people; a dashed outline means too few to show.",
    "Plus c’est foncé, plus il y a de personnes; un contour en tirets signifie qu’il y "
    "en a trop peu pour le montrer.",
)


def pictures_of(document: Row) -> dict[str, str]:
    """Return the pictures of a report by file name, in both languages."""
    return {
        f"{name}.{language}.svg": picture
        for language in LANGUAGES
        for name, picture in _pictures(document, language)
    }


def picture_titles(document: Row, language: str) -> dict[str, str]:
    """Return what each picture of a report is called, by file name."""
    return {
        f"{name}.{language}.svg": words.title
        for name, words, _draw in _planned(document, language)
    }


def question_name(question: Row) -> str:
    """Return the name of a question's picture."""
    return f"question-{question['survey']}-{question['id']}"


def people_level(figure: Row) -> int:
    """Return the shade of a count of people, 0 where it is withheld."""
    value = figure["value"]
    if value is None:
        return 0
    return level_of(value, PEOPLE_STEPS)


def _pictures(document: Row, language: str) -> Iterator[tuple[str, str]]:
    for name, words, draw in _planned(document, language):
        yield name, draw(words)


def _planned(document: Row, language: str) -> Iterator[Planned]:
    """Yield each picture that a report has: its name, its words, and how to draw it."""
    lines = _lines(document["themes"], language)
    if lines:
        yield (
            "themes",
            _words(THEMES[language], lines, language),
            partial(bar_chart, lines),
        )
    yield from _of_people(document, language)
    yield from _of_themes(document, language)
    for question in document["questions"]:
        yield from _of_question(question, language)


def _of_people(document: Row, language: str) -> Iterator[Planned]:
    if document["who"]["catchments"]:
        words = Words(MAP[language], DARKER[language], language)
        yield "map", words, partial(_map, document)
    weeks = document["who"].get("weeks")
    if weeks:
        columns = [(_day(row["id"], language), row["people"]["value"]) for row in weeks]
        told = "; ".join(f"{day}: {'–' if n is None else n}" for day, n in columns)
        words = Words(WEEKS[language], f"{told}. {A_DASH[language]}", language)
        yield "weeks", words, partial(column_chart, columns)


def _of_themes(document: Row, language: str) -> Iterator[Planned]:
    if not document["themes"]:
        return
    sure = list(_sureness(document["themes"], language))
    told = "; ".join(f"{one.down}: {one.across}" for one in sure if one.level)
    words = Words(SURENESS[language], f"{told}.", language)
    yield "sureness", words, partial(grid_chart, sure)
    shared = list(_shared(document, language))
    if shared:
        told = "; ".join(f"{one.down}, {one.across}: {one.text}" for one in shared)
        words = Words(PLACES[language], f"{told}. {A_DASH[language]}", language)
        yield "places", words, partial(grid_chart, shared)


def _sureness(themes: Iterable[Row], language: str) -> Iterator[Square]:
    for theme in themes:
        for state, name in SURE_NAMES.items():
            is_it = theme["stability"] == state
            yield Square(
                theme["label"][language],
                name[language],
                3 if is_it else 0,
                "•" if is_it else "",
            )


def _shared(document: Row, language: str) -> Iterator[Square]:
    """Yield the share of each theme in each catchment where enough people wrote."""
    least = document["method"]["least_base_for_shares"]
    heard = [
        row
        for row in document["who"]["catchments"]
        if row["slug"] and (row["writers"]["value"] or 0) >= least
    ]
    for theme in document["themes"] if heard else ():
        shares = {row["slug"]: row["share"] for row in theme["catchments"]}
        for place in heard:
            share = shares.get(place["slug"])
            yield Square(
                theme["label"][language],
                place["name"][language],
                level_of(share["value"], SHARE_STEPS) if share else 0,
                _percent(share["value"], language) if share else "–",
            )


def _of_question(question: Row, language: str) -> Iterator[Planned]:
    lines = _lines(question["options"], language)
    if lines:
        words = _words(question["title"][language], lines, language)
        draw = dot_chart if question["kind"] == "ranking" else bar_chart
        yield question_name(question), words, partial(draw, lines)
    scored = [{**row, "share": row["score"]} for row in question["options"]]
    lines = _lines(scored, language)
    if lines:
        words = _words(SCORES[language], lines, language)
        yield f"{question_name(question)}-scores", words, partial(dot_chart, lines)


def _day(written: str, language: str) -> str:
    return format_date(date.fromisoformat(written), "d MMM", locale=language)


def _percent(share: float, language: str) -> str:
    return f"{round(share * 100)}{sign_of(language)}"


def level_of(value: float, steps: Sequence[float]) -> int:
    """Return the shade of a value: the last step that it reaches, 1 to 5."""
    return max(place for place, step in enumerate(steps, 1) if value >= step)


def _lines(rows: Iterable[Row], language: str) -> list[Line]:
    return [
        Line(
            row["label"][language],
            row["share"]["value"],
            row["share"]["low"],
            row["share"]["high"],
        )
        for row in rows
        if row["share"] is not None
    ]


def _words(title: str, lines: Iterable[Line], language: str) -> Words:
    told = "; ".join(f"{line.label} {_percent(line.share, language)}" for line in lines)
    return Words(title, f"{ALL_BARS[language]}{told}.", language)


def map_of(document: Row, language: str) -> str:
    """Return the map of who took part as SVG."""
    return _map(document, Words(MAP[language], DARKER[language], language))


def _map(document: Row, words: Words) -> str:
    rows = document["who"]["catchments"]
    levels = {row["slug"]: people_level(row["people"]) for row in rows if row["slug"]}
    return shaded_map(
        {slug: shape.d for slug, shape in shapes().items()}, levels, words
    )
