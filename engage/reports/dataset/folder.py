"""An edition's folder: written beside its place, then moved there whole (rule 26)."""

import fcntl
import hashlib
import json
import os
import platform
import secrets
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from engage.reports.dataset.files import (
    write_csv,
    write_json,
    write_metadata,
    write_sqlite,
)
from engage.reports.dataset.package import PACKAGE, package_of
from engage.reports.facts import licence_of

SCHEMA = "engage.manifest/1"
MANIFEST = "manifest.json"
LOCK = ".lock"


@contextmanager
def publishing_turn(folder: Path) -> Iterator[None]:
    """Let one process at a time publish the editions of a consultation."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def clear_orphans(folder: Path, known: Collection[str]) -> list[str]:
    """Remove what a killed process left behind; return the names removed."""
    orphans = [
        path for path in folder.iterdir() if path.is_dir() and path.name not in known
    ]
    for path in orphans:
        shutil.rmtree(path)
    return sorted(path.name for path in orphans)


def write_folder(
    folder: Path,
    name: str,
    document: dict[str, Any],
    more: Mapping[str, bytes],
    replaces: dict[str, Any] | None = None,
    model: bytes | None = None,
) -> str:
    """Write all files of an edition and its manifest; return the manifest's hash.

    `more` are further files by name; `replaces` says what a revision stands for;
    `model` is the published part of the theme model. Until
    the last step nothing has the edition's name.
    """
    building = folder / f".building-{secrets.token_hex(6)}"
    building.mkdir()
    write_json(building / "data.json", document)
    write_csv(building / "data.csv", document)
    write_sqlite(building / "data.sqlite", document, model)
    write_metadata(building / "metadata.json", document)
    for file_name, content in more.items():
        (building / file_name).write_bytes(content)
    package = package_of(building, document, _files_of(building))
    write_json(building / PACKAGE, package)
    manifest = {**manifest_of(building, document), "replaces": replaces}
    write_json(building / MANIFEST, manifest)
    for path in building.iterdir():
        _sync(path)
    _sync(building)
    marked = hash_of(building / MANIFEST)
    building.rename(folder / name)
    _sync(folder)
    return marked


def manifest_of(folder: Path, document: dict[str, Any]) -> dict[str, Any]:
    """Return what an edition is made of and by, with the hash of every file."""
    method = document["method"]
    return {
        "schema": SCHEMA,
        "consultation": document["consultation"]["slug"],
        "edition": document["edition"],
        "versions": {
            "engage": method["platform_version"],
            "engine": method["engine_version"],
            "python": platform.python_version(),
        },
        "run": method["run"],
        "seed": method["seed"],
        "parameters": method["parameters"],
        "licence": licence_of(document)["id"],
        "k": method["k"],
        "base": method["base"],
        "files": _files_of(folder),
    }


def _files_of(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the hash and the size of every file of a folder."""
    return {
        path.name: {"sha256": hash_of(path), "bytes": path.stat().st_size}
        for path in sorted(folder.iterdir())
    }


def replaced_by(folder: Path, edition: str) -> dict[str, Any]:
    """Return what a revision's manifest says of the one before: name and hashes."""
    manifest = folder / MANIFEST
    files = json.loads(manifest.read_text(encoding="utf-8"))["files"]
    return {
        "edition": edition,
        "manifest": hash_of(manifest),
        "files": {name: facts["sha256"] for name, facts in files.items()},
    }


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
