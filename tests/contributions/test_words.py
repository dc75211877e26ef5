"""Which words are known, and which are an everyday word mistyped."""

import pytest

from engage.contributions.privacy.dictionary import is_word
from engage.contributions.privacy.spelling import is_misspelt


@pytest.mark.parametrize(
    "word",
    [
        *("apprenticeship", "workshops", "colour", "realize", "dont", "underpaid"),
        *("aidée", "aidee", "travaillent", "chevaux", "œuvre", "parvint", "mi-temps"),
    ],
)
def test_words_of_both_languages_are_known(word: str) -> None:
    assert is_word(word)


@pytest.mark.parametrize(
    "word", ["tiana", "kristofer", "mbali", "amadou", "sheila", "tamika", "josiane"]
)
def test_names_are_no_words(word: str) -> None:
    assert not is_word(word)
    assert not is_misspelt(word)


@pytest.mark.parametrize(
    "word", ["becuase", "recieved", "limprimante", "jattends", "evry", "tobring"]
)
def test_everyday_words_mistyped_are_told_from_names(word: str) -> None:
    assert is_misspelt(word)


def test_letters_without_a_vowel_name_nobody() -> None:
    assert is_word("rdv")
