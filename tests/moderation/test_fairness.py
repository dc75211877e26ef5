"""How moderation went: blind second looks, hours, counts; the public statement."""

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import select

from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.core.actors import ANONYMOUS, SYSTEM
from engage.core.db import session
from engage.core.disclosure import rules_of
from engage.core.errors import Conflict, Invalid, NotAllowed, NotFound
from engage.moderation.actions import (
    answer_appeal,
    appeal,
    decide,
    is_drawn,
    review,
    undo,
)
from engage.moderation.models import SecondReview
from engage.moderation.queries import (
    Tally,
    count_reviews,
    find_review,
    get_agreement,
    get_fairness,
    get_statement,
    list_log,
)
from engage.people.models import User
from tests.factories.contributions import a_consultation, a_contribution


@pytest.fixture
def jobs(app: Flask) -> Consultation:
    return a_consultation()


def drawn(jobs: Consultation) -> Contribution:
    """A text that is in the sample: one in ten is."""
    return next(
        text
        for text in iter(lambda: a_contribution(jobs), None)
        if is_drawn(text.public_id)
    )


def test_one_text_in_ten_is_drawn_and_always_the_same_ones() -> None:
    names = [f"{number:020x}" for number in range(20_000)]
    first = [name for name in names if is_drawn(name)]
    assert 0.09 < len(first) / len(names) < 0.11
    assert first == [name for name in names if is_drawn(name)]


def test_a_drawn_decision_is_looked_at_by_somebody_else_without_any_effect(
    jobs: Consultation, luc: User, odile: User
) -> None:
    text = drawn(jobs)
    decide(text, "approve", version=1, by=luc.actor)
    assert find_review(luc.actor, jobs) is None
    with pytest.raises(NotAllowed):
        review(text, "approved", by=luc.actor)
    found = find_review(odile.actor, jobs)
    assert found is not None
    assert found.id == text.id
    assert count_reviews(odile.actor, jobs) == 1
    review(text, "rejected", reason="insult", by=odile.actor)
    session().expire_all()
    assert session().get_one(Contribution, text.id).status == "approved"
    assert count_reviews(odile.actor, jobs) == 0
    with pytest.raises(Conflict):
        review(text, "approved", by=odile.actor)


def test_what_is_not_drawn_or_elsewhere_has_no_second_look(
    jobs: Consultation, luc: User, theo: User, odile: User
) -> None:
    text = drawn(jobs)
    decide(text, "approve", version=1, by=luc.actor)
    with pytest.raises(NotFound):
        review(text, "approved", by=theo.actor)
    others = (one for one in session().scalars(select(Contribution)).all())
    plain = next((one for one in others if not is_drawn(one.public_id)), None)
    plain = plain or a_contribution(jobs)
    with pytest.raises(NotFound):
        review(plain, "approved", by=odile.actor)


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [("hidden", ""), ("rejected", ""), ("approved", "insult"), ("rejected", "mood")],
)
def test_a_second_look_says_yes_or_no_with_a_reason(
    jobs: Consultation, luc: User, odile: User, outcome: str, reason: str
) -> None:
    text = drawn(jobs)
    decide(text, "approve", version=1, by=luc.actor)
    with pytest.raises(Invalid):
        review(text, outcome, reason=reason, by=odile.actor)


def test_decisions_of_the_system_are_not_drawn_and_undone_ones_forgotten(
    jobs: Consultation, luc: User
) -> None:
    text = drawn(jobs)
    decide(drawn(jobs), "approve", version=1, by=SYSTEM)
    decide(text, "approve", version=1, by=luc.actor)
    assert len(session().scalars(select(SecondReview)).all()) == 1
    undo(text, version=2, by=luc.actor)
    assert session().scalars(select(SecondReview)).all() == []
    decide(text, "reject", reason="empty", version=3, by=luc.actor)
    assert len(session().scalars(select(SecondReview)).all()) == 1


def test_agreement_counts_both_verdicts(
    jobs: Consultation, luc: User, odile: User
) -> None:
    first, second = drawn(jobs), drawn(jobs)
    for text in (first, second):
        decide(text, "approve", version=1, by=luc.actor)
    review(first, "approved", by=odile.actor)
    review(second, "rejected", reason="insult", by=odile.actor)
    found = get_agreement(odile.actor, jobs)
    assert (found.reviews, found.same, found.kappa) == (2, 1, None)


def test_tallies_by_reason_catchment_language_and_moderator(
    jobs: Consultation, luc: User, theo: User, odile: User
) -> None:
    for number in range(3):
        text = a_contribution(jobs, f"Text {number}")
        decide(text, "approve", version=1, by=luc.actor)
    french = a_contribution(jobs, "Bonjour", catchment="toronto", language="fr")
    decide(french, "reject", reason="insult", version=1, by=theo.actor)
    undone = a_contribution(jobs, "Undone")
    decide(undone, "reject", reason="empty", version=1, by=luc.actor)
    undo(undone, version=2, by=luc.actor)
    found = get_fairness(odile.actor, jobs)
    assert (found.everything.approved, found.everything.refused) == (3, 1)
    assert (found.everything.median, found.everything.timed) == (3, 4)
    assert found.everything.slow is None
    assert {code: tally.refused for code, tally in found.reasons.items()} == {
        "insult": 1
    }
    assert found.languages["fr"].total == 1
    assert found.moderators[luc.id].approved == 3
    assert found.names[theo.id] == "Theo"
    assert len(found.catchments) == 2
    mine = get_fairness(luc.actor, jobs)
    assert mine.everything.total == 3
    assert len(list(list_log(luc.actor, jobs))) == 5


def test_nine_in_ten_are_told_from_ten_texts_on() -> None:
    nine, ten = Counter({1: 9}), Counter({1: 9, 50: 1})
    assert Tally(9, 0, nine).slow is None
    assert (Tally(10, 0, ten).slow, Tally(10, 0, ten).median) == (1, 1)


def test_rule_17_the_statement_withholds_small_counts_and_rounds_the_others(
    jobs: Consultation, luc: User, odile: User
) -> None:
    for number in range(23):
        a_contribution(jobs, f"Text {number}", status="approved")
    for number in range(12):
        text = a_contribution(jobs, f"Bad {number}", voice=f"v{number % 3}")
        decide(text, "reject", reason="insult", version=1, by=luc.actor)
    asked = appeal(text, "Please", by=ANONYMOUS)
    answer_appeal(asked, "overturned", version=1, by=odile.actor)
    found = get_statement(jobs, rules_of("a key that is long enough for a test run"))
    assert found.shown.value in {20, 25}
    assert found.not_shown.is_withheld  # eleven texts, but of three people
    assert all(figure.is_withheld for _reason, figure in found.reasons)
    assert found.appeals.is_withheld
    assert found.overturned.is_withheld
