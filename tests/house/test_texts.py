"""Both languages, all texts: nothing without French, nothing in French for nothing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message as Entry

from engage.core.config import PACKAGE, templates_folder
from tests.house.texts import Message, catalogues, used_texts

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
# A colon has a no-break space before it; quotation marks have one inside.
ORDINARY_SPACE = re.compile(r"\s:(?!//)|«(?!\u00a0)|(?<!\u00a0)»")
# English puts its colon straight after a word: French would lack the space.
BARE_COLON = re.compile(r"}}(?:</\w+>)?:(?=[\s<])|%}:\s")
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
ACCENTED = re.compile(r"[àâçéèêëîïôùûœ’]")


def key_of(message: Message | list[str]) -> Message:
    return message if isinstance(message, str) else tuple(message[:2])


def entries() -> list[tuple[str, Entry]]:
    return [
        (room, entry)
        for room, catalogue in catalogues().items()
        for entry in catalogue
        if entry.id
    ]


def forms(text: str | list[str] | tuple[str, ...]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def test_every_text_has_french() -> None:
    known = {key_of(entry.id) for _room, entry in entries()}
    missing = {
        message: where
        for message, where in used_texts().items()
        if key_of(message) not in known
    }
    assert missing == {}, "write French for these in translations/fr/ROOM.po"


def test_every_entry_is_used() -> None:
    used = {key_of(message) for message in used_texts()}
    idle = [
        (room, entry.id) for room, entry in entries() if key_of(entry.id) not in used
    ]
    assert idle == [], "take these out of translations/fr"


def test_no_entry_is_empty_or_unsure() -> None:
    weak = [
        (room, entry.id)
        for room, entry in entries()
        if entry.fuzzy or not all(form.strip() for form in forms(entry.string))
    ]
    assert weak == []


def test_the_same_text_has_the_same_french_in_every_room() -> None:
    french: dict[Message, set[str]] = {}
    for _room, entry in entries():
        french.setdefault(key_of(entry.id), set()).add(str(entry.string))
    assert {text: found for text, found in french.items() if len(found) > 1} == {}


def test_placeholders_are_the_same_in_both_languages() -> None:
    wrong = [
        (room, entry.id)
        for room, entry in entries()
        if not _same_placeholders(forms(entry.id), forms(entry.string))
    ]
    assert wrong == []


def _same_placeholders(english: list[str], french: list[str]) -> bool:
    """The last form has them all; the singular may do without its number."""
    wanted = {name for text in english for name in PLACEHOLDER.findall(text)}
    given = [set(PLACEHOLDER.findall(text)) for text in french]
    return given[-1] == wanted and all(names <= wanted for names in given)


def test_french_spaces_do_not_break() -> None:
    wrong = [
        (room, text)
        for room, entry in entries()
        for text in forms(entry.string)
        if ORDINARY_SPACE.search(text.replace("\u00a0:", ""))
    ]
    assert wrong == []


def test_french_spaces_do_not_break_in_the_statements() -> None:
    wrong = [
        (page.name, found.group())
        for page in sorted((templates_folder() / "statements").glob("*.fr.html"))
        for found in ORDINARY_SPACE.finditer(
            JINJA.sub("", page.read_text()).replace("\u00a0:", "")
        )
    ]
    assert wrong == []


def test_french_spaces_do_not_break_in_code() -> None:
    wrong = [
        (str(path.relative_to(PACKAGE)), text)
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.parent.name != "privacy"  # patterns for what people type
        for text in _french_in(path)
        if ORDINARY_SPACE.search(text.replace("\u00a0:", ""))
    ]
    assert wrong == []


def _french_in(path: Path) -> Iterator[str]:
    """Yield each text in the code that an accent shows to be French."""
    for node in ast.walk(ast.parse(path.read_text())):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and ACCENTED.search(text):
            yield text


def test_templates_leave_the_space_before_a_colon_to_the_language() -> None:
    folder = templates_folder()
    wrong = [
        f"{path.relative_to(folder)}: {found.group()}"
        for path in sorted(folder.rglob("*.html"))
        for found in BARE_COLON.finditer(path.read_text())
    ]
    assert wrong == []


@pytest.mark.parametrize("sign", ["·e", "(e)", "(ne)", "(se)", "-e-s"])
def test_french_includes_everybody_without_typographic_tricks(sign: str) -> None:
    tricks = [
        (room, text)
        for room, entry in entries()
        for text in forms(entry.string)
        if sign in text
    ]
    assert tricks == []
