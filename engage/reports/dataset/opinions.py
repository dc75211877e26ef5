"""Opinion groups as tables: the groups, what joins and divides them, and the votes."""

from collections.abc import Iterator
from typing import Any

Row = dict[str, Any]
LISTS = ("joining", "dividing")


def opinion_tables(document: Row) -> dict[str, list[Row]]:
    """Return the tables of opinion groups by name."""
    found = document["opinions"]
    return {
        "opinion_groups": [
            {"thread": one["id"], "id": group["id"], **people_columns(group)}
            for one in found
            for group in one["groups"]
        ],
        "opinion_statements": [
            {
                "thread": one["id"],
                "list": name,
                **{column: row[column] for column in COPIED},
            }
            for one, name, row in _statements(found)
        ],
        "opinion_votes": [
            {
                "thread": one["id"],
                "list": name,
                "statement": row["id"],
                "group": group["id"],
                "voted": group["voted"]["value"],
                **people_columns(group),
            }
            for one, name, row in _statements(found)
            for group in row["groups"]
        ],
    }


COPIED = ("id", "text", "language", "side", "gone")


def people_columns(row: Row) -> Row:
    """Return a figure and its share as columns."""
    share = row.get("share") or {}
    return {
        "people": row["people"]["value"],
        "withheld": row["people"].get("withheld"),
        "share": share.get("value"),
        "low": share.get("low"),
        "high": share.get("high"),
    }


def _statements(found: list[Row]) -> Iterator[tuple[Row, str, Row]]:
    for one in found:
        for name in LISTS:
            for row in one[name]:
                yield one, name, row
