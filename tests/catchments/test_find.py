"""Finding one's area: what is told when nothing is found."""

import pytest

from engage.catchments.lookup import outside_ontario
from tests.pages import Browser


@pytest.mark.parametrize("typed", ["H2X 1Y4", "h2x1y4", "V5K"])
def test_a_code_of_another_province_is_told_so(amina: Browser, typed: str) -> None:
    amina.open(f"/en/find?q={typed}")
    assert f"{typed[:3].upper()} is outside Ontario" in amina.words()
    told = amina.client.get(f"/fr/find/line?q={typed}").text
    assert told == f"{typed[:3].upper()} se trouve hors de l’Ontario."


@pytest.mark.parametrize("typed", ["P3E 1A1", "Hearst", "H2", "", "Halton", "V5"])
def test_all_else_is_looked_for(typed: str) -> None:
    assert outside_ontario(typed) is None


def test_an_empty_search_says_what_to_enter(amina: Browser) -> None:
    amina.open("/en/find")
    assert "Nothing to look for yet" not in amina.words()
    amina.open("/fr/find?q=+")
    assert "Rien à chercher pour l’instant" in amina.words()
