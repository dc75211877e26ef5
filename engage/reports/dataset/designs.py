"""What SSM designs answer, as tables: the designs, and an answer to each theme."""

from typing import Any

Row = dict[str, Any]
COPIED = ("theme", "verdict", "section", "element", "decided_on", "status", "status_on")


def design_tables(document: Row) -> dict[str, list[Row]]:
    """Return the tables of released designs by name; empty where none answers."""
    part = document.get("designs") or {"places": []}
    return {
        "designs": [
            {
                "catchment": place["slug"],
                "release": place["release"],
                "released_on": place["released_on"],
                "manager_en": place["manager"]["en"],
                "manager_fr": place["manager"]["fr"],
                "themes_asked": place["coverage"]["themes"],
                "themes_answered": place["coverage"]["answered"],
                "covered": place["coverage"]["share"],
            }
            for place in part["places"]
        ],
        "design_answers": [
            {
                "catchment": place["slug"],
                **{column: row[column] for column in COPIED},
                "reason_en": (row["reason"] or {}).get("en", ""),
                "reason_fr": (row["reason"] or {}).get("fr", ""),
            }
            for place in part["places"]
            for row in place["answers"]
        ],
    }
