"""A fresh database for each test: a SQLite file, or PostgreSQL where asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def fresh_database(folder: Path) -> Iterator[str]:
    """Give the address of an empty database that nobody else uses."""
    yield f"sqlite:///{folder / 'engage.sqlite'}"
