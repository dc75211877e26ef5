"""Which element a theme may belong to: a hint for a person, who decides.

The lexicon names for each element the terms people use, in both languages. A theme's
words are compared with them by their stems; what an element is called counts too. A
word that stands under several elements tells little of any of them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from engage.catchments.files import read_rows
from engage.core.i18n import LANGUAGES, current_language
from engage.core.stems import forms_of, is_function_word
from engage.designs.models import DesignElement
from engage.themes.models import Theme

WORD = re.compile(r"\b[^\W\d_]{3,}")
# A term of the lexicon says more than the name of an element, and that more than a
# word of its definition.
LEXICON, NAME, DEFINITION = 3.0, 2.0, 1.0
LEAST = 1.5
# A word that weighs less is no reason to name.
TELLS = 0.5
# The first words of a theme weigh most: the eighth counts half.
HALVES_AT = 7
Forms = frozenset[str]
Weights = dict[str, float]


@dataclass(frozen=True)
class Suggestion:
    """An element that may fit, and the words that speak for it."""

    element: DesignElement
    words: tuple[str, ...]


def suggest_element(
    theme: Theme, elements: Iterable[DesignElement]
) -> Suggestion | None:
    """Return the element whose words a theme shares most, or None."""
    known = [element for element in elements if not element.is_retired]
    score: dict[str, float] = dict.fromkeys((one.slug for one in known), 0.0)
    shared: dict[str, dict[str, list[str]]] = {}
    for language in LANGUAGES:
        words = _words_of(theme, language)
        for slug, weights in _weights(known, language).items():
            for place, word in enumerate(words):
                weight = _weight_of(word, weights, language)
                score[slug] += weight * HALVES_AT / (HALVES_AT + place)
                if weight >= TELLS:
                    shared.setdefault(slug, {}).setdefault(language, []).append(word)
    best = max(known, key=lambda one: (score[one.slug], -one.position), default=None)
    if best is None or score[best.slug] < LEAST:
        return None
    by_language = shared.get(best.slug, {})
    told = by_language.get(current_language()) or [*by_language.values(), []][0]
    return Suggestion(best, tuple(dict.fromkeys(told)))


def _words_of(theme: Theme, language: str) -> list[str]:
    """Return the words of a theme's name and its key words, in one language."""
    own = [word["term"] for word in theme.keywords if word["language"] == language]
    return [*_telling_words(getattr(theme.label, language)), *own]


def _weight_of(words: str, weights: Weights, language: str) -> float:
    """Return what the best word of a term weighs."""
    forms = (form for word in _forms(words, language) for form in word)
    return max((weights.get(form, 0.0) for form in forms), default=0.0)


def _weights(elements: Sequence[DesignElement], language: str) -> Mapping[str, Weights]:
    """Return what each form of a word weighs for each element."""
    found: dict[str, Weights] = {element.slug: {} for element in elements}
    named = {one.slug: getattr(one.name, language) for one in elements}
    defined = {one.slug: getattr(one.definition, language) for one in elements}
    for parts in (
        _telling(defined, DEFINITION, language),
        _telling(named, NAME, language),
        _lexicon(language),
    ):
        for slug, weights in parts.items():
            own = found.get(slug, {})
            for form, weight in weights.items():
                own[form] = max(weight, own.get(form, 0.0))
    return found


@cache
def _lexicon(language: str) -> Mapping[str, Weights]:
    """Return what the terms of the lexicon weigh for each element."""
    said: dict[str, str] = {}
    for row in read_rows("lexicon.csv"):
        terms = row[f"{language}_terms"].replace("|", " ")
        said[row["element"]] = f"{said.get(row['element'], '')} {terms}"
    return _telling(said, LEXICON, language)


def _telling(
    said: Mapping[str, str], weight: float, language: str
) -> dict[str, Weights]:
    """Return what each form weighs: less, the more elements it stands under."""
    forms = {
        slug: frozenset().union(*_forms(words, language))
        for slug, words in said.items()
    }
    times = Counter(form for own in forms.values() for form in own)
    return {
        slug: {form: weight / times[form] ** 2 for form in own}
        for slug, own in forms.items()
    }


def _forms(words: str, language: str) -> list[Forms]:
    return [forms_of(word, language) for word in _telling_words(words)]


def _telling_words(words: str) -> list[str]:
    """Return the words that are about something: no "the", no « vous »."""
    return [word for word in WORD.findall(words) if not is_function_word(word)]
