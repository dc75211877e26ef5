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

from engage.core.disclosure import FLOOR_BASE, FLOOR_K
from engage.reports.dataset import (
    MANIFEST,
    SCHEMA,
    figures_of,
    hash_of,
    tables_of,
)
from engage.reports.document import gone_ids
from engage.reports.verify.arithmetic import arithmetic_faults
from engage.reports.verify.placing import placing_faults, placing_notes
from engage.reports.verify.rederived import differences, drift

__all__ = [
    "arithmetic_faults",
    "differences",
    "drift",
    "findings",
    "is_plain",
    "manifest_names",
    "verify_folder",
]

Row = dict[str, Any]
# What reading files that somebody else made can end in.
STRANGE = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    RecursionError,
    sqlite3.DatabaseError,
)


def verify_folder(folder: Path, *, with_model: bool = True) -> list[str]:
    """Return what is wrong with an edition's folder; an empty list where nothing is.

    Placing the texts anew takes the theme engine, which no web process loads.
    """
    try:
        return _faults(folder, with_model=with_model)
    except OSError as error:
        return [f"{Path(error.filename or folder).name}: cannot be read"]
    except STRANGE as error:
        return [f"not an edition of a report: {_why(error)}"]


def manifest_names(folder: Path) -> list[str]:
    """Return the names of the files whose hashes an edition's manifest holds."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return sorted(manifest["files"])


def findings(folder: Path) -> list[str]:
    """Return what a reader of a sound edition should know; none of it is a fault."""
    document = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    known = {MANIFEST, *manifest_names(folder)}
    more = sorted({path.name for path in folder.iterdir()} - known)
    strange = [f"{name}: no part of the edition, not checked" for name in more]
    withdrawn = len(gone_ids(document))
    named = "text" if withdrawn == 1 else "texts"
    told = [f"{withdrawn} {named} withdrawn"] if withdrawn else []
    return [*strange, *told, *placing_notes(folder, document)]


def _hash_faults(folder: Path, manifest: Row) -> Iterator[str]:
    for name, facts in manifest["files"].items():
        path, size = folder / name, facts["bytes"]
        if not is_plain(name):
            yield f"{name!r}: the manifest names a file outside its folder"
        elif not path.is_file():
            yield f"{name}: missing"
        elif path.stat().st_size < size:
            there = path.stat().st_size
            yield f"{name}: cut off or changed, {there} of {size} bytes are there"
        elif hash_of(path) != facts["sha256"]:
            yield f"{name}: its hash is not the one in the manifest"


def _faults(folder: Path, *, with_model: bool) -> list[str]:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    if manifest["schema"] != SCHEMA:
        return [f"{MANIFEST}: of another kind than {SCHEMA}"]
    found = list(_hash_faults(folder, manifest))
    if found:
        return found
    document = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    return [
        *_rule_faults(manifest, document),
        *arithmetic_faults(document),
        *_csv_faults(folder / "data.csv", document),
        *_sqlite_faults(folder / "data.sqlite", document),
        *(placing_faults(folder, document) if with_model else ()),
    ]


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return "a file is not JSON"
    return (
        f"{error} is missing" if isinstance(error, KeyError) else type(error).__name__
    )


def is_plain(name: str) -> bool:
    """Return whether a name is one of a file in a folder, and of no other place."""
    is_one = Path(name).name == name and not name.startswith(".")
    return is_one and name.isprintable() and "\\" not in name


def _rule_faults(manifest: Row, document: Row) -> Iterator[str]:
    method = document["method"]
    if (manifest["k"], manifest["base"]) != (method["k"], method["base"]):
        yield "manifest: k or base are not those of the report"
    if method["k"] < FLOOR_K or method["base"] < FLOOR_BASE:
        yield f"k = {method['k']}, base = {method['base']}: below the floors"
    if manifest["edition"] != document["edition"]:
        yield "manifest: not the edition of the report"


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
