"""Deciding: one transaction, a row that stays, nobody outside their catchments."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.core import clock, events
from engage.core.actors import ANONYMOUS, SYSTEM
from engage.core.audit import AuditEntry
from engage.core.db import session, transaction
from engage.core.errors import Conflict, Gone, Invalid, NotFound
from engage.core.i18n import Bilingual
from engage.moderation.actions import (
    Verdict,
    decide,
    decide_many,
    undo,
    undo_together,
)
from engage.moderation.models import ModerationDecision, ModerationReason
from engage.moderation.queries import find_last_decision, list_history, list_reasons
from engage.people.models import User
from tests.conftest import NOON
from tests.factories.contributions import a_consultation, a_contribution


@pytest.fixture
def jobs(app: Flask) -> Consultation:
    return a_consultation()


def rows() -> list[ModerationDecision]:
    return list(
        session().scalars(select(ModerationDecision).order_by(ModerationDecision.id))
    )


def fresh(contribution: Contribution) -> Contribution:
    session().rollback()
    return session().get_one(Contribution, contribution.id)


def test_approving_leaves_a_row_with_before_after_and_hours(
    jobs: Consultation, luc: User
) -> None:
    text = a_contribution(jobs)
    row = decide(text, "approve", version=1, by=luc.actor)
    assert (row.status_before, row.status_after) == ("pending", "approved")
    assert (row.user_id, row.decided_at, row.hours_waited) == (luc.id, NOON, 3)
    assert fresh(text).status == "approved"
    assert row.contribution_version == fresh(text).version == 2


def test_rule_16_the_hour_is_dropped_in_the_same_transaction(
    jobs: Consultation, luc: User
) -> None:
    text = a_contribution(jobs)
    decide(text, "approve", version=1, by=luc.actor)
    assert fresh(text).received_hour is None


def test_rule_16_the_database_itself_refuses_an_hour_on_a_decided_text(
    jobs: Consultation,
) -> None:
    text = a_contribution(jobs)
    with pytest.raises(IntegrityError), transaction() as current:
        current.get_one(Contribution, text.id).status = "approved"


def test_rule_22_the_decision_is_audited_with_its_actor(
    jobs: Consultation, luc: User
) -> None:
    text = a_contribution(jobs)
    decide(text, "reject", reason="off_topic", version=1, by=luc.actor)
    entry = (
        session()
        .scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))
        .one()
    )
    assert entry.action == "moderation.contribution.rejected"
    assert (entry.actor_id, entry.subject_id) == (luc.id, str(text.id))
    assert entry.detail == {"decision": "reject", "reason": "off_topic"}


@pytest.mark.parametrize("decision", ["reject", "hide"])
def test_refusing_needs_a_reason(jobs: Consultation, luc: User, decision: str) -> None:
    text = a_contribution(jobs)
    with pytest.raises(Invalid) as caught:
        decide(text, decision, version=1, by=luc.actor)
    assert "reason" in caught.value.fields
    assert rows() == []


def test_approving_takes_no_reason(jobs: Consultation, luc: User) -> None:
    with pytest.raises(Invalid):
        decide(
            a_contribution(jobs), "approve", reason="insult", version=1, by=luc.actor
        )


def test_a_reason_that_the_consultation_does_not_have_is_refused(
    jobs: Consultation, luc: User
) -> None:
    with pytest.raises(Invalid):
        decide(a_contribution(jobs), "reject", reason="mood", version=1, by=luc.actor)


def test_a_consultation_can_have_reasons_of_its_own(
    jobs: Consultation, luc: User
) -> None:
    label = Bilingual("It names an employer", "Une entreprise est nommée")
    with transaction() as current:
        current.add(
            ModerationReason(
                consultation_id=jobs.id, code="employer", label=label, position=1
            )
        )
    assert [item.code for item in list_reasons(jobs.id)] == ["employer"]
    text = a_contribution(jobs)
    decide(text, "reject", reason="employer", version=1, by=luc.actor)
    assert list_history(fresh(text))[0].reason == label
    with pytest.raises(Invalid):
        decide(a_contribution(jobs), "reject", reason="insult", version=1, by=luc.actor)


def test_every_usual_reason_is_there_in_both_languages(jobs: Consultation) -> None:
    reasons = list_reasons(jobs.id)
    assert {"personal_details", "insult", "off_topic", "empty"} <= {
        item.code for item in reasons
    }
    assert all(item.label.is_complete for item in reasons)


@pytest.mark.parametrize("note", ["x" * 1001, "a\x00b"])
def test_a_note_that_cannot_be_kept_is_refused(
    jobs: Consultation, luc: User, note: str
) -> None:
    text = a_contribution(jobs)
    with pytest.raises(Invalid):
        decide(text, "approve", note=note, version=1, by=luc.actor)


def test_an_unknown_decision_is_refused(jobs: Consultation, luc: User) -> None:
    with pytest.raises(Invalid):
        decide(a_contribution(jobs), "delete", version=1, by=luc.actor)


def test_rule_24_a_stale_version_conflicts_and_changes_nothing(
    jobs: Consultation, luc: User, odile: User
) -> None:
    text = a_contribution(jobs)
    decide(text, "approve", version=1, by=odile.actor)
    with pytest.raises(Conflict):
        decide(text, "reject", reason="insult", version=1, by=luc.actor)
    assert fresh(text).status == "approved"
    assert len(rows()) == 1


def test_what_the_status_forbids_conflicts(jobs: Consultation, luc: User) -> None:
    with pytest.raises(Conflict):
        decide(a_contribution(jobs), "restore", version=1, by=luc.actor)


def test_rule_20_a_withdrawn_text_is_gone_for_moderators(
    jobs: Consultation, luc: User
) -> None:
    text = a_contribution(jobs, status="withdrawn")
    with pytest.raises(Gone):
        decide(text, "approve", version=1, by=luc.actor)


def test_hiding_and_showing_again(jobs: Consultation, luc: User) -> None:
    text = a_contribution(jobs, status="approved")
    decide(text, "hide", reason="insult", version=1, by=luc.actor)
    assert fresh(text).status == "hidden"
    assert fresh(text).text == "We need a bus to the mine."
    decide(text, "restore", version=2, by=luc.actor)
    assert fresh(text).status == "approved"
    assert [row.hours_waited for row in rows()] == [None, None]


def test_rule_02_theo_of_toronto_finds_nothing_of_northeast(
    jobs: Consultation, theo: User
) -> None:
    text = a_contribution(jobs, catchment="northeast")
    with pytest.raises(NotFound):
        decide(text, "approve", version=1, by=theo.actor)
    with pytest.raises(NotFound):
        undo(text, version=1, by=theo.actor)
    assert rows() == []


def test_rule_02_nobody_decides_without_an_account(jobs: Consultation) -> None:
    with pytest.raises(NotFound):
        decide(a_contribution(jobs), "approve", version=1, by=ANONYMOUS)


def test_a_text_without_catchment_is_for_those_who_work_in_the_consultation(
    jobs: Consultation, luc: User
) -> None:
    here = a_contribution(jobs, catchment=None)
    assert decide(here, "approve", version=1, by=luc.actor).status_after == "approved"


def test_a_text_of_a_consultation_outside_the_catchments_is_for_publishers(
    app: Flask, luc: User, odile: User
) -> None:
    elsewhere = a_contribution(a_consultation("abroad", ()), catchment=None)
    with pytest.raises(NotFound):
        decide(elsewhere, "approve", version=1, by=luc.actor)
    assert decide(elsewhere, "approve", version=1, by=odile.actor).user_id == odile.id


def test_the_system_decides_for_an_import(jobs: Consultation) -> None:
    row = decide(a_contribution(jobs), "approve", version=1, by=SYSTEM)
    assert row.user_id is None


def test_many_are_decided_in_one_transaction_with_one_audit_entry(
    jobs: Consultation, luc: User
) -> None:
    texts = [a_contribution(jobs) for _ in range(3)]
    before = session().scalar(select(func.count()).select_from(AuditEntry)) or 0
    decide_many(
        {text.id: 1 for text in texts}, Verdict("reject", "empty"), by=luc.actor
    )
    assert [fresh(text).status for text in texts] == ["rejected"] * 3
    assert [row.reason for row in rows()] == ["empty"] * 3
    after = session().scalar(select(func.count()).select_from(AuditEntry))
    assert after == before + 1


def test_many_are_all_decided_or_none(
    jobs: Consultation, luc: User, odile: User
) -> None:
    texts = [a_contribution(jobs) for _ in range(3)]
    decide(texts[1], "approve", version=1, by=odile.actor)
    with pytest.raises(Conflict):
        decide_many({text.id: 1 for text in texts}, Verdict("approve"), by=luc.actor)
    assert [fresh(text).status for text in texts] == ["pending", "approved", "pending"]


@pytest.mark.parametrize("size", [0, 1001])
def test_many_has_bounds(jobs: Consultation, luc: User, size: int) -> None:
    with pytest.raises(Invalid):
        decide_many(dict.fromkeys(range(size), 1), Verdict("approve"), by=luc.actor)


def test_undo_puts_the_text_back_and_is_itself_a_row(
    jobs: Consultation, luc: User
) -> None:
    text = a_contribution(jobs)
    decide(text, "reject", reason="insult", version=1, by=luc.actor)
    row = undo(text, version=2, by=luc.actor)
    assert (row.decision, row.status_before, row.status_after) == (
        "undo",
        "rejected",
        "pending",
    )
    assert fresh(text).status == "pending"
    assert [item.decision for item in rows()] == ["reject", "undo"]
    again = decide(text, "approve", version=3, by=luc.actor)
    assert again.status_after == "approved"


def test_hours_waited_are_kept_through_an_undo(jobs: Consultation, luc: User) -> None:
    text = a_contribution(jobs)
    decide(text, "approve", version=1, by=luc.actor)
    undo(text, version=2, by=luc.actor)
    decide(text, "reject", reason="insult", version=3, by=luc.actor)
    assert [row.hours_waited for row in rows()] == [3, 3, 3]


def test_only_ones_own_decision_can_be_taken_back(
    jobs: Consultation, luc: User, odile: User
) -> None:
    text = a_contribution(jobs)
    decide(text, "approve", version=1, by=odile.actor)
    with pytest.raises(Conflict):
        undo(text, version=2, by=luc.actor)


def test_a_decision_cannot_be_taken_back_after_ten_minutes(
    jobs: Consultation, luc: User
) -> None:
    text = a_contribution(jobs)
    decide(text, "approve", version=1, by=luc.actor)
    clock.freeze(NOON + timedelta(minutes=11))
    with pytest.raises(Conflict):
        undo(text, version=2, by=luc.actor)


def test_an_undo_is_not_undone(jobs: Consultation, luc: User) -> None:
    text = a_contribution(jobs)
    decide(text, "approve", version=1, by=luc.actor)
    undo(text, version=2, by=luc.actor)
    with pytest.raises(Conflict):
        undo(text, version=3, by=luc.actor)


def test_what_nobody_decided_cannot_be_undone(jobs: Consultation, luc: User) -> None:
    with pytest.raises(NotFound):
        undo(a_contribution(jobs), version=1, by=luc.actor)


@pytest.fixture
def heard() -> Iterator[list[str]]:
    told: list[str] = []

    def listen(*, contributions: list[Contribution], **facts: object) -> None:
        told.extend(item.status for item in contributions)

    events.subscribe("contribution.decided", listen)
    yield told
    events._subscribers["contribution.decided"].remove(listen)


def test_other_rooms_are_told_in_the_same_transaction(
    jobs: Consultation, luc: User, heard: list[str]
) -> None:
    text = a_contribution(jobs)
    decide(text, "approve", version=1, by=luc.actor)
    undo(text, version=2, by=luc.actor)
    assert heard == ["approved", "pending"]


def test_the_last_decision_is_the_newest(jobs: Consultation, luc: User) -> None:
    text = a_contribution(jobs)
    assert find_last_decision(text.id) is None
    decide(text, "reject", reason="empty", version=1, by=luc.actor)
    decide(text, "approve", version=2, by=luc.actor)
    last = find_last_decision(text.id)
    assert last is not None
    assert last.decision == "approve"


def test_all_that_was_decided_together_comes_back_together(
    jobs: Consultation, luc: User
) -> None:
    alone = a_contribution(jobs, "Decided alone")
    decide(alone, "approve", version=1, by=luc.actor)
    clock.freeze(NOON + timedelta(minutes=1))
    texts = [a_contribution(jobs, f"Letter {number}") for number in range(3)]
    decide_many({t.id: 1 for t in texts}, Verdict("reject", "empty"), by=luc.actor)
    undone = undo_together(texts[0], version=2, by=luc.actor)
    assert [row.decision for row in undone] == ["undo"] * 3
    assert {fresh(text).status for text in texts} == {"pending"}
    assert {fresh(text).version for text in texts} == {3}
    assert fresh(alone).status == "approved"
    newest = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)
    entry = session().scalars(newest).one()
    assert (entry.action, entry.subject_id) == ("moderation.decisions.undone", "3")


def test_rule_24_nothing_comes_back_where_somebody_changed_one_of_them(
    jobs: Consultation, luc: User, odile: User
) -> None:
    texts = [a_contribution(jobs, f"Letter {number}") for number in range(3)]
    decide_many({t.id: 1 for t in texts}, Verdict("reject", "empty"), by=luc.actor)
    decide(texts[1], "approve", version=2, by=odile.actor)
    with pytest.raises(Conflict):
        undo_together(texts[0], version=2, by=luc.actor)
    assert [fresh(text).status for text in texts] == [
        "rejected",
        "approved",
        "rejected",
    ]


def test_what_was_decided_together_stays_after_ten_minutes(
    jobs: Consultation, luc: User
) -> None:
    texts = [a_contribution(jobs, f"Letter {number}") for number in range(2)]
    decide_many({t.id: 1 for t in texts}, Verdict("approve"), by=luc.actor)
    clock.freeze(NOON + timedelta(minutes=11))
    with pytest.raises(Conflict):
        undo_together(texts[0], version=2, by=luc.actor)
    assert {fresh(text).status for text in texts} == {"approved"}
