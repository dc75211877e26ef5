"""Finds every text of the interface in code and templates, and its French."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from engage.core.config import PACKAGE, templates_folder
from tests.house.api_texts import described

KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}
Message = str | tuple[str, ...]


@cache
def used_texts() -> dict[Message, str]:
    """Return each text that code or templates show, and where it stands."""
    found: dict[Message, str] = {}
    for method, folder, pattern in (
        ("python", PACKAGE, "*.py"),
        ("jinja2", templates_folder(), "*.html"),
    ):
        for path in sorted(folder.rglob(pattern)):
            for message, line in _texts_in(path, method):
                found.setdefault(message, f"{path.relative_to(folder)}:{line}")
    for text, where in described():
        found.setdefault(text, where)
    return found


def _texts_in(path: Path, method: str) -> Iterator[tuple[Message, int]]:
    options = {"trimmed": "true", "encoding": "utf-8"}
    with path.open("rb") as file:
        for line, message, _comments, _context in extract(
            method, file, KEYWORDS, options=options
        ):
            if message:
                yield message, line


@cache
def catalogues() -> dict[str, Catalog]:
    """Return the French of each room."""
    found = {}
    for path in sorted((PACKAGE / "translations" / "fr").glob("*.po")):
        with path.open("rb") as file:
            found[path.stem] = read_po(file, locale="fr")
    return found
