"""The tables that ship with the package."""

import csv
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"


def read_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
