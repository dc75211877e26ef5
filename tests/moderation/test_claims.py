"""One text is read by one person at a time; reading is noted; the queue's parts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.consultations.models import Consultation
from engage.consultations.queries import get_consultation_by_id
from engage.contributions.actions import flag_text
from engage.contributions.models import Contribution, Flag
from engage.core import clock
from engage.core.actors import ANONYMOUS
from engage.core.audit import AuditEntry
from engage.core.db import session, transaction
from engage.core.errors import Conflict
from engage.moderation.actions import Verdict, decide, decide_many, open_next, undo
from engage.moderation.models import Claim
from engage.moderation.queries import (
    QueueFilter,
    count_read_by_others,
    count_waiting,
    list_groups,
    list_part,
    list_piles,
)
from engage.people.models import User
from engage.threads.actions import Words, submit_comment
from tests.conftest import NOON
from tests.factories.contributions import a_consultation, a_contribution
from tests.factories.threads import a_thread

ALL = QueueFilter()


@pytest.fixture
def jobs(app: Flask) -> Consultation:
    return a_consultation()


def flagged(jobs: Consultation, text: str = "Public words") -> Contribution:
    """A public text that one reader flagged."""
    item = a_contribution(jobs, text, status="approved", kind="comment")
    with transaction() as current:
        flag_text(
            current, item.id, voice="reader:1", reason="hurtful", today=clock.today()
        )
    return item


def fresh(contribution: Contribution) -> Contribution:
    session().rollback()
    session().expire_all()
    return session().get_one(Contribution, contribution.id)


def count_readings() -> int:
    entries = select(func.count()).where(AuditEntry.action == "moderation.text.read")
    return session().scalar(entries) or 0


def test_two_people_do_not_read_the_same_text(
    jobs: Consultation, luc: User, odile: User
) -> None:
    first, second = a_contribution(jobs, "First"), a_contribution(jobs, "Second")
    mine = open_next(jobs, ALL, by=luc.actor)
    other = open_next(jobs, ALL, by=odile.actor)
    assert mine is not None
    assert other is not None
    assert (mine.id, other.id) == (first.id, second.id)
    assert count_read_by_others(luc.actor, jobs, ALL) == 1
    assert count_waiting(luc.actor, jobs, ALL) == 2


def test_a_claim_runs_out(jobs: Consultation, luc: User, odile: User) -> None:
    text = a_contribution(jobs)
    open_next(jobs, ALL, by=luc.actor)
    assert open_next(jobs, ALL, by=odile.actor) is None
    clock.freeze(NOON + timedelta(minutes=11))
    found = open_next(jobs, ALL, by=odile.actor)
    assert found is not None
    assert found.id == text.id


def test_skipping_and_deciding_let_go(
    jobs: Consultation, luc: User, odile: User
) -> None:
    first, second = a_contribution(jobs, "First"), a_contribution(jobs, "Second")
    open_next(jobs, ALL, by=luc.actor)
    open_next(jobs, ALL, first.public_id, by=luc.actor)
    found = open_next(jobs, ALL, by=odile.actor)
    assert found is not None
    assert found.id == first.id
    decide(second, "approve", version=1, by=luc.actor)
    held = select(Claim.contribution_id)
    assert session().scalars(held).all() == [first.id]


def test_rule_33_each_reading_is_noted_once(jobs: Consultation, luc: User) -> None:
    a_contribution(jobs)
    open_next(jobs, ALL, by=luc.actor)
    open_next(jobs, ALL, by=luc.actor)
    assert count_readings() == 1
    clock.freeze(NOON + timedelta(minutes=11))
    open_next(jobs, ALL, by=luc.actor)
    assert count_readings() == 2


def test_many_at_once_read_as_many_texts(app: Flask, luc: User, odile: User) -> None:
    jobs = a_consultation()
    for number in range(8):
        a_contribution(jobs, f"Text {number}")
    actors, place = [luc.actor, odile.actor], jobs.id

    def reader(number: int) -> int:
        with app.app_context():
            here = get_consultation_by_id(place)
            found = open_next(here, ALL, by=actors[number % 2])
            return found.id if found else 0

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(reader, range(24)))
    assert len({found[number] for number in range(0, 24, 2)}) == 1
    assert len(set(found)) == 2


def test_flagged_and_unread_texts_wait_although_they_are_public(
    jobs: Consultation, luc: User
) -> None:
    a_contribution(jobs, "Pending")
    a_contribution(jobs, "Read", status="approved")
    a_contribution(jobs, "Unread", status="approved", is_unread=True)
    flagged(jobs, "Flagged")

    def shown(state: str) -> list[str]:
        part = list_part(luc.actor, jobs, QueueFilter(state=state), 10)
        return [item.text for item in part]

    assert shown("") == ["Pending", "Unread", "Flagged"]
    assert shown("pending") == ["Pending"]
    assert shown("unread") == ["Unread", "Flagged"]
    assert shown("flagged") == ["Flagged"]
    assert list_piles(luc.actor)[0].waiting == 3


def test_a_flagged_text_is_kept_once_and_its_flags_are_closed(
    jobs: Consultation, luc: User, odile: User
) -> None:
    text = flagged(jobs)
    row = decide(text, "approve", version=1, by=luc.actor)
    assert (row.status_before, row.status_after) == ("approved", "approved")
    assert session().scalars(select(Flag.is_open)).all() == [False]
    assert count_waiting(luc.actor, jobs, ALL) == 0
    with pytest.raises(Conflict):
        decide(text, "approve", version=1, by=odile.actor)
    with pytest.raises(Conflict):
        decide(text, "approve", version=2, by=odile.actor)
    undo(text, version=2, by=luc.actor)
    assert count_waiting(luc.actor, jobs, ALL) == 1


def test_turning_down_what_is_public_hides_it(jobs: Consultation, luc: User) -> None:
    hour = NOON - timedelta(hours=3)
    text = a_contribution(jobs, status="approved", is_unread=True)
    with transaction() as current:
        current.get_one(Contribution, text.id).received_hour = hour
    rows = decide_many({text.id: 2}, Verdict("reject", "insult"), by=luc.actor)
    assert (rows[0].decision, rows[0].hours_waited) == ("hide", 3)
    assert (fresh(text).status, fresh(text).is_unread) == ("hidden", False)
    undo(text, version=3, by=luc.actor)
    assert (fresh(text).status, fresh(text).is_unread) == ("approved", True)


def test_groups_are_found_among_what_waits(jobs: Consultation, luc: User) -> None:
    letter = "Please keep the night bus to the mine running for all who work there"
    for number in range(3):
        a_contribution(jobs, f"{letter} {number}")
    a_contribution(jobs, "n/a")
    campaign = [a_contribution(jobs, f"Other words {number}") for number in range(2)]
    with transaction() as current:
        for item in campaign:
            current.get_one(Contribution, item.id).campaign = "c-1"
    a_contribution(jobs, "Something of its own")
    found = [(one.kind, len(one.texts)) for one in list_groups(luc.actor, jobs)]
    assert found == [("nothing", 1), ("campaign", 2), ("alike", 3)]
    only = QueueFilter(campaign="c-1")
    assert count_waiting(luc.actor, jobs, only) == 2


@pytest.mark.parametrize(
    ("way", "status", "waits"),
    [("pre", "pending", 1), ("post", "approved", 1), ("flags", "approved", 0)],
)
def test_three_ways_to_moderate_a_discussion(
    app: Flask, luc: User, way: str, status: str, waits: int
) -> None:
    thread = a_thread(moderation=way)
    words = Words(text="Buses that run at night.", language="en")
    submit_comment(thread, words, token="t", receipt="r", by=ANONYMOUS)
    text = session().scalars(select(Contribution)).one()
    assert text.status == status
    here = thread.consultation
    assert count_waiting(luc.actor, here, ALL) == waits
    if way == "flags":
        with transaction() as current:
            flag_text(
                current, text.id, voice="v", reason="hurtful", today=clock.today()
            )
        assert count_waiting(luc.actor, here, ALL) == 1
    row = decide(text, "approve", version=text.version, by=luc.actor)
    assert (row.status_after, count_waiting(luc.actor, here, ALL)) == ("approved", 0)
    assert row.hours_waited == (None if way == "flags" else 0)
