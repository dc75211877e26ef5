"""Names of people, found by the ways they are introduced."""

import re
from collections.abc import Iterator

from engage.contributions.privacy.introductions import (
    AND_ANOTHER,
    FRENCH_TITLED,
    GREETED,
    INTRODUCED,
    LOWER_CASE,
    SIGNED,
    SUGGESTED,
    SURE,
    TITLED,
)
from engage.contributions.privacy.words import is_place, length_of_name, word_set

Span = tuple[int, int]

_NEVER_FIRST = word_set("""
    a an the on in not at and or but i we it is so of never still always also too no
    mud nothing irrelevant important attached below above known here there
    le la les un une sur dans pas et ou mais je il elle on ne n aussi encore jamais
    toujours souvent rarement plus bien en au aux comme inconnu ici
    """)
_NEVER_INSIDE = _NEVER_FIRST | word_set("""
    from live have am was who my for to with that this since because if when your you
    de du des qui que mon ma mes pour avec depuis parce si quand suis vis vous
    """)


def find_names(text: str, language: str) -> Iterator[Span]:
    """Find names by what stands before or after them."""
    for start, end in _first_names(text, language):
        yield start, end
        another = AND_ANOTHER.match(text, end)
        if another and not is_place(another["it"]):
            yield _kept(another)


def _first_names(text: str, language: str) -> Iterator[Span]:
    yield from _sure_names(text)
    yield from _titled_names(text, language)
    for pattern in (*INTRODUCED, *SIGNED):
        for found in pattern.finditer(text):
            yield _kept(found)
    for pattern in SUGGESTED:
        for found in pattern.finditer(text):
            if not is_place(found["it"]):
                yield _kept(found)


def _sure_names(text: str) -> Iterator[Span]:
    for found in SURE.finditer(text):
        yield found.start("it"), found.start("it") + _end_of_sure_name(found["it"])
    for pattern in (LOWER_CASE, GREETED):
        for found in pattern.finditer(text):
            if found["it"] not in _NEVER_INSIDE:
                yield found.span("it")


def _titled_names(text: str, language: str) -> Iterator[Span]:
    for pattern in (TITLED,) if language == "en" else (TITLED, FRENCH_TITLED):
        for found in pattern.finditer(text):
            facts = found.groupdict()
            if length_of_name(facts.get("name") or facts.get("full") or ""):
                yield found.span("it")


def _kept(found: re.Match[str]) -> Span:
    """Return the part of a match that can be a name; an empty one for none."""
    return found.start("it"), found.start("it") + length_of_name(found["it"])


def _end_of_sure_name(words: str) -> int:
    """Return where a name ends that follows "my name is"; 0 if none does."""
    kept, is_capitalised = 0, words[:1].isupper()
    for number, part in enumerate(re.finditer(r"\S+", words)):
        word = part.group()
        barred = _NEVER_INSIDE if number else _NEVER_FIRST
        is_name = word.lower().rstrip(".") not in barred and not word.startswith("n'")
        if not is_name or (is_capitalised and not word[:1].isupper()):
            break
        kept = part.end() - (word.endswith(".") and len(word) > 2)
        if word.endswith("."):
            break
    return kept
