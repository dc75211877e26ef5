"""A second reading: blind, in one's own catchments, its agreement beyond chance."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from engage.consultations.models import Consultation
from engage.contributions.actions import withdraw_contribution
from engage.contributions.models import Contribution
from engage.core.actors import ANONYMOUS
from engage.core.db import session, transaction
from engage.core.errors import Invalid, NotAllowed
from engage.insights import readings
from engage.insights.actions import read_text
from engage.insights.models import Coding
from engage.people.models import User
from engage.themes.models import Assignment, Theme
from engage.themes.queries import list_themes
from tests.factories.reports import reportable
from tests.pages import Browser

SignIn = Callable[[User], Browser]
PAGE = "/manage/consultations/needs/insights/reading"


def theme_of(text: Contribution) -> Theme:
    place = session().get_one(Assignment, text.id)
    return session().get_one(Theme, place.theme_id)


def test_luc_reads_blind_and_the_agreement_is_told(
    needs: Consultation, luc: User, sign_in: SignIn
) -> None:
    browser = sign_in(luc)
    browser.open(f"/en{PAGE}")
    text = readings.find_next(luc.actor, needs)
    assert text is not None
    assert text.text in browser.words()
    assert "Nobody has read a text yet." in browser.words()
    assert "checked" not in browser.text, "nothing tells the machine's theme"
    door = f"/en{PAGE}/{text.public_id}"
    browser.submit(door, status=422)
    assert "Choose a theme" in browser.words()
    browser.submit(door, theme=theme_of(text).public_id)
    browser.open(f"/en{PAGE}")
    assert "same theme for 1 of 1 texts" in browser.words()
    assert text.text not in browser.words()
    browser.submit(door, theme="none")
    browser.open(f"/fr{PAGE}")
    assert "0 des 1 textes lus" in browser.words()


def test_thirty_texts_tell_the_agreement_beyond_chance(
    needs: Consultation, odile: User
) -> None:
    themes = list_themes(needs.id)
    for place in range(40):
        text = readings.find_next(odile.actor, needs)
        assert text is not None
        own = theme_of(text)
        other = next(theme for theme in themes if theme.id != own.id)
        read_text(text, other if place % 10 == 0 else own, by=odile.actor)
    audit = readings.get_audit(needs)
    assert audit.agreement.reviews == 40
    assert 0.6 < (audit.agreement.kappa or 0) < 1
    assert sum(times for _machine, _person, times in audit.pairs) == 4


def test_rule_02_only_texts_of_ones_own_catchments(
    needs: Consultation, luc: User, theo: User, sign_in: SignIn
) -> None:
    text = readings.find_next(luc.actor, needs)
    assert text is not None
    browser = sign_in(theo)
    browser.open(f"/en{PAGE}")
    token = browser.hidden_fields()["csrf_token"]
    data = {"csrf_token": token, "theme": "none"}
    reply = browser.client.post(f"/en{PAGE}/{text.public_id}", data=data)
    assert reply.status_code == 404


def test_what_cannot_be_chosen_is_refused(
    needs: Consultation, luc: User, sign_in: SignIn
) -> None:
    text = readings.find_next(luc.actor, needs)
    assert text is not None
    strange = reportable("other")
    with pytest.raises(Invalid):
        read_text(text, list_themes(strange.id)[0], by=luc.actor)
    with pytest.raises(NotAllowed):
        read_text(text, None, by=ANONYMOUS)
    browser = sign_in(luc)
    browser.open(f"/en{PAGE}")
    browser.submit(f"/en{PAGE}/{text.public_id}", status=404, theme="nothing")


def test_rule_20_a_text_that_was_taken_back_counts_no_more(
    needs: Consultation, luc: User
) -> None:
    text = readings.find_next(luc.actor, needs)
    assert text is not None
    read_text(text, theme_of(text), by=luc.actor)
    assert session().scalars(select(Coding)).all() != []
    with transaction() as current:
        withdraw_contribution(current, text.id)
    assert readings.get_audit(needs).agreement.reviews == 0
