"""The open data of an edition: JSON, CSV and SQLite."""

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engage.core.cells import guarded_cell
from engage.reports.dataset.dictionary import COLUMNS, TABLES
from engage.reports.dataset.tables import Row, Tables, figures_of, tables_of
from engage.reports.facts import licence_of

if TYPE_CHECKING:
    from sqlite_utils import Database

KEYS: dict[str, str | tuple[str, ...]] = {
    "catchments": "slug",
    "participation": ("kind", "id"),
    "themes": "id",
    "theme_parts": "id",
    "theme_catchments": ("theme", "catchment"),
    "quotes": "id",
    "texts": ("id", "theme"),
    "questions": "id",
    "options": ("question", "id"),
    "statements": ("list", "id"),
    "opinion_groups": ("thread", "id"),
    "opinion_statements": ("list", "id"),
    "opinion_votes": ("list", "statement", "group"),
    "designs": "catchment",
    "design_answers": ("catchment", "theme"),
    "summary": "position",
}
LINKS = {
    "theme_parts": [("theme", "themes", "id")],
    "theme_catchments": [
        ("theme", "themes", "id"),
        ("catchment", "catchments", "slug"),
    ],
    "quotes": [("theme", "themes", "id"), ("catchment", "catchments", "slug")],
    "texts": [("theme", "themes", "id")],
    "options": [("question", "questions", "id")],
    "designs": [("catchment", "catchments", "slug")],
    "design_answers": [("catchment", "catchments", "slug"), ("theme", "themes", "id")],
}
VIEWS = {
    "themes_by_size": "select label_en, label_fr, people, share, low, high, stability "
    "from themes order by people desc, id",
    "themes_where": "select t.label_en, t.label_fr, c.label_en as catchment_en, "
    "c.label_fr as catchment_fr, tc.people, tc.share, tc.low, tc.high "
    "from theme_catchments tc join themes t on t.id = tc.theme "
    "join catchments c on c.slug = tc.catchment where tc.people is not null "
    "order by t.id, tc.people desc",
}

SEARCHED = ("quotes", "texts")
TOKENIZE = "unicode61 remove_diacritics 2"
MODEL = "model.npz"


def write_json(path: Path, data: Any) -> None:
    """Write plain data as JSON, the same bytes for the same data."""
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def write_csv(path: Path, document: Row) -> None:
    """Write every figure as one row, with a mark for spreadsheets that it is UTF-8."""
    rows = list(figures_of(tables_of(document)))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(
            {name: guarded_cell(value) for name, value in row.items()} for row in rows
        )


def write_sqlite(path: Path, document: Row, model: bytes | None = None) -> None:
    """Write the tables with keys, a dictionary of columns and a search of words.

    `model` is the published part of the theme model: it places the texts anew.
    """
    from sqlite_utils import Database  # noqa: PLC0415 - brings numpy with it

    tables = tables_of(document)
    database = Database(path)
    with database.atomic():
        for name, rows in tables.items():
            _write_table(database, name, rows)
        _write_table(database, "dictionary", _dictionary(tables))
        for name in SEARCHED:
            if tables[name]:
                database[name].enable_fts(["text"], tokenize=TOKENIZE)
        if model is not None:
            database["theme_model"].insert({"name": MODEL, "content": model}, pk="name")
        for name, query in VIEWS.items():
            if tables["theme_catchments"] or name != "themes_where":
                database.create_view(name, query)
    database.execute("VACUUM")
    database.close()


def read_model(path: Path) -> bytes | None:
    """Return the theme model of an edition's tables, None where it has none."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        kept = "select 1 from sqlite_master where name = 'theme_model'"
        if database.execute(kept).fetchone() is None:
            return None
        found = "select content from theme_model where name = ?"
        row = database.execute(found, (MODEL,)).fetchone()
    return bytes(row[0]) if row else None


def write_metadata(path: Path, document: Row) -> None:
    """Write what Datasette shows beside the tables: title, licence, columns."""
    title, licence = document["consultation"]["title"], licence_of(document)
    tables = {
        name: {
            "description": TABLES[name].en,
            "columns": {column: COLUMNS[column].en for column in rows[0]},
        }
        for name, rows in tables_of(document).items()
        if rows
    }
    about = {
        "title": f"{title['en']} / {title['fr']}",
        "license": licence["name"]["en"],
        "license_url": licence["url"]["en"],
        "source": (document["consultation"]["attribution"] or {}).get("en", ""),
        "databases": {"data": {"tables": tables}},
    }
    write_json(path, about)


def _write_table(database: "Database", name: str, rows: list[Row]) -> None:
    if not rows:
        return
    links = [link for link in LINKS.get(name, []) if database[link[1]].exists()]
    database[name].insert_all(
        rows, pk=KEYS.get(name, ("table", "column")), foreign_keys=links
    )


def _dictionary(tables: Tables) -> list[Row]:
    return [
        {
            "table": name,
            "column": column,
            "table_en": TABLES[name].en,
            "table_fr": TABLES[name].fr,
            "column_en": COLUMNS[column].en,
            "column_fr": COLUMNS[column].fr,
        }
        for name, rows in tables.items()
        if rows
        for column in rows[0]
    ]
