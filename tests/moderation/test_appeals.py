"""Appeals: the author speaks once to a decision, and somebody else answers."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.consultations.models import Consultation
from engage.contributions.actions import withdraw_contribution
from engage.contributions.models import Contribution
from engage.core.actors import ANONYMOUS
from engage.core.audit import AuditEntry
from engage.core.db import session, transaction
from engage.core.errors import Conflict, Gone, Invalid, NotAllowed, NotFound
from engage.core.events import announce
from engage.moderation.actions import answer_appeal, appeal, decide
from engage.moderation.models import Appeal
from engage.moderation.queries import (
    count_open_appeals,
    get_appeal,
    get_refusal,
    list_open_appeals,
)
from engage.people.models import User
from tests.factories.contributions import a_consultation, a_contribution


@pytest.fixture
def jobs(app: Flask) -> Consultation:
    return a_consultation()


@pytest.fixture
def refused(jobs: Consultation, luc: User) -> Contribution:
    """A text that Luc turned down."""
    text = a_contribution(jobs, "The bus is late, as ever.")
    decide(text, "reject", reason="off_topic", version=1, by=luc.actor)
    return text


def fresh(contribution: Contribution) -> Contribution:
    session().rollback()
    session().expire_all()
    return session().get_one(Contribution, contribution.id)


def test_an_author_reads_the_reason_and_asks_for_another_look(
    refused: Contribution,
) -> None:
    refusal = get_refusal(refused)
    assert refusal is not None
    assert refusal.reason is not None
    assert refusal.reason.fr == "Le propos porte sur autre chose"
    assert refusal.appeal is None
    asked = appeal(refused, " It is about the bus to work. ", by=ANONYMOUS)
    assert asked.words == "It is about the bus to work."
    again = get_refusal(fresh(refused))
    assert again is not None
    assert again.appeal is not None
    assert again.appeal.id == asked.id
    assert fresh(refused).status == "rejected"


def test_rule_16_the_appeal_is_audited_without_its_subject(
    refused: Contribution,
) -> None:
    appeal(refused, "Please look again.", by=ANONYMOUS)
    newest = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)
    entry = session().scalars(newest).one()
    assert entry.action == "moderation.decision.appealed"
    assert (entry.subject_id, entry.detail) == ("", {})


def test_a_decision_is_appealed_once(refused: Contribution) -> None:
    appeal(refused, "Please look again.", by=ANONYMOUS)
    with pytest.raises(Conflict):
        appeal(refused, "And again.", by=ANONYMOUS)
    assert session().scalar(select(func.count()).select_from(Appeal)) == 1


@pytest.mark.parametrize("words", ["", " \u200b ", "x" * 2001, "a\x00b"])
def test_rule_30_words_that_cannot_be_kept_are_refused(
    refused: Contribution, words: str
) -> None:
    with pytest.raises(Invalid) as caught:
        appeal(refused, words, by=ANONYMOUS)
    assert "words" in caught.value.fields


def test_only_what_was_turned_down_can_be_appealed(
    jobs: Consultation, luc: User
) -> None:
    text = a_contribution(jobs)
    with pytest.raises(Conflict):
        appeal(text, "Why so slow?", by=ANONYMOUS)
    decide(text, "approve", version=1, by=luc.actor)
    with pytest.raises(Conflict):
        appeal(text, "Why so quick?", by=ANONYMOUS)
    assert get_refusal(fresh(text)) is None


def test_a_text_that_was_taken_back_has_no_appeal(refused: Contribution) -> None:
    with transaction() as current:
        withdraw_contribution(current, refused.id)
    with pytest.raises(Gone):
        appeal(refused, "Please look again.", by=ANONYMOUS)


def test_somebody_else_answers_and_the_text_is_shown(
    refused: Contribution, luc: User, odile: User
) -> None:
    asked = appeal(refused, "It is about the bus to work.", by=ANONYMOUS)
    assert count_open_appeals(odile.actor) == 1
    with pytest.raises(NotAllowed):
        answer_appeal(asked, "overturned", version=1, by=luc.actor)
    answer_appeal(asked, "overturned", "You are right.", version=1, by=odile.actor)
    assert fresh(refused).status == "approved"
    assert count_open_appeals(odile.actor) == 0
    case = get_appeal(odile.actor, asked.public_id)
    assert (case.appeal.answer_words, case.appeal.user_id) == (
        "You are right.",
        odile.id,
    )


def test_a_hidden_text_comes_back_by_an_appeal(
    jobs: Consultation, luc: User, odile: User
) -> None:
    text = a_contribution(jobs, status="approved")
    decide(text, "hide", reason="insult", version=1, by=luc.actor)
    asked = appeal(text, "I insulted nobody.", by=ANONYMOUS)
    answer_appeal(asked, "overturned", version=1, by=odile.actor)
    assert fresh(text).status == "approved"


def test_a_decision_that_is_kept_stays_and_is_final(
    refused: Contribution, odile: User
) -> None:
    asked = appeal(refused, "It is about the bus.", by=ANONYMOUS)
    answer_appeal(asked, "kept", "It names a driver.", version=1, by=odile.actor)
    assert fresh(refused).status == "rejected"
    refusal = get_refusal(fresh(refused))
    assert refusal is not None
    assert refusal.appeal is not None
    assert refusal.appeal.answer == "kept"
    with pytest.raises(Conflict):
        appeal(refused, "Once more.", by=ANONYMOUS)


def test_rule_24_an_appeal_is_answered_once(
    refused: Contribution, odile: User, ada: User
) -> None:
    asked = appeal(refused, "It is about the bus.", by=ANONYMOUS)
    answer_appeal(asked, "kept", version=1, by=odile.actor)
    with pytest.raises(Conflict):
        answer_appeal(asked, "overturned", version=1, by=ada.actor)
    assert fresh(refused).status == "rejected"


def test_rule_24_a_text_that_was_approved_meanwhile_conflicts(
    refused: Contribution, luc: User, odile: User
) -> None:
    asked = appeal(refused, "It is about the bus.", by=ANONYMOUS)
    decide(refused, "approve", version=2, by=luc.actor)
    with pytest.raises(Conflict):
        answer_appeal(asked, "overturned", version=1, by=odile.actor)


def test_rule_02_theo_sees_no_appeal_of_northeast(
    refused: Contribution, theo: User
) -> None:
    asked = appeal(refused, "It is about the bus.", by=ANONYMOUS)
    assert list_open_appeals(theo.actor) == []
    with pytest.raises(NotFound):
        get_appeal(theo.actor, asked.public_id)
    with pytest.raises(NotFound):
        answer_appeal(asked, "kept", version=1, by=theo.actor)


def test_an_unknown_answer_is_refused(refused: Contribution, odile: User) -> None:
    asked = appeal(refused, "It is about the bus.", by=ANONYMOUS)
    with pytest.raises(Invalid):
        answer_appeal(asked, "perhaps", version=1, by=odile.actor)


def test_rule_20_a_withdrawal_blanks_the_appeal(
    refused: Contribution, odile: User
) -> None:
    asked = appeal(refused, "I am Brenda from the depot.", by=ANONYMOUS)
    with transaction() as current:
        gone = withdraw_contribution(current, refused.id)
        announce("contribution.withdrawn", current=current, contributions=gone)
    session().expire_all()
    assert session().get_one(Appeal, asked.id).words == ""
    assert list_open_appeals(odile.actor) == []
