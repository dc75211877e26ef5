"""The arithmetic of published figures: rounded, and shares that follow from them."""

from collections.abc import Iterator
from typing import Any

from engage.core.disclosure import share_of
from engage.reports.document import coverage_faults, weight_faults

Row = dict[str, Any]


def arithmetic_faults(document: Row) -> list[str]:
    """Return figures that are not rounded, shares that do not follow, and the like."""
    k, base = document["method"]["k"], document["method"]["base"]
    return [
        *(
            fault
            for where, one in figures_of_document(document)
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


def figures_of_document(part: Any, where: str = "") -> Iterator[tuple[str, Row]]:
    """Yield every figure of a document with its place."""
    if isinstance(part, list):
        for place, item in enumerate(part):
            yield from figures_of_document(item, f"{where}[{_name(item, place)}]")
    elif isinstance(part, dict):
        if set(part) in ({"value"}, {"value", "withheld", "below"}):
            yield where, part
        for name, item in part.items():
            yield from figures_of_document(item, f"{where}.{name}".lstrip("."))


def _name(item: Any, place: int) -> str | int:
    """Return what an item of a list is called, whatever its place."""
    named = item if isinstance(item, dict) else {}
    return named.get("id") or named.get("slug") or place


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
    for kind in ("catchments", "languages", "channels", "weeks"):
        for row in who.get(kind, []):
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
