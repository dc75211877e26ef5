"""Files that wait, for an hour at most, to be checked and brought in.

What came of a file lies beside it as long: the cells that cannot be taken may hold
people's words, so they are not kept where jobs are.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from engage.core.tokens import new_public_id

FOLDER = "uploads"
KEPT = timedelta(hours=1)
PRIVATE = 0o700


def place_for(data_dir: Path) -> Path:
    """Return where a new upload can lie: a random name nobody else can read."""
    folder = data_dir / FOLDER
    folder.mkdir(mode=PRIVATE, exist_ok=True)
    return folder / new_public_id()


def find_upload(data_dir: Path, name: str) -> Path | None:
    """Return a kept file by its name, or None if it is gone."""
    path = data_dir / FOLDER / name
    return path if name.isalnum() and path.is_file() else None


def drop(data_dir: Path, name: str) -> None:
    """Remove a kept file that nobody needs any more."""
    path = find_upload(data_dir, name)
    if path is not None:
        path.unlink(missing_ok=True)


def keep_outcome(upload: Path, job: str, outcome: Mapping[str, Any]) -> None:
    """Keep what came of a file beside it, for the page of the job that read it."""
    _outcome_of(upload, job).write_text(json.dumps(outcome), encoding="utf-8")


def find_outcome(data_dir: Path, name: str, job: str) -> dict[str, Any] | None:
    """Return what came of a file, or None if that is not known or too long ago."""
    try:
        written = _outcome_of(data_dir / FOLDER / name, job).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    outcome: dict[str, Any] = json.loads(written)
    return outcome


def forget_old(data_dir: Path, at: datetime) -> int:
    """Remove files that nobody came back for; return how many."""
    old = [path for path in _kept(data_dir) if _is_old(path, at)]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _outcome_of(upload: Path, job: str) -> Path:
    return upload.with_name(f"{upload.name}.{job}.json")


def _kept(data_dir: Path) -> Iterator[Path]:
    folder = data_dir / FOLDER
    return folder.iterdir() if folder.is_dir() else iter(())


def _is_old(path: Path, at: datetime) -> bool:
    try:
        return path.stat().st_mtime < (at - KEPT).timestamp()
    except FileNotFoundError:
        return False
