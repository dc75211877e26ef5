"""Background work: the row is the truth, whatever happens to the worker (rule 26)."""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from huey.registry import Message

from engage.core import clock, errors, worker
from engage.core.actors import ANONYMOUS, SYSTEM, Actor, Role
from engage.core.config import Settings
from engage.core.db import session, transaction
from engage.core.jobs import (
    STALE_AFTER,
    Job,
    add_job,
    cancel_job,
    find_job_by_key,
    get_job,
    waiting_jobs,
)
from engage.core.queue import make_queue
from engage.core.worker import Progress, handle, run_job, run_waiting_jobs

PERSON = Actor(kind="user", user_id=7, name="Luc", role=Role.FACILITATOR)


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    before = dict(worker._handlers)
    yield
    worker._handlers.clear()
    worker._handlers.update(before)


def ask(kind: str = "test", key: str | None = None, by: Actor = SYSTEM) -> Job:
    with transaction() as current:
        return add_job(current, kind, {"n": 1}, by=by, key=key)


def reread(job: Job) -> Job:
    session().rollback()
    session().expire_all()
    return get_job(job.public_id)


def nothing(
    _payload: Mapping[str, Any], _actor: int | None, _progress: Progress
) -> None:
    return


def test_a_job_gets_its_payload_its_actor_and_progress(app: Flask) -> None:
    seen: list[Any] = []

    def work(payload: Mapping[str, Any], actor: int | None, progress: Progress) -> None:
        progress(0.5, "Half way.")
        halfway = reread(job)
        seen.append((payload, actor, halfway.progress, halfway.detail, halfway.state))

    handle("test", work)
    job = ask(by=PERSON)
    told: list[tuple[float, str]] = []
    assert run_job(job.id, lambda *step: told.append(step)) == "done"
    assert seen == [({"n": 1}, 7, 0.5, "Half way.", "running")]
    assert told == [(0.5, "Half way.")]
    done = reread(job)
    assert (done.state, done.progress, done.attempts) == ("done", 1.0, 1)


def test_work_in_the_name_of_nobody_is_refused(app: Flask) -> None:
    with pytest.raises(errors.NotSignedIn):
        ask(by=ANONYMOUS)


def test_there_is_one_job_of_a_key_until_it_is_over(app: Flask) -> None:
    handle("test", nothing)
    first, second = ask(key="only"), ask(key="only")
    assert first.id == second.id
    assert find_job_by_key("only") is not None
    run_job(first.id)
    assert find_job_by_key("only") is None
    assert ask(key="only").id != first.id


def test_a_job_that_is_over_does_not_run_again(app: Flask) -> None:
    runs: list[int] = []
    handle("test", lambda *_: runs.append(1))
    job = ask()
    assert [run_job(job.id), run_job(job.id)] == ["done", "done"]
    assert runs == [1]
    assert run_job(999_999) == "gone"


def test_a_running_job_belongs_to_one_worker(app: Flask) -> None:
    states: list[str] = []
    handle("test", lambda *_: states.append(run_job(job.id)))
    job = ask()
    assert run_job(job.id) == "done"
    assert states == ["running"]


def test_a_refusal_is_told_in_its_own_words_and_not_tried_again(app: Flask) -> None:
    def refuse(*_: object) -> None:
        raise errors.Invalid("There are too few texts.")

    handle("test", refuse)
    job = ask()
    assert run_job(job.id) == "failed"
    assert reread(job).error == "There are too few texts."
    assert waiting_jobs() == []


def test_a_kind_nobody_knows_is_refused(app: Flask) -> None:
    job = ask("nobody.knows")
    assert run_job(job.id) == "failed"
    assert reread(job).error == worker.UNKNOWN


def test_rule_26_a_poisoned_job_stops_after_three_tries_and_says_why(
    app: Flask,
) -> None:
    def break_down(*_: object) -> None:
        raise ValueError("Amina wrote this and it must not be kept")

    handle("test", break_down)
    job = ask()
    assert run_waiting_jobs() == 3
    failed = reread(job)
    assert (failed.state, failed.attempts) == ("failed", 3)
    assert failed.error.startswith("ValueError in test_jobs.py, line ")
    assert "Amina" not in failed.error


def test_rule_27_a_job_that_met_a_busy_database_is_tried_again(app: Flask) -> None:
    def meet_it(*_: object) -> None:
        raise errors.Busy

    handle("test", meet_it)
    job = ask()
    assert run_job(job.id) == "queued"
    handle("test", nothing)
    assert run_waiting_jobs() == 1
    assert reread(job).state == "done"


def leave_behind(job: Job, attempts: int = 1) -> None:
    """Put a job's row as a killed worker leaves it."""
    with transaction() as current:
        fresh = current.get_one(Job, job.id)
        fresh.state, fresh.attempts = "running", attempts
        fresh.heartbeat_at = clock.now() - STALE_AFTER - timedelta(seconds=1)


def test_rule_26_a_job_left_behind_is_taken_up_again(app: Flask) -> None:
    handle("test", nothing)
    job = ask()
    leave_behind(job)
    assert waiting_jobs() == [job.id]
    assert run_job(job.id) == "done"
    assert reread(job).attempts == 2


def test_rule_26_a_job_that_ends_its_worker_three_times_is_given_up(
    app: Flask,
) -> None:
    handle("test", nothing)
    job = ask()
    leave_behind(job, attempts=3)
    assert run_job(job.id) == "failed"
    assert reread(job).error == worker.LOST


def test_a_worker_that_was_given_up_for_dead_changes_nothing_more(app: Flask) -> None:
    stored: list[str] = []

    def sleepy(
        _payload: Mapping[str, Any], _actor: int | None, progress: Progress
    ) -> None:
        leave_behind(job)
        handle("test", nothing)
        assert run_job(job.id) == "done"
        progress(0.9, "Almost there.")
        stored.append("too late")

    handle("test", sleepy)
    job = ask()
    assert run_job(job.id) == "running"
    assert stored == []
    assert (reread(job).state, reread(job).attempts) == ("done", 2)


def test_a_long_step_keeps_its_heartbeat(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "BEAT_SECONDS", 0.01)
    later = clock.now() + timedelta(hours=1)

    def long_step(*_: object) -> None:
        clock.freeze(later)
        for _try in range(200):
            if reread(job).heartbeat_at == later:
                return
            worker.threading.Event().wait(0.01)

    handle("test", long_step)
    job = ask()
    assert run_job(job.id) == "done"
    assert reread(job).heartbeat_at == later


def test_a_waiting_job_is_cancelled_at_once(app: Flask) -> None:
    handle("test", nothing)
    job = ask(key="only")
    cancel_job(job)
    assert (reread(job).state, reread(job).key) == ("cancelled", None)
    assert run_job(job.id) == "cancelled"


def test_a_running_job_is_cancelled_at_its_next_step(app: Flask) -> None:
    steps: list[str] = []

    def work(
        _payload: Mapping[str, Any], _actor: int | None, progress: Progress
    ) -> None:
        assert not progress.is_cancelled()
        cancel_job(job)
        assert progress.is_cancelled()
        steps.append("one")
        progress(0.5, "Half way.")
        steps.append("two")

    handle("test", work)
    job = ask()
    assert run_job(job.id) == "cancelled"
    assert steps == ["one"]


def test_an_unknown_job_is_not_found(app: Flask) -> None:
    with pytest.raises(errors.NotFound):
        get_job("no-such-job")


def messages(app: Flask) -> list[int]:
    """Take all messages out of the queue; return the job ids in them."""
    queue = app.extensions["engage.queue"]
    taken = []
    while (task := queue.dequeue()) is not None:
        taken.append(task.args[0])
    return taken


def test_rule_22_a_worker_is_woken_after_the_commit_only(app: Flask) -> None:
    with transaction() as current:
        job = add_job(current, "test", {}, by=SYSTEM)
        assert messages(app) == []
    assert messages(app) == [job.id]
    with suppress(errors.Invalid), transaction() as current:
        add_job(current, "test", {}, by=SYSTEM)
        raise errors.Invalid
    with transaction():
        pass
    assert messages(app) == []


def test_rule_26_a_job_outlives_a_queue_that_is_away(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(app.extensions["engage.queue"].storage, "enqueue", away)
    handle("test", nothing)
    job = ask()
    assert run_waiting_jobs() == 1
    assert reread(job).state == "done"


def test_a_starting_worker_queues_what_was_left(app: Flask) -> None:
    handle("test", nothing)
    job = ask()
    queue = app.extensions["engage.queue"]
    queue.flush()
    queue._startup["take_up_again"]()
    queue.execute(queue.dequeue())
    assert reread(job).state == "done"


def test_rule_14_messages_are_json_and_hold_a_job_id_alone(app: Flask) -> None:
    job = ask()
    raw = app.extensions["engage.queue"].storage.dequeue()
    held = Message(*json.loads(raw))
    assert (held.args, held.kwargs) == ([job.id], {})


def test_every_minute_a_worker_takes_up_what_was_left(app: Flask) -> None:
    handle("test", nothing)
    job = ask()
    queue = app.extensions["engage.queue"]
    queue.flush()
    [minutely] = queue.read_periodic(None)
    queue.enqueue(minutely)
    queue.execute(queue.dequeue())
    assert messages(app) == [job.id]


@pytest.mark.parametrize(
    "address", ["redis://127.0.0.1:1/0", "postgresql+psycopg://x@127.0.0.1:1/x"]
)
def test_a_queue_that_cannot_be_used_is_told_at_the_start(
    settings: Settings, address: str
) -> None:
    with pytest.raises(errors.Misconfigured, match="ENGAGE_QUEUE_URL"):
        make_queue(replace(settings, queue_url=address)).pending_count()
