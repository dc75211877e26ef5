"""Journey 1: from a poster's address to a receipt, in French, without a script."""

from flask import Flask
from sqlalchemy import select

from engage.contributions.models import Contribution
from engage.core.db import session
from tests.factories.surveys import make_survey
from tests.pages import Browser


def test_amina_says_something_and_finds_it_again(app: Flask, amina: Browser) -> None:
    make_survey()
    poster = amina.client.get(
        "/s/work?catchment=northeast", headers={"Accept-Language": "fr-CA"}
    )
    amina.open(poster.headers["Location"])
    assert "Votre avis sur l'emploi" in amina.words()

    typed = {"needs": "Un autobus vers le collège", "order": ["b", "c"]}
    amina.submit(status=422, **typed)
    assert "Cochez cette case" in amina.words()
    assert typed["needs"] in amina.text

    sent = amina.submit(**typed, catchment="northeast", consent="y", consent_quote="y")
    page = amina.open(sent.headers["Location"])
    code = next(e.text for e in page.iter("strong") if "receipt" in e.get("class", ""))

    amina.open("/fr/my-response")
    amina.submit(code=code, status=200)
    assert "En attente de lecture" in amina.words()
    text = session().scalars(select(Contribution)).one()
    assert (text.text, text.language, text.may_quote) == (typed["needs"], "fr", True)
