"""Both languages, all texts: nothing without French, nothing in French for nothing."""

import re

import pytest
from babel.messages.catalog import Message as Entry

from tests.house.texts import Message, catalogues, used_texts

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
# A colon has a no-break space before it; quotation marks have one inside.
ORDINARY_SPACE = re.compile(r"\s:(?!//)|«(?!\u00a0)|(?<!\u00a0)»")


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


@pytest.mark.parametrize("sign", ["·e", "(e)", "(ne)", "(se)", "-e-s"])
def test_french_includes_everybody_without_typographic_tricks(sign: str) -> None:
    tricks = [
        (room, text)
        for room, entry in entries()
        for text in forms(entry.string)
        if sign in text
    ]
    assert tricks == []
