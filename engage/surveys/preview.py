"""How a draft will look: its fields in both languages, empty and not to be sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engage.core.i18n import LANGUAGES, in_language
from engage.surveys.fields import Field, question_field, said
from engage.surveys.questions.outline import is_workable
from engage.surveys.questions.reading import read_question


@dataclass(frozen=True)
class Preview:
    """One question in both languages; `fields` by language, None while unfinished."""

    key: str
    fields: dict[str, Field | None]
    depends_on: str


@dataclass(frozen=True)
class PreviewSection:
    """A section's headings by language, and its questions."""

    titles: dict[str, str]
    intros: dict[str, str]
    questions: list[Preview]


def previewed(raw: Mapping[str, Any]) -> list[PreviewSection]:
    """Return the sections of a draft with their fields."""
    if not is_workable(raw):
        return []
    return [
        PreviewSection(
            _both(section.get("title")),
            _both(section.get("intro")),
            [previewed_question(item) for item in section["questions"]],
        )
        for section in raw["sections"]
    ]


def previewed_question(raw: Mapping[str, Any], name: str = "preview") -> Preview:
    """Return one question with its field in each language.

    `name` begins the names of the fields, so that a page can show two previews.
    """
    condition = raw.get("show_if") or {}
    return Preview(
        raw["key"],
        {code: _field(raw, code, name) for code in LANGUAGES},
        str(condition.get("question", "")),
    )


def _field(raw: Mapping[str, Any], language: str, name: str) -> Field | None:
    """Return a question's field under a name of its own, or None if it has none yet."""
    if not said(raw.get("title") or {}, language):
        return None
    try:
        with in_language(language):
            made = question_field(read_question({"title": {}, **raw}), language, {})
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    made.name = f"{name}-{language}-{raw['key']}"
    return made


def spoken_in(
    language: str, macro: Callable[..., str], *given: Any, **more: Any
) -> str:
    """Return what a macro of the templates makes, its own words in a language."""
    with in_language(language):
        return macro(*given, **more)


def _both(words: Mapping[str, str] | None) -> dict[str, str]:
    return {code: said(words or {}, code) for code in LANGUAGES}
