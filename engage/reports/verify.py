"""Checking an edition from its files alone: hashes, arithmetic, and that files agree.

Anybody can do this with the folder; nothing here needs the database or the key.
"""

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from engage.core.disclosure import FLOOR_BASE, FLOOR_K, share_of
from engage.reports.dataset import MANIFEST, figures_of, hash_of, tables_of
from engage.reports.document import coverage_faults, gone_ids, weight_faults

Row = dict[str, Any]


def verify_folder(folder: Path) -> list[str]:
    """Return what is wrong with an edition's folder; an empty list where nothing is."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        found = list(_hash_faults(folder, manifest))
        if found:
            return found
        document = json.loads((folder / "data.json").read_text(encoding="utf-8"))
        return [
            *_rule_faults(manifest, document),
            *arithmetic_faults(document),
            *_csv_faults(folder / "data.csv", document),
            *_sqlite_faults(folder / "data.sqlite", document),
        ]
    except OSError as error:
        return [f"{Path(error.filename or folder).name}: cannot be read"]
    except (ValueError, KeyError, TypeError, sqlite3.DatabaseError) as error:
        return [f"not an edition of a report: {type(error).__name__}"]


def findings(folder: Path) -> list[str]:
    """Return what a reader of a sound edition should know; none of it is a fault."""
    document = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    withdrawn = len(gone_ids(document))
    named = "text" if withdrawn == 1 else "texts"
    return [f"{withdrawn} {named} withdrawn"] if withdrawn else []


def arithmetic_faults(document: Row) -> list[str]:
    """Return figures that are not rounded, shares that do not follow, and the like."""
    k, base = document["method"]["k"], document["method"]["base"]
    return [
        *(
            fault
            for where, one in _figures(document)
            for fault in _odd(where, one, k, base)
        ),
        *(
            fault
            for where, part, whole in _parts(document)
            for fault in _unfit(where, part, whole)
        ),
        *coverage_faults(document),
        *weight_faults(document),
    ]


def differences(published: Any, derived: Any, where: str = "") -> Iterator[str]:
    """Yield the places in which two documents differ."""
    if isinstance(published, dict) and isinstance(derived, dict):
        for name in sorted(published.keys() | derived.keys()):
            inside = f"{where}.{name}".lstrip(".")
            yield from differences(published.get(name), derived.get(name), inside)
    elif isinstance(published, list) and isinstance(derived, list):
        if len(published) != len(derived):
            yield f"{where}: {len(published)} rows published, {len(derived)} re-derived"
        for place, pair in enumerate(zip(published, derived, strict=False)):
            yield from differences(*pair, f"{where}[{place}]")
    elif published != derived:
        yield f"{where}: {published!r} published, {derived!r} re-derived"


def _hash_faults(folder: Path, manifest: Row) -> Iterator[str]:
    for name, facts in manifest["files"].items():
        path = folder / Path(name).name
        if not path.is_file():
            yield f"{name}: missing"
        elif hash_of(path) != facts["sha256"]:
            yield f"{name}: its hash is not the one in the manifest"


def _rule_faults(manifest: Row, document: Row) -> Iterator[str]:
    method = document["method"]
    if (manifest["k"], manifest["base"]) != (method["k"], method["base"]):
        yield "manifest: k or base are not those of the report"
    if method["k"] < FLOOR_K or method["base"] < FLOOR_BASE:
        yield f"k = {method['k']}, base = {method['base']}: below the floors"
    if manifest["edition"] != document["edition"]:
        yield "manifest: not the edition of the report"


def _figures(part: Any, where: str = "") -> Iterator[tuple[str, Row]]:
    """Yield every figure of a document with its place."""
    if isinstance(part, list):
        for place, item in enumerate(part):
            name = item.get("id", place) if isinstance(item, dict) else place
            yield from _figures(item, f"{where}[{name}]")
    elif isinstance(part, dict):
        if set(part) in ({"value"}, {"value", "withheld", "below"}):
            yield where, part
        for name, item in part.items():
            yield from _figures(item, f"{where}.{name}".lstrip("."))


def _odd(where: str, figure: Row, k: int, base: int) -> Iterator[str]:
    value = figure["value"]
    if value is None:
        if figure["below"] != k:
            yield f"{where}: withheld below another threshold than {k}"
    elif value < k:
        yield f"{where}: {value} is below {k}"
    elif value % base:
        yield f"{where}: {value} is not a multiple of {base}"


def _parts(document: Row) -> Iterator[tuple[str, Row, Row]]:
    """Yield each part with its place and the figure of its whole."""
    who = document["who"]
    yield "who.writers", {"people": who["writers"]}, who["people"]
    for kind in ("catchments", "languages", "channels"):
        for row in who[kind]:
            yield f"who.{kind}.{row.get('id', row.get('slug'))}", row, who["people"]
    for row in who["catchments"]:
        wrote = {"people": row["writers"]}
        yield f"who.catchments.{row['slug']}.writers", wrote, row["people"]
    for name in ("other_themes", "outside_themes"):
        yield name, document[name], who["writers"]
    there = {row["slug"]: row["writers"] for row in who["catchments"]}
    for theme in document["themes"]:
        yield f"themes.{theme['id']}", theme, who["writers"]
        yield from _parts_of_theme(theme, there)
    for question in document["questions"]:
        yield from _parts_of_question(question)
    for found in document["opinions"]:
        yield from _parts_of_opinions(found)


def _parts_of_theme(
    theme: Row, there: dict[str, Row]
) -> Iterator[tuple[str, Row, Row]]:
    for row in theme["catchments"]:
        place = f"themes.{theme['id']}.{row['slug']}"
        yield place, row, there[row["slug"]]
        yield place, {"people": row["people"]}, theme["people"]
    for part in theme["parts"]:
        yield f"themes.{theme['id']}.{part['id']}", part, theme["people"]


def _parts_of_question(question: Row) -> Iterator[tuple[str, Row, Row]]:
    for option in question["options"]:
        place = f"questions.{question['id']}.{option['id']}"
        yield place, option, question["answered"]


def _parts_of_opinions(found: Row) -> Iterator[tuple[str, Row, Row]]:
    name = f"opinions.{found['id']}"
    sizes = {group["id"]: group["people"] for group in found["groups"]}
    for group in found["groups"]:
        yield f"{name}.{group['id']}", group, found["placed"]
    for row in (*found["joining"], *found["dividing"]):
        for group in row["groups"]:
            place = f"{name}.{row['id']}.{group['id']}"
            yield place, group, group["voted"]
            yield place, {"people": group["voted"]}, sizes[group["id"]]


def _unfit(where: str, row: Row, whole: Row) -> Iterator[str]:
    """Yield what does not fit between a part, its share and its whole."""
    part, top, shown = row["people"]["value"], whole["value"], row.get("share")
    if part is None or top is None:
        if part is not None or shown is not None:
            yield f"{where}: a figure or share of something withheld"
        return
    if part > top:
        yield f"{where}: {part} of {top}"
    if "share" in row:
        expected = share_of(part, top)
        if shown != (None if expected is None else vars(expected)):
            yield f"{where}: the share does not follow from {part} of {top}"


def _csv_faults(path: Path, document: Row) -> Iterator[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        given = [_number(row["people"]) for row in csv.DictReader(file)]
    if given != [row["people"] for row in figures_of(tables_of(document))]:
        yield "data.csv: its figures are not those of data.json"


def _sqlite_faults(path: Path, document: Row) -> Iterator[str]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        for name, rows in tables_of(document).items():
            if not rows:
                continue
            columns = ", ".join(f'"{column}"' for column in rows[0])
            query = f'select {columns} from "{name}"'  # noqa: S608 - our own names
            given = sorted(database.execute(query), key=repr)
            if given != sorted((tuple(row.values()) for row in rows), key=repr):
                yield f"data.sqlite: the table {name} is not that of data.json"


def _number(text: str) -> int | None:
    return int(text) if text else None
