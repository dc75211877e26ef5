"""Words as they are looked for: the same in both languages, on both databases."""

import pytest

from engage.core.stems import excerpt, index_words, marked, read_query
from engage.core.text import guessed_language


def has(text: str, typed: str) -> bool:
    """Return whether a text has all the words of a query."""
    kept = set(index_words(text, guessed_language(text, "")).split())
    return all(kept & forms for forms in read_query(typed).words)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Night buses, please.", "bus"),
        ("The bus is late and we are cold", "buses"),
        ("Un autobus le soir", "autobus"),
        ("Des employés qualifiés", "employe"),
        ("Des employés qualifiés", "EMPLOYÉE"),
        ("L’été à l’école", "ecole ete"),
        ("Ma sœur et l'œuvre", "soeur oeuvre"),
        ("Training for welders", "train welder"),
        ("Nous formons des soudeurs", "soudeur"),
        ("Highway 11 in winter", "11"),
        ("ᐃᓄᒃᑎᑐᑦ", "ᐃᓄᒃᑎᑐᑦ"),
        ("The bus to the mine", "the mine"),
    ],
)
def test_a_word_is_found_in_its_other_forms(text: str, typed: str) -> None:
    assert has(text, typed)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Night buses, please.", "day bus"),
        ("Child care for all of the people", "car"),
        ("", "bus"),
    ],
)
def test_every_word_must_be_there(text: str, typed: str) -> None:
    assert not has(text, typed)


@pytest.mark.parametrize("typed", ["", "  ", "\"'*():;-^", "%_", "\x00\u200b", "a l d"])
def test_a_query_without_words_looks_for_nothing(typed: str) -> None:
    assert read_query(typed).is_blank


def test_words_of_a_query_are_letters_and_digits_and_few() -> None:
    query = read_query("NEAR(\"x\" OR *) AND NOT col:'y' " + "word1 word2 " * 50)
    assert len(query.words) <= 12
    assert all(form.isalnum() for form in query.forms)
    assert all(len(form) <= 62 for form in read_query("z" * 5000).forms)


def test_small_words_count_only_where_there_are_no_others() -> None:
    assert len(read_query("the bus to the mine").words) == 2
    assert len(read_query("to be").words) == 2


def test_what_was_found_is_marked_and_nothing_is_lost() -> None:
    text = "<b>Buses</b> & « autobus »: l’école"
    pieces = marked(text, read_query("bus école"))
    assert "".join(piece for piece, _hit in pieces) == text
    assert [piece for piece, hit in pieces if hit] == ["Buses", "école"]


def test_a_long_text_is_cut_around_the_first_word() -> None:
    text = "word " * 200 + "needle " + "word " * 200
    pieces = excerpt(text, read_query("needle"))
    shown = "".join(piece for piece, _hit in pieces)
    assert "needle" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 340
    assert excerpt("Short.", read_query("needle")) == [("Short.", False)]
