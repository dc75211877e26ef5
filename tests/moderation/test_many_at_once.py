"""Many decisions at once: fast together, and one winner where they conflict."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select

from engage.contributions.models import Contribution
from engage.core.db import db, session
from engage.core.errors import Conflict
from engage.moderation.actions import Verdict, decide, decide_many, undo_together
from engage.moderation.models import ModerationDecision
from engage.people.models import User
from tests.factories.contributions import a_consultation, a_contribution
from tests.pages import Browser

RIVALS = 50
MANY = 500


def count_decisions() -> int:
    session().rollback()
    return session().scalar(select(func.count()).select_from(ModerationDecision)) or 0


def test_rule_24_fifty_conflicting_decisions_have_exactly_one_effect(
    app: Flask, luc: User
) -> None:
    text, actor = a_contribution(a_consultation()), luc.actor
    contribution = text.id

    def rival(number: int) -> str:
        with app.app_context():
            found = db.session.get_one(Contribution, contribution)
            is_kind = number % 2 == 0
            decision, reason = ("approve", "") if is_kind else ("reject", "insult")
            try:
                row = decide(found, decision, reason=reason, version=1, by=actor)
            except Conflict:
                return ""
            return row.status_after

    with ThreadPoolExecutor(8) as pool:
        effects = [effect for effect in pool.map(rival, range(RIVALS)) if effect]
    assert len(effects) == count_decisions() == 1
    session().expire_all()
    assert session().get_one(Contribution, contribution).status == effects[0]


def test_five_hundred_are_decided_in_under_two_seconds(app: Flask, luc: User) -> None:
    jobs = a_consultation()
    for number in range(MANY):
        a_contribution(jobs, f"Text {number}")
    versions = dict.fromkeys(session().scalars(select(Contribution.id)), 1)
    began = time.process_time()
    decide_many(versions, Verdict("reject", "empty"), by=luc.actor)
    taken = time.process_time() - began
    assert count_decisions() == MANY
    assert taken < 2.0
    text = session().get_one(Contribution, min(versions))
    began = time.process_time()
    undo_together(text, version=2, by=luc.actor)
    taken = time.process_time() - began
    assert count_decisions() == 2 * MANY
    assert taken < 2.0


def test_five_hundred_are_decided_on_a_page_in_under_two_seconds(
    app: Flask, luc: User, sign_in: Callable[[User], Browser]
) -> None:
    jobs = a_consultation()
    for number in range(MANY):
        a_contribution(jobs, f"Text {number}")
    browser = sign_in(luc)
    browser.open("/en/manage/moderation/jobs/many")
    names = session().scalars(select(Contribution.public_id)).all()
    chosen = {"text": [f"{name}:1" for name in names], "decision": "approve"}
    token = browser.hidden_fields()["csrf_token"]
    before = time.process_time()
    reply = browser.client.post(
        "/en/manage/moderation/jobs/decisions", data={**chosen, "csrf_token": token}
    )
    taken = time.process_time() - before
    assert reply.status_code == 303
    assert count_decisions() == MANY
    assert taken < 2.0
