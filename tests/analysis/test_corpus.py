"""Which documents count, in which language, and what says nothing."""

import numpy as np
import pytest

from analysis import Document, TooFewTexts
from analysis.concepts import cognate_key, lexicon
from analysis.corpus import is_blank, read_corpus
from analysis.languages import detect_languages, normalise_code


@pytest.mark.parametrize(
    "text",
    ["", "  ", "-", "...", "N/A", "n.a.", "None", "Rien à dire.", "RIEN", "😀🎉",
     "Sans objet", "aucun commentaire", "?", "_" * 70],
)  # fmt: skip
def test_answers_that_say_nothing_are_blank(text):
    assert is_blank(text)


@pytest.mark.parametrize(
    "text", ["Bus", "Rien ne va plus au bureau", "42", "ᓀᐦᐃᔭᐁᐧᐃᐧᐣ"]
)
def test_answers_that_say_something_are_not(text):
    assert not is_blank(text)


def test_equal_texts_are_read_once_and_blanks_aside():
    documents = [
        Document("1", "The bus is late", "en"),
        Document("2", "-", "en"),
        Document("3", "The bus is late ", "en-CA"),
        Document("4", "A plant closed", "en"),
    ]
    reading = read_corpus(documents, frozenset())
    assert reading.row[0] == reading.row[2] != reading.row[3]
    assert reading.row[1] == -1
    assert reading.blank.tolist() == [False, True, False, False]
    assert len(reading.texts) == 2
    assert (np.diff(reading.keys) > 0).all()
    assert reading.texts[reading.row[0]] == "The bus is late"


def test_an_excluded_document_is_left_out():
    documents = [
        Document(str(i), f"The bus number {i} is late", "en") for i in range(4)
    ]
    reading = read_corpus(documents, frozenset({"2"}), with_campaigns=False)
    assert reading.row[2] == -1
    assert not reading.blank[2]
    assert (reading.voices == 1).all()


def test_a_campaign_has_one_voice():
    letter = "Please keep the evening bus from Kenora to the plant running {}"
    documents = [
        Document(str(i), letter.format(word), "en")
        for i, word in enumerate(("now", "today", "now please"))
    ]
    documents.append(Document("x", "Daycare is full until next autumn", "en"))
    reading = read_corpus(documents)
    assert reading.voices.sum() == 2
    assert np.bincount(reading.campaigns + 1).tolist() == [1, 3]


def test_broken_characters_are_read():
    documents = [Document("1", "bus \ud800 late", "en"), Document("2", "plant", "en")]
    assert len(read_corpus(documents).texts) == 2


def test_no_two_texts_are_too_few():
    with pytest.raises(TooFewTexts, match="no texts"):
        read_corpus([])


@pytest.mark.parametrize(
    ("code", "plain"),
    [("FR-ca", "fr"), (" en ", "en"), ("en_US", "en"), ("", None), (None, None),
     ("english", None), ("cre", "cre")],
)  # fmt: skip
def test_codes_are_made_plain(code, plain):
    assert normalise_code(code) == plain


def test_languages_are_told_apart():
    texts = [
        "The bus is never on time and we wait",
        "Il faut des autobus pour les gens du nord",
        "Der Bus kommt nicht und wir warten",
        "El autobús no llega y la gente espera",
        "bus",
        "Autobus przyjeżdża zawsze spóźniony, pracownicy czekają",
    ]
    assert detect_languages(texts) == ["en", "fr", "de", "es", "en", "pl"] or (
        detect_languages(texts)[:4] == ["en", "fr", "de", "es"]
    )


def test_a_text_without_letters_has_no_language():
    assert detect_languages(["12345"]) == ["und"]


@pytest.mark.parametrize(
    ("english", "french"),
    [("transport", "transport"), ("qualiti", "qualit"), ("politic", "politiqu"),
     ("employ", "employ")],
)  # fmt: skip
def test_words_of_one_origin_meet_or_nearly(english, french):
    ours, theirs = cognate_key(english), cognate_key(french)
    assert ours == theirs or ours.startswith(theirs) or theirs.startswith(ours)


def test_short_look_alikes_are_no_cognates():
    assert cognate_key("main") == ""


def test_the_lexicon_ties_daycare_to_garderie():
    notions = {}
    for notion, code, stems in lexicon():
        notions.setdefault(notion, set()).add((code, stems))
    assert any({("en", ("librari",)), ("fr", ("bibliothequ",))} <= own
               for own in notions.values())  # fmt: skip
