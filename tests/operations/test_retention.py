"""What is past its time goes, from the tables and from the bytes of the files."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from engage.contributions.models import Contribution
from engage.core import clock
from engage.core.actors import SYSTEM
from engage.core.config import Settings
from engage.core.db import db, session, transaction
from engage.core.search import SearchEntry
from engage.moderation.actions import decide
from engage.operations.actions import run_retention
from engage.operations.actions.forgetting import past_on
from engage.people.models import ApiToken, User
from engage.surveys.models import Answer, Response
from engage.themes.models import Assignment
from engage.threads.actions import withdraw_comment
from engage.threads.models import Comment
from tests.conftest import NOON
from tests.factories.contributions import a_consultation, a_contribution
from tests.factories.surveys import make_survey, respond
from tests.factories.threads import a_comment, a_thread
from tests.operations.conftest import Command

WORDS = "Zanzibarese xylophonists quarantined"
AFTER = NOON + timedelta(days=3 * 366)


def files_with(folder: Path, words: str) -> list[str]:
    """Return the files in which the words stand, each word by itself too."""
    wanted = [word.encode() for word in (words, *words.split())]
    return sorted(
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(word in path.read_bytes() for word in wanted)
    )


@pytest.mark.parametrize(
    ("closes_on", "months", "first"),
    [
        (date(2026, 11, 30), 24, date(2028, 12, 1)),
        (date(2026, 1, 31), 1, date(2026, 3, 1)),
        (date(2023, 12, 31), 2, date(2024, 3, 1)),
        (date(2026, 11, 30), 1, date(2026, 12, 31)),
    ],
)
def test_the_first_day_past_the_time(closes_on: date, months: int, first: date) -> None:
    assert past_on(closes_on, months) == first


def test_rule_20_after_erase_and_retention_no_byte_is_left(
    engage: Command, data_dir: Path, settings: Settings
) -> None:
    survey = make_survey()
    code = respond(survey, {"needs": WORDS, "role": "worker"}).code
    a_contribution(survey.consultation, "What somebody else said.")
    if settings.is_sqlite:
        assert files_with(data_dir, WORDS)
    assert engage("erase", "--receipt", code)[0] == 0
    exit_code, told, _errors = engage("retention", "run", "--json")
    assert exit_code == 0
    assert json.loads(told)["is_compact"]
    assert files_with(data_dir, WORDS) == []
    assert session().scalar(text("SELECT count(*) FROM contribution")) == 2
    assert (
        "What somebody else said." in session().scalars(select(Contribution.text)).all()
    )


def test_rule_20_a_full_text_index_forgets(
    app: Flask, data_dir: Path, settings: Settings
) -> None:
    if not settings.is_sqlite:
        pytest.skip("PostgreSQL has no such index")
    with transaction() as current:
        current.execute(text("CREATE VIRTUAL TABLE finder USING fts5(words)"))
        current.execute(text("INSERT INTO finder VALUES (:w)"), {"w": WORDS})
    with transaction() as current:
        current.execute(text("DELETE FROM finder"))
    assert run_retention(data_dir, by=SYSTEM).is_compact
    assert files_with(data_dir, "xylophonists") == []


def test_rule_20_search_forgets_a_comment_that_was_taken_back(
    app: Flask, data_dir: Path, settings: Settings
) -> None:
    a_comment(a_thread(), WORDS, status="pending")
    said = session().scalars(select(Contribution)).one()
    decide(said, "approve", version=said.version, by=SYSTEM)
    entries = select(SearchEntry.words).where(SearchEntry.kind == "comment")
    kept = session().scalars(entries).one()
    assert "xylophonist" in kept
    comment = session().scalars(select(Comment)).one()
    withdraw_comment(comment, by=SYSTEM)
    assert session().scalars(entries).all() == []
    assert run_retention(data_dir, by=SYSTEM).is_compact
    if settings.is_sqlite:
        assert files_with(data_dir, kept) == []


def test_what_is_past_its_time_goes(
    app: Flask, data_dir: Path, settings: Settings
) -> None:
    survey = make_survey()
    respond(survey, {"needs": WORDS, "role": "worker", "ease": 3})
    moderated = session().scalars(select(Contribution)).one()
    decide(moderated, "approve", version=moderated.version, by=SYSTEM)
    clock.freeze(AFTER)
    kept = run_retention(data_dir, by=SYSTEM)
    assert kept.consultations == [survey.consultation.slug]
    assert (kept.responses, kept.texts) == (1, 1)
    for table in (Response, Answer, Assignment):
        assert session().scalar(select(func.count()).select_from(table)) == 0
    blanked = session().scalars(select(Contribution)).one()
    assert (blanked.status, blanked.text) == ("expired", "")
    if settings.is_sqlite:
        assert files_with(data_dir, WORDS) == []
    again = run_retention(data_dir, by=SYSTEM)
    assert (again.responses, again.texts) == (0, 0)


def test_what_is_within_its_time_stays(app: Flask, data_dir: Path) -> None:
    respond(make_survey(), {"needs": WORDS, "role": "worker"})
    kept = run_retention(data_dir, by=SYSTEM)
    assert (kept.consultations, kept.responses, kept.texts) == ([], 0, 0)
    assert session().scalars(select(Contribution.text)).all() == [WORDS]


def test_words_that_were_public_before_stay(app: Flask, data_dir: Path) -> None:
    consultation = a_consultation()
    a_contribution(consultation, WORDS)
    with transaction() as current:
        current.execute(
            text("UPDATE consultation SET attribution = :there"),
            {"there": '{"en": "Polis", "fr": "Polis"}'},
        )
    clock.freeze(AFTER)
    assert run_retention(data_dir, by=SYSTEM).texts == 0


def test_tokens_that_are_over_go(app: Flask, data_dir: Path, ada: User) -> None:
    with transaction() as current:
        for days in (-1, 1):
            current.add(
                ApiToken(
                    user_id=ada.id,
                    token_hash=str(days) * 9,
                    scopes=[],
                    created_at=NOON - timedelta(days=9),
                    expires_at=NOON + timedelta(days=days),
                )
            )
    assert run_retention(data_dir, by=SYSTEM).tokens == 1
    assert session().scalars(select(ApiToken.token_hash)).all() == ["1" * 9]


def test_what_restores_put_aside_goes_after_a_month(app: Flask, data_dir: Path) -> None:
    db.session.remove()
    folder = data_dir / "before-restore-20261102T000000Z"
    folder.mkdir()
    assert run_retention(data_dir, by=SYSTEM).folders == 0
    clock.freeze(clock.now() + timedelta(days=400))
    assert run_retention(data_dir, by=SYSTEM).folders == 1
    assert not folder.exists()
