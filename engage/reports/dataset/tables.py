"""A report as tables: one row a thing, each figure with its share beside it.

`withheld` is empty where a figure is shown, `small` where it is below the threshold,
`small_or_nearly_all` where it is that or nearly the whole group.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from engage.reports.dataset.designs import design_tables
from engage.reports.dataset.opinions import opinion_tables, people_columns

Row = dict[str, Any]
Tables = dict[str, list[Row]]


def tables_of(document: Row) -> Tables:
    """Return the tables of an edition by name, in an order that foreign keys allow."""
    themes, questions = document["themes"], document["questions"]
    statements = document["statements"] or {}
    return {
        "catchments": [_catchment(row) for row in document["who"]["catchments"]],
        "participation": list(_participation(document)),
        "themes": [_theme(theme) for theme in themes],
        "theme_parts": [
            {
                "id": part["id"],
                "theme": theme["id"],
                **_label(part["label"]),
                **people_columns(part),
            }
            for theme in themes
            for part in theme["parts"]
        ],
        "theme_catchments": [
            {"theme": theme["id"], "catchment": row["slug"], **people_columns(row)}
            for theme in themes
            for row in theme["catchments"]
        ],
        "quotes": [
            {"theme": theme["id"], **quote}
            for theme in themes
            for quote in theme["quotes"]
        ],
        "texts": list(document["texts"]),
        "questions": [_question(question) for question in questions],
        "options": list(_options(questions)),
        "statements": [
            {"list": name, **row}
            for name in ("agreed", "dividing")
            for row in statements.get(name, [])
        ],
        **opinion_tables(document),
        **design_tables(document),
        "summary": [
            {"position": place, **sentence}
            for place, sentence in enumerate(document["summary"], 1)
        ],
    }


def figures_of(tables: Tables) -> Iterator[Row]:
    """Yield every figure as one plain row, for a file that any program reads."""
    named = {row["id"]: row for row in (*tables["themes"], *tables["questions"])}
    for row in tables["participation"]:
        yield _plain(row, "participation", row["kind"], row["id"])
    for row in tables["catchments"]:
        yield _plain(row, "catchments", "", row["slug"])
    for row in tables["themes"]:
        yield _plain(row, "themes", "", row["id"])
    for row in tables["theme_parts"]:
        yield _plain(row, "theme_parts", row["theme"], row["id"])
    for row in tables["theme_catchments"]:
        label = named[row["theme"]]
        yield _plain(
            {**label, **row}, "theme_catchments", row["theme"], row["catchment"]
        )
    for row in tables["options"]:
        yield _plain(row, "options", row["question"], row["id"])
    yield from _opinion_figures(tables)


def _opinion_figures(tables: Tables) -> Iterator[Row]:
    for row in tables["opinion_groups"]:
        yield _plain(row, "opinion_groups", row["thread"], row["id"])
    for row in tables["opinion_votes"]:
        group = f"{row['statement']}:{row['list']}"
        yield _plain(row, "opinion_votes", group, row["group"])


def _plain(row: Row, table: str, group: str, name: str) -> Row:
    columns = ("label_en", "label_fr", "people", "withheld", "share", "low", "high")
    return {
        "table": table,
        "group": group,
        "id": name,
        **{column: row.get(column) for column in columns},
    }


def _catchment(row: Row) -> Row:
    return {
        "slug": row["slug"] or "none",
        **_label(row["name"] or {"en": "none named", "fr": "aucune nommée"}),
        "population": row["population"],
        **people_columns(row),
        "writers": row["writers"]["value"],
        "writers_withheld": row["writers"].get("withheld"),
    }


def _participation(document: Row) -> Iterator[Row]:
    who = document["who"]
    yield _counted("all", "people", {"people": who["people"]})
    yield _counted("all", "writers", {"people": who["writers"]})
    yield _counted("themes", "other", document["other_themes"])
    yield _counted("themes", "none", document["outside_themes"])
    for kind in ("languages", "channels", "weeks"):
        for row in who.get(kind, []):
            yield _counted(kind, row["id"], row)


def _counted(kind: str, name: str, row: Row) -> Row:
    return {"kind": kind, "id": name, **people_columns(row)}


def _theme(theme: Row) -> Row:
    once = theme["campaigns_once"]
    return {
        "id": theme["id"],
        **_label(theme["label"]),
        "description_en": theme["description"]["en"],
        "description_fr": theme["description"]["fr"],
        "keywords_en": ", ".join(theme["keywords"]["en"]),
        "keywords_fr": ", ".join(theme["keywords"]["fr"]),
        **people_columns(theme),
        "weighted_share": (theme["weighted"] or {}).get("value"),
        "people_campaigns_once": once["people"]["value"] if once else None,
        "stability": theme["stability"],
    }


def _question(question: Row) -> Row:
    unknown = question["unknown"] or {}
    return {
        "id": f"{question['survey']}:{question['id']}",
        "survey": question["survey"],
        "kind": question["kind"],
        "measure": question["measure"],
        **_label(question["title"]),
        "answered": question["answered"]["value"],
        "answered_withheld": question["answered"].get("withheld"),
        "unknown": unknown.get("value"),
        "unknown_withheld": unknown.get("withheld"),
        "mean": question["mean"],
    }


def _options(questions: Iterable[Row]) -> Iterator[Row]:
    for question in questions:
        owner = f"{question['survey']}:{question['id']}"
        for option in question["options"]:
            yield {
                "question": owner,
                "id": option["id"],
                **_label(option["label"]),
                **people_columns(option),
                **_score(option),
            }


def _score(option: Row) -> Row:
    score = option["score"] or {}
    names = {"score": "value", "score_low": "low", "score_high": "high"}
    return {column: score.get(name) for column, name in names.items()}


def _label(label: Row) -> Row:
    return {"label_en": label["en"], "label_fr": label["fr"]}
