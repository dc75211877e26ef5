"""What became of one's words: shown with the code, and only what is published."""

import pytest
from sqlalchemy import select

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.core.actors import SYSTEM
from engage.core.config import Settings
from engage.core.db import session, transaction
from engage.core.tokens import receipt_code, token_hash
from engage.receipts.became import what_became_of
from engage.reports.actions import press_of, publish_edition
from engage.reports.models import Edition
from engage.surveys.models import Response
from tests.factories.designs import a_released_design
from tests.pages import Browser

CODE = receipt_code("any key", "any submission")


@pytest.fixture
def published(needs: Consultation, edition: Edition) -> Consultation:
    return needs


def a_text(theme: str, catchment: str = "northeast") -> Contribution:
    """Return a text from there that is in a theme."""
    found = session().scalars(
        select(Contribution)
        .join(Catchment, Catchment.id == Contribution.catchment_id)
        .where(Contribution.prompt_key == theme, Catchment.slug == catchment)
        .order_by(Contribution.id)
        .limit(1)
    )
    return found.one()


def give_code(text: Contribution) -> None:
    """Have the code open the response of a text, as an answer to its scale."""
    with transaction() as current:
        current.get_one(Contribution, text.id).prompt_key = "ease"
        name = text.voice.removeprefix("response:")
        owner = current.scalars(select(Response).where(Response.public_id == name))
        owner.one().receipt_hash = token_hash(CODE)


def became(text: Contribution) -> tuple[str, str] | None:
    """Return the theme that a text joined, and the answer to it in a word."""
    found = what_became_of([text]).get(text.id)
    if found is None:
        return None
    return found.theme, str(found.answer.verdict.word) if found.answer else ""


def test_a_text_joins_a_theme_that_a_design_answers(published: Consultation) -> None:
    text = a_text("rides")
    assert became(text) == ("t-rides", "")
    a_released_design(published)
    assert became(text) == ("t-rides", "Accepted")
    assert became(a_text("rides", "toronto")) == ("t-rides", "")
    assert became(a_text("skills")) == ("t-skills", "")


def test_what_is_not_published_is_not_told(
    needs: Consultation, settings: Settings
) -> None:
    text = a_text("rides")
    assert became(text) is None
    publish_edition(needs, press_of(settings), by=SYSTEM)
    assert became(a_text("care")) is None, "nobody vouches for this theme"
    assert became(a_text("other")) is None
    with transaction() as current:
        current.get_one(Contribution, text.id).status = "hidden"
    assert became(text) is None


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            (
                "Your words joined the theme Getting there. "
                "The service system manager (SSM) of the Northeast catchment"
            ),
        ),
        ("fr", "Vos mots ont rejoint le thème Se rendre au travail."),
    ],
)
def test_amina_reads_it_with_her_code(
    published: Consultation, amina: Browser, language: str, told: str
) -> None:
    a_released_design(published)
    give_code(a_text("rides"))
    amina.open(f"/{language}/my-response")
    amina.submit(code=CODE, status=200)
    words = amina.words()
    assert told in words
    why = {"en": "Nobody gets to work", "fr": "Sans cela, personne n’y arrive"}
    assert why[language] in words
    assert f"/{language}/designs/northeast" in amina.text
