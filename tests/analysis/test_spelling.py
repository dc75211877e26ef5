"""Capitals in keywords and names: those that most people write."""

import pytest

from analysis import Document, find_themes
from analysis.words import read_words


def forms(*texts: str, language: str = "en") -> dict[str, str]:
    stream = read_words(texts, language)
    return dict(zip(stream.stems, stream.surfaces[language], strict=True))


def test_an_acronym_keeps_its_capitals_even_where_it_begins_a_sentence():
    assert forms("OW is slow.", "I am on OW", "my ow worker")["ow"] == "OW"
    assert forms("ODSP pays late. ODSP again")["odsp"] == "ODSP"


def test_a_capital_that_only_begins_a_sentence_says_nothing():
    found = forms("Shifts change. Shifts vary! Shifts?", "- Shifts", "more shifts")
    assert found["shift"] == "shifts"


def test_a_name_is_written_as_a_name():
    found = forms("Rent in Ottawa is high", "Ottawa needs homes", "to Ottawa by bus")
    assert found["ottawa"] == "Ottawa"


def test_a_word_that_is_a_name_for_some_stays_small():
    texts = ("the Lane is closed", "a lane is closed", "a bus lane", "on Mill Lane")
    assert forms(*texts)["lane"] == "lane"


def test_one_who_shouts_does_not_decide():
    assert forms("MORE SHIFTS", "more shifts", "some shifts")["shift"] == "shifts"


@pytest.fixture(scope="module")
def themes_of_a_town():
    said = {
        "OW": "My OW worker in Sault {} never answers about the OW cheque for {}",
        "WKU": "Parking near the Bowling Green campus of WKU costs {} students {}",
        "rd": "The lanes on Smallhouse rd past the rd crossing need {} widening {}",
    }
    words = ["north", "south", "east", "west", "spring", "fall", "may", "june"] * 2
    documents = [
        Document(f"{name}{i}", text.format(words[i % 8], words[i // 3]), "en")
        for name, text in said.items()
        for i in range(24)
    ]
    return find_themes(documents, themes=3, skip=frozenset({"stability", "campaigns"}))


def test_keywords_names_and_reasons_show_acronyms_in_capitals(themes_of_a_town):
    result = themes_of_a_town
    terms = {word.term for theme in result.themes for word in theme.keywords}
    assert {"OW", "WKU"} <= {word for term in terms for word in term.split()}
    assert "Bowling Green" in terms
    reasons = {one.term for one in result.assignments[0].reasons}
    assert "OW" in {word for term in reasons for word in term.split()}


def test_two_small_letters_name_no_theme(themes_of_a_town):
    labels = [str(theme.label["en"]) for theme in themes_of_a_town.themes]
    assert "rd" not in {word.lower() for label in labels for word in label.split(", ")}
