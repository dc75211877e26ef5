"""An element is suggested by shared words; nothing is where nothing is shared."""

import pytest
from flask import Flask

from engage.core.actors import SYSTEM
from engage.core.i18n import Bilingual
from engage.designs.actions import load_elements
from engage.designs.queries import list_elements
from engage.designs.suggestions import suggest_element
from engage.themes.models import Theme


def a_theme(label: Bilingual, *terms: tuple[str, str]) -> Theme:
    words = [{"term": term, "language": code, "weight": 1.0} for code, term in terms]
    return Theme(label=label, keywords=words)


@pytest.mark.parametrize(
    ("label", "terms", "slug"),
    [
        (Bilingual("Buses and rides"), [("en", "bus")], "wraparound"),
        (Bilingual("", "La garde des enfants"), [("fr", "garderie")], "wraparound"),
        (Bilingual("Trades"), [("en", "apprenticeships")], "skills"),
        (Bilingual("Waiting"), [("en", "waitlists"), ("en", "appointments")], "intake"),
        (Bilingual("", "Embaucher"), [("fr", "employeurs")], "employers"),
        (Bilingual("In French", "En français"), [], "french"),
    ],
)
def test_the_element_with_the_same_words_is_suggested(
    app: Flask, label: Bilingual, terms: list[tuple[str, str]], slug: str
) -> None:
    load_elements(by=SYSTEM)
    found = suggest_element(a_theme(label, *terms), list_elements())
    assert found is not None
    assert found.element.slug == slug
    assert "and" not in found.words


def test_a_word_that_holds_a_sentence_together_is_no_reason(app: Flask) -> None:
    load_elements(by=SYSTEM)
    said = Bilingual("With you", "Avec vous, pour vous")
    assert suggest_element(a_theme(said, ("fr", "vous")), list_elements()) is None


def test_nothing_in_common_suggests_nothing(app: Flask) -> None:
    load_elements(by=SYSTEM)
    odd = a_theme(Bilingual("Zebras and xylophones"), ("en", "zebra"))
    assert suggest_element(odd, list_elements()) is None
    assert suggest_element(a_theme(Bilingual("Buses")), []) is None
