"""Questions with choices and statements voted on, as the printed report says them."""

from collections.abc import Iterator

from engage.core.i18n import gettext as _
from engage.reports.pictures import question_name
from engage.reports.printing.pieces import (
    Row,
    figure_text,
    gone,
    heading,
    number,
    percent,
    picture,
    written_in,
)


def questions_of(document: Row, language: str) -> Iterator[Row]:
    """Yield the questions with choices, each with its picture and its table."""
    if not document["questions"]:
        return
    yield heading(2, _("Questions with choices"))
    for question in document["questions"]:
        yield heading(3, question["title"][language])
        people = figure_text(question["answered"])
        yield {"kind": "fine", "text": _("%(people)s people answered.", people=people)}
        yield from picture(document, question_name(question), 1.0)
        yield from picture(document, f"{question_name(question)}-scores", 1.0)
        rows = [
            [
                option["label"][language],
                figure_text(option["people"]),
                percent(option["share"]["value"]) if option["share"] else "–",
            ]
            for option in question["options"]
        ]
        header = [_("Choice"), _("Number of people"), _("Share")]
        title = question["title"][language]
        yield {"kind": "table", "title": title, "header": header, "rows": rows}


def statements_of(document: Row) -> Iterator[Row]:
    """Yield what people voted on."""
    statements = document["statements"]
    if statements is None:
        return
    yield heading(2, _("What people voted on"))
    for name, title in (
        ("agreed", _("Most agreed on")),
        ("dividing", _("With two large sides")),
    ):
        yield heading(3, title)
        for row in statements[name]:
            votes = _(
                "Agree: %(agrees)s. Disagree: %(disagrees)s. Pass: %(passes)s.",
                agrees=number(row["agrees"]),
                disagrees=number(row["disagrees"]),
                passes=number(row["passes"]),
            )
            told = gone(row)
            if told is not None:
                yield {**told, "text": f"{told['text']} {votes}"}
            else:
                yield {
                    **row,
                    "kind": "quote",
                    "lang": written_in(row["language"]),
                    "source": votes,
                }
