"""Programs that help moderators: the queue and decisions."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from engage.consultations.models import Consultation
from engage.core.audit import AuditEntry
from engage.core.db import session
from engage.people.models import User
from tests.api.conftest import Program
from tests.factories.contributions import a_consultation, a_contribution

ProgramOf = Callable[..., Program]


@pytest.fixture
def jobs(app: Flask) -> Consultation:
    return a_consultation()


def test_the_queue_holds_what_waits_in_ones_own_catchments(
    program_of: ProgramOf, jobs: Consultation, luc: User
):
    own = a_contribution(jobs, "A bus to the mine.")
    a_contribution(jobs, "A subway.", catchment="toronto")
    a_contribution(jobs, "Read before.", status="approved")

    waiting = program_of(luc).get("/moderation/queue")["items"]

    assert [item["id"] for item in waiting] == [own.public_id]
    assert waiting[0]["text"] == "A bus to the mine."
    assert waiting[0]["catchment"] == "northeast"
    assert "received_hour" not in waiting[0]


def test_rule_16_the_queue_is_cut_at_random_ids(
    program_of: ProgramOf, jobs: Consultation, odile: User
):
    made = [a_contribution(jobs, f"Text {n}.").public_id for n in range(7)]
    program = program_of(odile)

    first = program.get("/moderation/queue?limit=4&consultation=jobs&kind=answer")
    rest = program.get(f"/moderation/queue?limit=4&cursor={first['next']}")

    listed = [item["id"] for part in (first, rest) for item in part["items"]]
    assert listed == sorted(made)
    assert program.get("/moderation/queue?consultation=other")["items"] == []


def test_a_decision_names_the_version_that_was_read(
    program_of: ProgramOf, jobs: Consultation, luc: User
):
    text = a_contribution(jobs)
    program, path = program_of(luc), f"/moderation/{text.public_id}/decisions"

    program.post(path, {"decision": "approve"}, 428)
    program.post(path, {"decision": "approve", "version": 9}, 409)
    done = program.post(path, {"decision": "approve", "version": 1}, 201)

    assert done == {
        "decision": "approve",
        "reason": "",
        "status_before": "pending",
        "status": "approved",
        "version": 2,
    }
    session().rollback()
    assert text.status == "approved"
    program.post(path, {"decision": "approve", "version": 1}, 409)


def test_a_rejection_gives_a_reason_that_exists(
    program_of: ProgramOf, jobs: Consultation, luc: User
):
    text = a_contribution(jobs)
    program, path = program_of(luc), f"/moderation/{text.public_id}/decisions"

    for more in ({}, {"reason": "because"}):
        told = program.post(path, {"decision": "reject", "version": 1, **more}, 422)
        assert told["errors"][0]["field"] == "reason"
    program.post(path, {"decision": "undo", "version": 1}, 422)
    program.post(path, {"decision": "approve", "version": 1, "status": "x"}, 422)


def test_rule_2_what_lies_elsewhere_is_not_there(
    program_of: ProgramOf, jobs: Consultation, theo: User
):
    text = a_contribution(jobs, catchment="northeast")
    body = {"decision": "approve", "version": 1}

    program_of(theo).post(f"/moderation/{text.public_id}/decisions", body, 404)
    program_of(theo).post("/moderation/never/decisions", body, 404)


def test_strangers_and_other_tokens_stay_outside(
    program: Program, program_of: ProgramOf, jobs: Consultation, luc: User
):
    text = a_contribution(jobs)
    path = f"/moderation/{text.public_id}/decisions"
    body = {"decision": "approve", "version": 1}

    assert program.send("GET", "/moderation/queue").status_code == 401
    for known in (path, "/moderation/never/decisions"):
        refused = program.send("POST", known, json=body)
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    program_of(luc, "themes").get("/moderation/queue", 403)
    program_of(luc, "themes").post(path, body, 403)


def test_rule_33_reading_the_queue_is_noted_without_its_words(
    program_of: ProgramOf, jobs: Consultation, luc: User
):
    for number in range(3):
        a_contribution(jobs, f"Secret words {number}")
    program_of(luc).get("/moderation/queue")
    newest = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)
    entry = session().scalars(newest).one()
    assert (entry.action, entry.actor_id) == ("moderation.texts.read", luc.id)
    assert (entry.subject_id, entry.detail) == ("3", {})


@pytest.mark.parametrize("name", ["catchment", "language", "consultation", "cursor"])
def test_rule_30_no_question_holds_what_no_database_keeps(
    program_of: ProgramOf, jobs: Consultation, luc: User, name: str
):
    told = program_of(luc).get(f"/moderation/queue?{name}=%00", 422)
    assert [fault["field"] for fault in told["errors"]] == [name]
