"""A response is taken once, whole, and its words go to the hall."""

import threading
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.contributions.models import Contribution
from engage.core import clock
from engage.core.actors import SYSTEM
from engage.core.audit import AuditEntry
from engage.core.db import session
from engage.surveys.actions import (
    NothingAnswered,
    SameKeyOtherAnswers,
    SurveyClosed,
    close_survey,
)
from engage.surveys.models import Answer, Response
from tests.factories.surveys import make_survey, respond

ANSWERS = {
    "needs": "  A bus to the college.\r\n\r\nOn time. ",
    "role": "worker",
    "order": ["c", "a"],
    "ease": "unknown",
    "budget": {"rent": 4, "food": 6},
}


def count(model: type) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


def test_a_response_keeps_choices_and_hands_on_words(app: Flask) -> None:
    survey = make_survey()
    respond(survey, ANSWERS, may_quote=True, language="fr")
    response = session().scalars(select(Response)).one()
    kept = {item.question_key: item.value for item in session().scalars(select(Answer))}
    assert kept == {
        "role": "worker",
        "order": ["c", "a"],
        "ease": "unknown",
        "budget": {"rent": 4, "food": 6},
    }
    text = session().scalars(select(Contribution)).one()
    assert text.text == "A bus to the college.\n\nOn time."
    assert (text.status, text.language, text.may_quote) == ("pending", "fr", True)
    assert text.voice == response.voice
    assert text.prompt.fr == "Question needs en français"


def test_texts_are_approved_at_once_under_post_moderation(app: Flask) -> None:
    respond(make_survey(moderation="post"), {"needs": "A bus"})
    text = session().scalars(select(Contribution)).one()
    assert (text.status, text.is_unread) == ("approved", True)


def test_rule_16_a_response_keeps_the_day_and_no_person(app: Flask) -> None:
    respond(make_survey(), ANSWERS)
    response = session().scalars(select(Response)).one()
    assert response.received_on == clock.today()
    columns = set(Response.__table__.columns.keys())
    assert not {
        c for c in columns if "user" in c or "address" in c or c.endswith("_at")
    }
    entry = (
        session()
        .scalars(
            select(AuditEntry).where(AuditEntry.action == "surveys.response.submitted")
        )
        .one()
    )
    assert (entry.subject_id, entry.detail) == ("", {})
    assert entry.at.startswith("2026-11-02T00:00")


def test_rule_23_the_same_submission_twice_is_one_response(app: Flask) -> None:
    survey = make_survey()
    first, second = respond(survey, ANSWERS), respond(survey, ANSWERS)
    assert first.code == second.code
    assert (first.is_new, second.is_new) == (True, False)
    assert count(Response) == 1
    assert count(Contribution) == 1


def test_rule_23_another_reply_under_the_same_key_is_refused(app: Flask) -> None:
    survey = make_survey()
    respond(survey, ANSWERS)
    with pytest.raises(SameKeyOtherAnswers):
        respond(survey, {**ANSWERS, "role": "other"})
    assert count(Response) == 1


@pytest.mark.parametrize("other", [{"language": "fr"}, {"consent_number": 2}])
def test_rule_23_the_language_and_the_consent_belong_to_what_was_sent(
    app: Flask, other: dict[str, object]
) -> None:
    survey = make_survey()
    respond(survey, ANSWERS)
    with pytest.raises(SameKeyOtherAnswers):
        respond(survey, ANSWERS, **other)
    assert count(Response) == 1


def test_a_reply_without_an_answer_is_no_response(app: Flask) -> None:
    with pytest.raises(NothingAnswered):
        respond(make_survey(), {"needs": " \u200b\r\n "})
    assert count(Response) == 0


def test_rule_23_fifty_at_once_are_one_response(app: Flask) -> None:
    survey_slug = make_survey().slug
    codes, faults = [], []

    def send() -> None:
        with app.app_context():
            from engage.surveys.queries import find_survey

            try:
                codes.append(respond(find_survey(survey_slug), ANSWERS).code)
            except Exception as fault:  # noqa: BLE001 - the test names whatever came
                faults.append(fault)

    threads = [threading.Thread(target=send) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(codes) == 50
    assert len(set(codes)) == 1
    assert count(Response) == 1


def test_a_closed_survey_takes_nothing_new(app: Flask) -> None:
    survey = make_survey()
    taken = respond(survey, ANSWERS)
    close_survey(survey, by=SYSTEM)
    with pytest.raises(SurveyClosed):
        respond(survey, ANSWERS, key="another-submission-key")
    assert respond(survey, ANSWERS).code == taken.code


def test_rule_32_the_closing_day_is_included_in_its_own_zone(app: Flask) -> None:
    survey = make_survey()
    clock.freeze(datetime(2026, 12, 1, 4, 59, tzinfo=UTC))
    respond(survey, ANSWERS)
    clock.freeze(datetime(2026, 12, 1, 5, 0, tzinfo=UTC))
    with pytest.raises(SurveyClosed):
        respond(survey, ANSWERS, key="another-submission-key")
