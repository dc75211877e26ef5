"""What others said that is similar: approved, quotable, and where it is wanted."""

import pytest
from flask import Flask
from sqlalchemy import select

from engage.contributions.models import Contribution
from engage.core.db import session, transaction
from engage.surveys.models import Response
from tests.factories.surveys import make_survey, question, respond
from tests.pages import Browser

SAID = (
    "A bus to the college in the evening would help",
    "Un autobus vers le collège, le soir",
    "Child care near the office",
    "Somebody who answers the telephone",
)
BUS = "We need an evening bus to the college"


def say(moderation: str = "post", *, shows_similar: bool = True) -> None:
    survey = make_survey(
        question("needs", "long_text"),
        question("age", "number"),
        moderation=moderation,
        shows_similar=shows_similar,
    )
    for number, text in enumerate(SAID):
        respond(survey, {"needs": text}, key=f"{number:016}", may_quote=True)
    with transaction() as current:
        for item in current.scalars(select(Contribution)):
            item.status, item.received_hour = "approved", None
            item.is_unread, item.is_cleared = False, True


def change(said: str, /, **facts: object) -> None:
    with transaction() as current:
        item = current.scalars(
            select(Contribution).where(Contribution.text == said)
        ).one()
        for name, value in facts.items():
            setattr(item, name, value)


def ask(amina: Browser, text: str = BUS, lang: str = "en") -> str:
    amina.open(f"/{lang}/s/work")
    amina.submit(status=200, needs=text, similar="needs")
    place = amina.tree.find(".//div[@id='similar-needs']")
    return "" if place is None else " ".join("".join(place.itertext()).split())


def test_the_nearest_are_read_without_a_script_and_nothing_is_sent(
    app: Flask, amina: Browser
) -> None:
    say()
    told = ask(amina)
    assert SAID[0] in told
    assert SAID[2] not in told
    assert BUS in amina.text
    assert "error-summary" not in amina.text
    assert len(session().scalars(select(Response)).all()) == len(SAID)


def test_what_many_sent_word_for_word_is_read_once(app: Flask, amina: Browser) -> None:
    say()
    change(SAID[1], text=SAID[0].upper())
    assert ask(amina).casefold().count(SAID[0].casefold()) == 1


def test_nothing_alike_is_said_so(app: Flask, amina: Browser) -> None:
    say()
    assert "Personne n’a encore rien dit" in ask(amina, "Patinoire", "fr")
    assert "Nobody has said" in ask(amina, "")


@pytest.mark.parametrize(
    "facts",
    [
        {"status": "hidden"},
        {"status": "rejected"},
        {"may_quote": False},
        {"is_cleared": False},
        {"status": "withdrawn", "text": ""},
    ],
)
def test_rule_19_only_what_may_be_quoted_is_shown(
    app: Flask, amina: Browser, facts: dict[str, object]
) -> None:
    say()
    change(SAID[0], **facts)
    assert SAID[0] not in ask(amina)


def test_details_taken_out_stay_out(app: Flask, amina: Browser) -> None:
    say()
    change(SAID[0], cleared_text="A bus to the college in the evening")
    told = ask(amina)
    assert "A bus to the college in the evening" in told
    assert "would help" not in told


@pytest.mark.parametrize(
    ("moderation", "wanted"), [("pre", True), ("post", False), ("flags", False)]
)
def test_it_is_off_where_nobody_wants_it_or_words_are_read_first(
    app: Flask, amina: Browser, moderation: str, wanted: bool
) -> None:
    say(moderation, shows_similar=wanted)
    amina.open("/en/s/work")
    assert "Read what others said" not in amina.words()
    assert ask(amina) == ""


@pytest.mark.parametrize("name", ["age", "nothing", "", "<b>"])
def test_only_questions_in_words_have_it(app: Flask, amina: Browser, name: str) -> None:
    say()
    amina.open("/en/s/work")
    amina.submit(status=200, needs=BUS, similar=name)
    assert SAID[0] not in amina.text
