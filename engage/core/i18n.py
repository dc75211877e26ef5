"""Two languages: texts of the interface and bilingual content."""

import json
import re
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale, get_locale, gettext, lazy_gettext, ngettext
from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

LANGUAGES = ("en", "fr")
# What a quotation within a quotation looks like in each language.
INNER_QUOTES = {
    "en": (re.compile(r"“([^“”]*)”"), "\u2018\\1’"),
    "fr": (re.compile(r"«\s*([^«»]*?)\s*»"), r"“\1”"),
}

__all__ = [
    "LANGUAGES",
    "Bilingual",
    "BilingualText",
    "current_language",
    "gettext",
    "in_language",
    "inner_quotes",
    "lazy_gettext",
    "ngettext",
    "other_language",
]


@dataclass(frozen=True)
class Bilingual:
    """One content in English and French; both are required to publish."""

    en: str = ""
    fr: str = ""

    def __getitem__(self, language: str) -> str:
        """Return the text in a language, or the other one where it is blank."""
        first, second = (self.fr, self.en) if language == "fr" else (self.en, self.fr)
        return first or second

    @property
    def is_complete(self) -> bool:
        """Whether both languages say something."""
        return not self.missing_languages

    @property
    def missing_languages(self) -> list[str]:
        """The languages in which nothing is said."""
        return [code for code in LANGUAGES if not getattr(self, code).strip()]


class BilingualText(TypeDecorator[Bilingual]):
    """Keeps a Bilingual in one text column as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(
        self, value: Bilingual | None, dialect: Dialect
    ) -> str | None:
        """Write the pair as JSON."""
        del dialect
        return None if value is None else json.dumps(vars(value), ensure_ascii=False)

    def process_result_value(
        self, value: Any | None, dialect: Dialect
    ) -> Bilingual | None:
        """Read the pair from JSON."""
        del dialect
        return None if value is None else Bilingual(**json.loads(value))


def current_language() -> str:
    """Return the language of the page being made, English where there is none."""
    locale = get_locale()
    return "fr" if locale is not None and locale.language == "fr" else "en"


def inner_quotes(text: str) -> str:
    """Return a text as it stands between quotation marks in the page's language."""
    outer, inner = INNER_QUOTES[current_language()]
    return outer.sub(inner, text)


def in_language(language: str) -> AbstractContextManager[None]:
    """Have texts in one language for a while: that of whoever a letter is for."""
    forced: AbstractContextManager[None] = force_locale(language)
    return forced


def other_language(language: str) -> str:
    """Return the other one of the two."""
    return "en" if language == "fr" else "fr"
