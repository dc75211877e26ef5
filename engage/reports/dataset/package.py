"""A description of the files that programs read: a Frictionless data package."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from engage.core.i18n import Bilingual
from engage.reports.dataset.dictionary import COLUMNS
from engage.reports.dataset.tables import Row
from engage.reports.facts import licence_of

PACKAGE = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
CSV_COLUMNS = {
    "table": Bilingual(
        "the table of data.sqlite that holds it", "le tableau de data.sqlite où il est"
    ),
    "group": Bilingual(
        "what it belongs to: a theme, a question",
        "ce dont il fait partie\u00a0: un thème, une question",
    ),
    **{
        name: COLUMNS[name]
        for name in ("id", "label_en", "label_fr", "people", "withheld", "share")
    },
    "low": COLUMNS["low"],
    "high": COLUMNS["high"],
}
NUMBERS = {"people": "integer", "share": "number", "low": "number", "high": "number"}
KINDS = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".sqlite": "application/vnd.sqlite3",
    ".svg": "image/svg+xml",
}


def package_of(folder: Path, document: Row, hashes: Mapping[str, Row]) -> Row:
    """Return the description of a folder; `hashes` are those of the manifest."""
    asked, edition = document["consultation"], document["edition"]
    return {
        "$schema": PROFILE,
        "name": f"{asked['slug']}-{edition['number']}-{edition['revision']}",
        "title": f"{asked['title']['en']} / {asked['title']['fr']}",
        "description": f"{asked['summary']['en']} / {asked['summary']['fr']}",
        "version": f"{edition['number']}.{edition['revision']}",
        "created": f"{edition['published_on']}T00:00:00Z",
        "licenses": [_licence(document)],
        "resources": list(_resources(folder, hashes)),
    }


def _licence(document: Row) -> dict[str, str]:
    found = licence_of(document)
    name, url = found["name"], found["url"]
    title = " / ".join(dict.fromkeys((name["en"], name["fr"])))
    return {"name": found["id"], "title": title, "path": url["en"]}


def _resources(folder: Path, hashes: Mapping[str, Row]) -> Iterator[dict[str, Any]]:
    for name, facts in sorted(hashes.items()):
        path = folder / name
        resource = {
            "name": name.lower().replace(".", "-"),
            "path": name,
            "mediatype": KINDS[path.suffix],
            "bytes": facts["bytes"],
            "hash": f"sha256:{facts['sha256']}",
        }
        if name == "data.csv":
            resource |= {
                "type": "table",
                "encoding": "utf-8",
                "format": "csv",
                "schema": {"fields": _fields(), "missingValues": [""]},
            }
        yield resource


def _fields() -> list[dict[str, str]]:
    return [
        {
            "name": name,
            "type": NUMBERS.get(name, "string"),
            "description": f"{words.en} / {words.fr}",
        }
        for name, words in CSV_COLUMNS.items()
    ]
