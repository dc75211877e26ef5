"""Opinion groups and priorities: from votes and rankings to the page for staff."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event, update

from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.core.actors import SYSTEM
from engage.core.db import db, session, transaction
from engage.core.errors import EngageError
from engage.core.jobs import get_job
from engage.core.worker import run_job, run_waiting_jobs
from engage.insights import actions
from engage.insights.models import InsightRun
from engage.insights.results import Opinions, list_opinions, list_priorities
from engage.people.actions import disable_user
from engage.people.models import User
from engage.threads.models import (
    Thread,
)
from tests.factories.insights import DIVIDING, OTHERS, SHARED, two_camps
from tests.factories.surveys import make_survey, respond
from tests.factories.threads import a_consultation, a_thread, count
from tests.pages import Browser

SignIn = Callable[[User], Browser]
PAGE = "/en/manage/consultations/rides/insights"


@pytest.fixture
def thread(app: Flask) -> Thread:
    return two_camps()


def found_in(thread: Thread) -> Opinions:
    run = actions.find_insights_now(thread.consultation, by=SYSTEM)
    (opinions,) = list_opinions(thread.consultation_id, run.findings["threads"])
    return opinions


def test_two_camps_are_found_and_what_joins_and_divides_them(thread: Thread) -> None:
    found = found_in(thread)
    assert [len(group) for group in found.groups] == [24, 16]
    assert (found.people, found.placed) == (40, 40)
    assert [one.said.words for one in found.consensus] == [SHARED]
    assert found.consensus[0].side == "agree"
    assert {one.said.words for one in found.dividing} == {DIVIDING, *OTHERS}
    larger, smaller = found.dividing[0].groups
    assert (len(larger.agreed), len(smaller.agreed)) == (24, 0)
    assert (len(larger.disagreed), len(smaller.disagreed)) == (0, 16)


def test_words_that_were_taken_back_are_left_out(thread: Thread) -> None:
    run = actions.find_insights_now(thread.consultation, by=SYSTEM)
    with transaction() as current:
        gone = Contribution.text == SHARED
        current.execute(update(Contribution).where(gone).values(status="withdrawn"))
    (found,) = list_opinions(thread.consultation_id, run.findings["threads"])
    assert found.consensus == ()


def test_rankings_points_and_scales_are_weighed(app: Flask) -> None:
    survey = make_survey()
    for number in range(12):
        order = ["b", "a", "c"] if number % 4 else ["a", "b"]
        answers = {"order": order, "ease": 4 if number % 2 else 5}
        respond(survey, answers, key=f"a-submission-key-number-{number:02d}")
    run = actions.find_insights_now(survey.consultation, by=SYSTEM)
    weighed = list_priorities(survey.consultation_id, run.findings["questions"])
    ranking = next(one for one in weighed if one.question.key == "order")
    assert ranking.people == 12
    assert [line.key for line in ranking.lines[:2]] == ["b", "a"]
    assert (ranking.place["b"], ranking.place["a"]) == (1, 2)
    low, high = ranking.lines[0].low, ranking.lines[0].high
    assert low is not None
    assert high is not None
    assert low < ranking.lines[0].score < high
    scale = next(one for one in weighed if one.question.key == "ease")
    assert scale.lines[0].score == 4.5


def test_with_too_little_to_weigh_the_run_says_so(app: Flask) -> None:
    with pytest.raises(EngageError, match="too little to weigh"):
        actions.find_insights_now(a_consultation(), by=SYSTEM)
    assert count(InsightRun) == 0


def test_a_job_that_runs_twice_leaves_one_run(thread: Thread) -> None:
    def quiet(_share: float, _detail: str) -> None:
        return

    for _time in range(2):
        actions.draw_insights(
            thread.consultation_id, job="the-job", by=SYSTEM, progress=quiet
        )
    assert count(InsightRun) == 1


def test_rule_3_a_job_asks_again_whether_its_person_may(
    thread: Thread, luc: User
) -> None:
    job = actions.start_insight_run(thread.consultation, by=luc.actor)
    disable_user(luc, by=SYSTEM)
    assert run_job(job.id) == "failed"
    assert count(InsightRun) == 0


def test_rule_3_a_job_stays_in_the_scope_of_who_asked(app: Flask, luc: User) -> None:
    thread = a_thread(a_consultation(catchments=("toronto",)))
    job = actions.start_insight_run(thread.consultation, by=luc.actor)
    assert run_job(job.id) == "failed"
    assert count(InsightRun) == 0


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_asks_for_a_run_and_shows_it(
    thread: Thread, luc: User, sign_in: SignIn, language: str
) -> None:
    browser = sign_in(luc)
    address = PAGE.replace("/en/", f"/{language}/")
    browser.open(address)
    address_of_run = browser.submit(f"{address}/find").headers["Location"]
    browser.open(address_of_run)
    run_waiting_jobs()
    state = browser.client.get(f"{address_of_run}/state").get_json()
    assert state["state"] == "done"
    assert browser.client.get(address_of_run).status_code == 303
    browser.open(address)
    shown = browser.words()
    assert SHARED in shown
    assert DIVIDING in shown
    camp = {"en": "24 of 24 agreed", "fr": "24 sur 24 d’accord"}
    assert camp[language] in shown


def test_a_run_that_fails_says_why(app: Flask, luc: User, sign_in: SignIn) -> None:
    consultation = a_consultation()
    job = actions.start_insight_run(consultation, by=luc.actor)
    run_waiting_jobs()
    browser = sign_in(luc)
    browser.open(f"{PAGE}/runs/{job.public_id}")
    assert "too little to weigh" in browser.words()


def test_rule_2_others_runs_are_not_there(
    thread: Thread, luc: User, theo: User, sign_in: SignIn
) -> None:
    job = actions.start_insight_run(thread.consultation, by=luc.actor)
    assert get_job(job.public_id).kind == actions.FIND
    other: Consultation = a_consultation("other", catchments=("toronto",))
    browser = sign_in(luc)
    browser.open(f"{PAGE.replace('rides', other.slug)}/runs/{job.public_id}", 404)


def test_the_page_counts_its_statements(
    thread: Thread, luc: User, sign_in: SignIn
) -> None:
    actions.find_insights_now(thread.consultation, by=SYSTEM)
    browser = sign_in(luc)
    browser.open(PAGE)
    statements: list[str] = []
    event.listen(
        db.engine,
        "before_cursor_execute",
        lambda *given: statements.append(given[2]),
    )
    browser.open(PAGE)
    assert len(statements) <= 14, statements
    session().rollback()
