"""Files that were checked and wait, for an hour at most, to be brought in."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

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


def forget_old(data_dir: Path, at: datetime) -> int:
    """Remove files that nobody came back for; return how many."""
    old = [path for path in _kept(data_dir) if _is_old(path, at)]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _kept(data_dir: Path) -> Iterator[Path]:
    folder = data_dir / FOLDER
    return folder.iterdir() if folder.is_dir() else iter(())


def _is_old(path: Path, at: datetime) -> bool:
    try:
        return path.stat().st_mtime < (at - KEPT).timestamp()
    except FileNotFoundError:
        return False
