"""Which element a theme may belong to: a hint for a person, who decides.

The lexicon names for each element the terms people use, in both languages. A theme's
words are compared with them by their stems; what an element is called counts too.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import Stemmer

from engage.catchments.files import read_rows
from engage.core.i18n import LANGUAGES
from engage.designs.models import DesignElement
from engage.themes.models import Theme

WORD = re.compile(r"[^\W\d_]{3,}")
SNOWBALL = {"en": "english", "fr": "french"}
# A term of the lexicon says more than a word that happens to be in a definition, and
# the name of an element more than its definition.
LEXICON, NAME, DEFINITION = 3.0, 2.0, 1.0
LEAST = 3.0
# Most words at the top of a theme weigh most: the eighth counts half.
HALVES_AT = 7


@dataclass(frozen=True)
class Suggestion:
    """An element that may fit, and the words that speak for it."""

    element: DesignElement
    words: tuple[str, ...]


def suggest_element(
    theme: Theme, elements: Iterable[DesignElement]
) -> Suggestion | None:
    """Return the element whose words a theme shares most, or None."""
    scored = [_scored(theme, element) for element in elements if not element.is_retired]
    best = max(scored, key=lambda one: (one[0], -one[1].position), default=None)
    if best is None or best[0] < LEAST:
        return None
    return Suggestion(best[1], best[2])


def _scored(
    theme: Theme, element: DesignElement
) -> tuple[float, DesignElement, tuple[str, ...]]:
    """Return how well an element fits, the element, and the words they share."""
    score, shared = 0.0, []
    for language in LANGUAGES:
        weights = _weights_of(element, language)
        for place, words in enumerate(_words_of(theme, language)):
            weight = max(
                (weights.get(stem, 0.0) for stem in stems(words, language)), default=0.0
            )
            score += weight * HALVES_AT / (HALVES_AT + place)
            if weight:
                shared.append(words)
    return score, element, tuple(dict.fromkeys(shared))


def _words_of(theme: Theme, language: str) -> list[str]:
    """Return what a theme is called and its key words, in one language."""
    own = [word["term"] for word in theme.keywords if word["language"] == language]
    label = getattr(theme.label, language)
    return [*(WORD.findall(label) if label else ()), *own]


def _weights_of(element: DesignElement, language: str) -> Mapping[str, float]:
    told = {
        NAME: getattr(element.name, language),
        DEFINITION: getattr(element.definition, language),
    }
    weights: dict[str, float] = {}
    for weight in (DEFINITION, NAME):
        weights |= dict.fromkeys(stems(told[weight], language), weight)
    return weights | dict.fromkeys(_lexicon(language).get(element.slug, ()), LEXICON)


@cache
def _lexicon(language: str) -> dict[str, frozenset[str]]:
    """Return the stems of each element's terms; of a phrase, all its words."""
    found: dict[str, set[str]] = {}
    for row in read_rows("lexicon.csv"):
        terms = row[f"{language}_terms"].replace("|", " ")
        found.setdefault(row["element"], set()).update(stems(terms, language))
    return {
        name: frozenset(own - _common(found)) for name, own in found.items() if name
    }


def _common(found: Mapping[str, set[str]]) -> set[str]:
    """Return stems that stand under several elements: they tell none from another."""
    seen: set[str] = set()
    twice: set[str] = set()
    for own in found.values():
        twice |= seen & own
        seen |= own
    return twice


def stems(text: str, language: str) -> list[str]:
    """Return the stems of a text's words, without accents."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    stemmer = _stemmer(language)
    return [stemmer.stemWord(word) for word in WORD.findall(letters)]


@cache
def _stemmer(language: str) -> "Stemmer.Stemmer":
    return Stemmer.Stemmer(SNOWBALL[language])
