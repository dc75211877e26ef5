"""The page of a run: begun by a button, waited for, stopped, told why it failed."""

from collections.abc import Callable

import pytest
from flask import Flask

from engage.core.actors import SYSTEM
from engage.core.db import session, transaction
from engage.core.jobs import Job, get_job
from engage.core.worker import run_waiting_jobs
from engage.people.models import User
from engage.themes import actions
from tests.factories.contributions import a_consultation
from tests.factories.themes import (
    BENCH,
    at,
    comments,
    find_themes_in,
    give_texts,
    largest,
)
from tests.pages import Browser

SignIn = Callable[[User], Browser]


def test_finding_themes_from_the_button_to_the_result(
    app: Flask, luc: User, sign_in: SignIn
) -> None:
    consultation = a_consultation()
    give_texts(consultation, comments(60))
    browser = sign_in(luc)
    browser.open(BENCH)
    assert "Find themes" in browser.words()
    address = browser.submit(f"{BENCH}/find").location
    browser.open(address)
    assert "Waiting for a worker" in browser.words()
    browser.open(BENCH)
    assert "Themes are being found" in browser.words()
    run_waiting_jobs()
    assert browser.client.get(address).location == BENCH
    browser.open(BENCH)
    assert "approved texts read on" in browser.words()


def test_a_waiting_page_is_told_only_what_changed(
    app: Flask, luc: User, sign_in: SignIn
) -> None:
    consultation = a_consultation()
    job = actions.start_theme_run(consultation, by=luc.actor)
    client = sign_in(luc).client
    address = f"{BENCH}/runs/{job.public_id}/state"
    first = client.get(address)
    assert first.json == {"state": "queued", "progress": 0.0, "detail": "", "error": ""}
    same = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert same.status_code == 304
    with transaction() as current:
        fresh = current.get_one(Job, job.id)
        fresh.state, fresh.progress, fresh.detail = "running", 0.25, "Reading the words"
    french = address.replace("/en/", "/fr/")
    told = client.get(french, headers={"If-None-Match": first.headers["ETag"]})
    assert told.json["detail"] == "Lecture des mots"
    assert told.json["progress"] == 0.25


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_failed_run_says_why_and_offers_another(
    app: Flask, luc: User, sign_in: SignIn, language: str
) -> None:
    consultation = a_consultation()
    job = actions.start_theme_run(consultation, by=luc.actor)
    run_waiting_jobs()
    browser = sign_in(luc)
    browser.open(f"/{language}/manage/consultations/jobs/themes/runs/{job.public_id}")
    why = {"en": "There are too few texts", "fr": "Il n’y a pas assez de textes"}
    assert why[language] in browser.words()


def test_a_run_can_be_stopped_from_its_page(
    app: Flask, luc: User, sign_in: SignIn
) -> None:
    consultation = a_consultation()
    job = actions.start_theme_run(consultation, by=luc.actor)
    browser = sign_in(luc)
    browser.open(f"{BENCH}/runs/{job.public_id}")
    browser.submit(f"{BENCH}/runs/{job.public_id}/cancel")
    session().expire_all()
    assert get_job(job.public_id).state == "cancelled"
    browser.open(f"{BENCH}/runs/{job.public_id}")
    assert "The run was stopped" in browser.words()


def test_rule_2_a_run_of_another_consultation_is_not_there(
    app: Flask, luc: User, sign_in: SignIn
) -> None:
    a_consultation()
    other = a_consultation("elsewhere", catchments=("toronto",))
    job = actions.start_theme_run(other, by=SYSTEM)
    browser = sign_in(luc)
    browser.open(f"{BENCH}/runs/{job.public_id}", 404)
    browser.open(f"{BENCH}/runs/no-such-job", 404)


def test_rule_2_another_catchments_consultation_is_not_there(
    app: Flask, theo: User, sign_in: SignIn
) -> None:
    consultation = a_consultation(catchments=("northeast",))
    find_themes_in(consultation, 60)
    theme = largest(consultation)
    browser = sign_in(theo)
    for address in (BENCH, at(theme), f"{BENCH}/history", f"{BENCH}/loose"):
        browser.open(address, 404)
