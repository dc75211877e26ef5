"""The sample consultation holds what the demonstration promises to show."""

import csv
import json
import re
from collections import Counter
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

DEMO = files("engage") / "demo"
DATA = files("engage") / "data"
OPEN_QUESTIONS = ("q1", "q2", "q4", "q5", "q6", "q7", "q8", "q9")
CONCENTRATED = {"northeast", "ottawa", "toronto", "hamilton-niagara", "windsor-sarnia"}
REASONS = {"personal_details", "insult", "off_topic", "advertising", "empty"}
FRENCH = re.compile(
    r"\b(le|la|les|des|du|une|un|est|pas|dans|pour|que|qui|je|nous|avec|sur|au|aux|et"
    r"|en|de|à|c'est|j'ai|pis)\b"
)
ENGLISH = re.compile(
    r"\b(the|and|is|of|to|in|for|that|it|we|with|not|my|you|they|are|was|no|at)\b"
)
PERSONAL = re.compile(
    r"\d{3}[- ]\d{3}[- ]\d{4}|@\w|\b\d{3} \d{3} \d{3}\b|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b"
    r"|my name is|je m'appelle|www\.|https?:",
    re.IGNORECASE,
)

Row = dict[str, str]


def rows_of(name: str, folder: Any = DEMO / "ontario") -> list[Row]:
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def responses() -> list[Row]:
    return rows_of("responses.csv")


@pytest.fixture(scope="module")
def decisions() -> list[Row]:
    return rows_of("moderation.csv")


def texts_of(row: Row) -> list[str]:
    return [row[key] for key in OPEN_QUESTIONS if row[key]]


def texts_near(responses: list[Row], first: str, language: str) -> list[str]:
    """Return the texts that share at least 7 in 10 words with the first."""

    def words(text: str) -> set[str]:
        return set(re.findall(r"\w+", text.lower()))

    start = words(first)
    return [
        text
        for row in responses
        if row["language"] == language
        for text in texts_of(row)
        if len(start & words(text)) >= 0.7 * len(start | words(text))
    ]


def test_five_catchments_are_concentrated_and_ten_are_thin(
    responses: list[Row],
) -> None:
    people = Counter(row["catchment"] for row in responses)
    assert set(people) == {row["slug"] for row in rows_of("catchments.csv", DATA)}
    assert all(60 <= people[slug] <= 120 for slug in CONCENTRATED)
    assert all(n <= 22 for slug, n in people.items() if slug not in CONCENTRATED)
    assert 590 <= sum(people.values()) <= 620


def test_every_text_is_written_for_itself(responses: list[Row]) -> None:
    said = [text.casefold() for row in responses for text in texts_of(row)]
    assert len(set(said)) >= 790
    assert len(said) - len(set(said)) <= 5


def test_rows_are_in_the_language_they_name(responses: list[Row]) -> None:
    for row in responses:
        said = " ".join(texts_of(row)).lower()
        french, english = len(FRENCH.findall(said)), len(ENGLISH.findall(said))
        own, other = (french, english) if row["language"] == "fr" else (english, french)
        assert own >= other, said


def test_french_is_spoken_where_it_is_spoken(responses: list[Row]) -> None:
    people = Counter(row["catchment"] for row in responses)
    french = Counter(row["catchment"] for row in responses if row["language"] == "fr")
    assert 0.4 <= french["northeast"] / people["northeast"] <= 0.5
    assert 0.35 <= french["ottawa"] / people["ottawa"] <= 0.45
    assert all(
        french[slug] / people[slug] <= 0.1
        for slug in CONCENTRATED - {"northeast", "ottawa"}
    )


def test_choices_are_ones_the_survey_offers(responses: list[Row]) -> None:
    elements = {row["slug"] for row in rows_of("ssm_elements.csv", DATA)}
    for row in responses:
        ranked = row["q3"].split("|") if row["q3"] else []
        assert set(ranked) <= elements, row
        assert len(ranked) == len(set(ranked)), row
        assert row["q10"] in {"", "unknown", "1", "2", "3", "4", "5"}
        assert row["channel"] in {"web", "paper", "session", "kiosk"}
        assert row["consent_quote"] in {"yes", "no"}


def test_dates_lie_within_the_consultation(responses: list[Row]) -> None:
    facts = json.loads(
        (DEMO / "ontario" / "consultation.json").read_text(encoding="utf-8")
    )
    opens, closes = date.fromisoformat(facts["opens_on"]), date(2026, 11, 20)
    assert closes <= date.fromisoformat(facts["closes_on"])
    for row in responses + rows_of("comments.csv"):
        assert opens <= date.fromisoformat(row["received_on"]) <= closes


def test_decisions_point_at_words(responses: list[Row], decisions: list[Row]) -> None:
    places = [(row["row"], row["question"]) for row in decisions]
    assert len(places) == len(set(places))
    for row in decisions:
        assert responses[int(row["row"]) - 2][row["question"]], row
        if row["decision"] == "reject":
            assert row["reason"] in REASONS
        else:
            assert (row["decision"], row["reason"]) == ("pending", "")
    assert 35 <= sum(row["decision"] == "pending" for row in decisions) <= 50


def test_personal_details_are_never_approved(
    responses: list[Row], decisions: list[Row]
) -> None:
    held = {(int(row["row"]), row["question"]) for row in decisions}
    found = {
        (line, key)
        for line, row in enumerate(responses, start=2)
        for key in OPEN_QUESTIONS
        if PERSONAL.search(row[key])
    }
    assert len(found) >= 13
    assert found <= held


def test_two_campaigns_keep_their_size(responses: list[Row]) -> None:
    english = (
        "Please keep the employment office in Espanola open. Our community needs a "
        "place where people can walk in and talk to someone who knows them. Driving "
        "an hour to Sudbury is not an option for many of us."
    )
    french = (
        "S'il vous plaît, gardez le bureau d'emploi de Hearst ouvert. Notre communauté "
        "a besoin d'un endroit où on peut entrer et parler en français à quelqu'un qui "
        "nous connaît. Faire une heure de route jusqu'à Kapuskasing, ce n'est pas "
        "possible pour beaucoup d'entre nous."
    )
    assert len(texts_near(responses, english, "en")) == 14
    assert len(texts_near(responses, french, "fr")) == 6


def test_replies_answer_first_comments() -> None:
    comments = rows_of("comments.csv")
    first = {row["comment_id"] for row in comments if not row["reply_to"]}
    replies = [row for row in comments if row["reply_to"]]
    assert len(replies) == 6
    assert all(row["reply_to"] in first for row in replies)
    assert {row["catchment"] for row in comments} == CONCENTRATED


@pytest.mark.parametrize(
    "path", ["ontario/consultation.json", "bowling-green/bowling-green.json"]
)
def test_texts_of_a_consultation_are_in_both_languages(path: str) -> None:
    facts = json.loads((DEMO / path).read_text(encoding="utf-8"))
    for part in (facts, facts.get("survey", {}), facts["thread"]):
        for value in part.values():
            if isinstance(value, dict) and "en" in value:
                assert value["en"].strip()
                assert value["fr"].strip()
