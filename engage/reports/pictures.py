"""The pictures of an edition, drawn once from the document and stored as SVG files."""

from collections.abc import Iterable, Iterator
from typing import Any

from engage.catchments.facts import shapes
from engage.core.i18n import LANGUAGES, Bilingual
from engage.web.charts import Line, Words, bar_chart, dot_chart, shaded_map

Row = dict[str, Any]
# Shades 1 to 5 of the map begin at these counts of people.
PEOPLE_STEPS = (0, 25, 50, 100, 200)

THEMES = Bilingual(
    "Share of the people who wrote that speak of each theme",
    "Part des personnes qui ont écrit et qui parlent de chaque thème",
)
MAP = Bilingual(
    "People who took part, by catchment",
    "Personnes qui ont participé, par région désignée",
)
ALL_BARS = Bilingual(
    "The bar or the dot is the share, the thin line its 95 % interval: ",
    "La barre ou le point indique la part; le trait fin, son intervalle à 95 % : ",
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
    titles = {}
    if _lines(document["themes"], language):
        titles["themes"] = THEMES[language]
    if document["who"]["catchments"]:
        titles["map"] = MAP[language]
    for question in document["questions"]:
        if _lines(question["options"], language):
            titles[question_name(question)] = question["title"][language]
    return {f"{name}.{language}.svg": title for name, title in titles.items()}


def question_name(question: Row) -> str:
    """Return the name of a question's picture."""
    return f"question-{question['survey']}-{question['id']}"


def people_level(figure: Row) -> int:
    """Return the shade of a count of people, 0 where it is withheld."""
    value = figure["value"]
    if value is None:
        return 0
    return max(at for at, step in enumerate(PEOPLE_STEPS, 1) if value >= step)


def _pictures(document: Row, language: str) -> Iterator[tuple[str, str]]:
    lines = _lines(document["themes"], language)
    if lines:
        yield "themes", bar_chart(lines, _words(THEMES[language], lines, language))
    if document["who"]["catchments"]:
        yield "map", map_of(document, language)
    for question in document["questions"]:
        lines = _lines(question["options"], language)
        if lines:
            words = _words(question["title"][language], lines, language)
            draw = dot_chart if question["kind"] == "ranking" else bar_chart
            yield question_name(question), draw(lines, words)


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
    sign = "\u00a0%" if language == "fr" else "%"
    told = "; ".join(f"{line.label} {round(line.share * 100)}{sign}" for line in lines)
    return Words(title, f"{ALL_BARS[language]}{told}.", language)


def map_of(document: Row, language: str) -> str:
    """Return the map of who took part as SVG."""
    rows = document["who"]["catchments"]
    levels = {row["slug"]: people_level(row["people"]) for row in rows if row["slug"]}
    outlines = {slug: shape.d for slug, shape in shapes().items()}
    words = Words(MAP[language], DARKER[language], language)
    return shaded_map(outlines, levels, words)
