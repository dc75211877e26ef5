"""Changes to a definition while it is a draft: each gives a new one, none looks back.

A key is given once and stays: results of several versions are joined by it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from engage.surveys.questions.base import KEY
from engage.surveys.questions.faults import RESERVED, Fault, faults_of
from engage.surveys.questions.reading import KINDS, Raw

LONGEST_NEW_KEY = 30
# What a draft may lack for now; it keeps it from being published only.
_MAY_WAIT = {
    "title_missing",
    "label_missing",
    "label_twice",
    "choices_missing",
    "rows_missing",
    "about_not_last",
    "about_without_why",
}
_ALSO_WAIT = {"no_sections", "no_questions"}


def is_workable(raw: object) -> bool:
    """Return whether a draft has the shape that can be changed piece by piece."""
    if not isinstance(raw, Mapping) or not isinstance(raw.get("sections"), list):
        return False
    return all(
        isinstance(section, Mapping)
        and isinstance(section.get("key"), str)
        and isinstance(section.get("questions"), list)
        and all(_is_question(item) for item in section["questions"])
        for section in raw["sections"]
    )


def _is_question(item: object) -> bool:
    return (
        isinstance(item, Mapping)
        and isinstance(item.get("key"), str)
        and item.get("kind") in KINDS
        and isinstance(item.get("title", {}), Mapping)
    )


def questions_of(raw: Raw) -> Iterator[dict[str, Any]]:
    """Yield all questions in order."""
    for section in raw["sections"]:
        yield from section["questions"]


def find_question(raw: Raw, key: str) -> dict[str, Any] | None:
    """Return a question by its key, or None."""
    return next((item for item in questions_of(raw) if item["key"] == key), None)


def find_section(raw: Raw, key: str) -> dict[str, Any] | None:
    """Return a section by its key, or None."""
    return next((item for item in raw["sections"] if item["key"] == key), None)


def with_section(raw: Raw, section: Mapping[str, Any]) -> dict[str, Any]:
    """Put a section's words in place of its former ones, or add it at the end."""
    made = deepcopy(dict(raw))
    known = find_section(made, section["key"])
    if known is None:
        made["sections"].append({"questions": [], **section})
    else:
        known.update(section)
    return made


def with_question(raw: Raw, question: Raw, section: str) -> dict[str, Any]:
    """Put a question in place of the one with its key, or add it to a section."""
    made = deepcopy(dict(raw))
    for part in made["sections"]:
        for at, item in enumerate(part["questions"]):
            if item["key"] == question["key"]:
                part["questions"][at] = dict(question)
                return made
    home = find_section(made, section)
    if home is not None:
        home["questions"].append(dict(question))
    return made


def without_question(raw: Raw, key: str) -> dict[str, Any]:
    """Take a question out."""
    made = deepcopy(dict(raw))
    for part in made["sections"]:
        part["questions"] = [item for item in part["questions"] if item["key"] != key]
    return made


def without_section(raw: Raw, key: str) -> dict[str, Any]:
    """Take a section out, its questions with it."""
    made = deepcopy(dict(raw))
    made["sections"] = [part for part in made["sections"] if part["key"] != key]
    return made


def moved_section(raw: Raw, key: str, step: int) -> dict[str, Any]:
    """Move a section up (-1) or down (1)."""
    made = deepcopy(dict(raw))
    _swap(made["sections"], key, step)
    return made


def moved_question(raw: Raw, key: str, step: int) -> dict[str, Any]:
    """Move a question up (-1) or down (1), across the border of its section too."""
    made = deepcopy(dict(raw))
    sections = made["sections"]
    for at, part in enumerate(sections):
        keys = [item["key"] for item in part["questions"]]
        if key not in keys or _swap(part["questions"], key, step):
            continue
        if 0 <= at + step < len(sections):
            item = part["questions"].pop(keys.index(key))
            neighbours = sections[at + step]["questions"]
            neighbours.insert(0 if step > 0 else len(neighbours), item)
        return made
    return made


def _swap(items: list[dict[str, Any]], key: str, step: int) -> bool:
    at = next((n for n, item in enumerate(items) if item["key"] == key), None)
    if at is None or not 0 <= at + step < len(items):
        return False
    items[at], items[at + step] = items[at + step], items[at]
    return True


def broken_by(before: object, after: object) -> list[Fault]:
    """Return the faults that a change brings in and that cannot wait."""
    known = set(faults_of(before))
    return [
        fault
        for fault in faults_of(after)
        if fault not in known and not may_wait(fault)
    ]


def may_wait(fault: Fault) -> bool:
    """Return whether a draft may keep a fault until it is published."""
    return fault.code in _MAY_WAIT | _ALSO_WAIT or fault.code.endswith("_one_language")


def new_key(words: str, taken: Iterable[str], fallback: str = "question") -> str:
    """Return a key made of words that no other has."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    parts = re.findall(r"[a-z0-9]+", plain.lower())
    made = ""
    for part in parts:
        if len(made) + len(part) >= LONGEST_NEW_KEY:
            break
        made = f"{made}_{part}" if made else part
    if not KEY.fullmatch(made):
        made = fallback
    used = {*taken, *RESERVED, "unknown"}
    numbers = (f"{made}_{n}" for n in range(2, len(used) + 3))
    return next(key for key in (made, *numbers) if key not in used)
