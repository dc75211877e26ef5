"""What the next release of a design changes, as far as the public would see it."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engage.core.i18n import Bilingual

Row = dict[str, Any]
LISTS = {"elements": ("id", "name"), "answers": ("theme", "label")}
ABOUT = ("manager", "about", "source_url")


@dataclass(frozen=True)
class Change:
    """One thing that is new, changed or gone: `about`, an element or an answer."""

    kind: str
    what: str
    name: Bilingual


def changes_between(before: Mapping[str, Any], after: Row) -> list[Change]:
    """Return what differs from the last release; `before` is empty for the first."""
    described = any(after[name] != before.get(name, _blank(name)) for name in ABOUT)
    told = [Change("about", "changed" if before else "new", Bilingual())]
    return [*(told if described else ()), *_listed(before, after)]


def mark_of(content: Row) -> str:
    """Return what changes when the content does: it says what somebody looked at."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _blank(name: str) -> object:
    return "" if name == "source_url" else {"en": "", "fr": ""}


def _listed(before: Mapping[str, Any], after: Row) -> Iterator[Change]:
    for kind, (key, name) in LISTS.items():
        known = {_key(row, key): row for row in before.get(kind, ()) if _says(row)}
        now = {_key(row, key): row for row in after[kind] if _says(row)}
        for place, row in now.items():
            if row != known.get(place):
                what = "changed" if place in known else "new"
                yield Change(kind, what, Bilingual(**row[name]))
        for place, row in known.items():
            if place not in now:
                yield Change(kind, "gone", Bilingual(**row[name]))


def _key(row: Row, key: str) -> tuple[str, str]:
    return str(row.get("consultation", "")), str(row[key])


def _says(row: Row) -> bool:
    """Return whether an element has a text; an answer always says something."""
    return "text" not in row or row["text"] is not None
