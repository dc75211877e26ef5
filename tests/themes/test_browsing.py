"""All approved texts: looked through by words, theme, catchment and language."""

from collections.abc import Callable

import pytest

from engage.consultations.models import Consultation
from engage.core.actors import SYSTEM
from engage.people.models import User
from engage.themes.queries import IN_NO_THEME, Wanted, browse_texts, list_themes
from tests.pages import Browser

SignIn = Callable[[User], Browser]
PAGE = "/manage/consultations/needs/texts"


def count(consultation: Consultation, **wanted: str) -> int:
    return browse_texts(SYSTEM, consultation, Wanted(**wanted), 1)[1]


def test_each_choice_narrows(needs: Consultation) -> None:
    everything = count(needs)
    parts = [count(needs, theme=one.public_id) for one in list_themes(needs.id)]
    assert sum(parts) + count(needs, theme=IN_NO_THEME) == everything
    spoken = [count(needs, language=code) for code in ("en", "fr")]
    assert sum(spoken) == everything
    assert 0 < count(needs, catchment="ottawa") < 20
    assert count(needs, words="RIDES more") == count(needs, words="about rides")
    assert count(needs, words="100%") == 0, "a percent sign is no wildcard"


def test_rule_02_luc_sees_his_catchment(
    needs: Consultation, luc: User, sign_in: SignIn
) -> None:
    assert browse_texts(luc.actor, needs, Wanted(), 1)[1] == count(
        needs, catchment="northeast"
    )
    browser = sign_in(luc)
    browser.open(f"/en{PAGE}?q=rides&catchment=toronto")
    assert "No text is like that" in browser.words()
    browser.open(f"/fr{PAGE}?q=rides&theme=nothing&language=xx")
    assert "We need more about rides" in browser.words()
    assert "q=rides" in browser.text, "further pages keep the words"


@pytest.mark.parametrize("query", ["q=%00", "q=%ED%A0%80", "page=2", "q=" + "x" * 999])
def test_rule_31_odd_questions_are_no_fault(
    needs: Consultation, odile: User, sign_in: SignIn, query: str
) -> None:
    sign_in(odile).open(f"/en{PAGE}?{query}")
