"""Duplicating a consultation."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.consultations.actions import (
    Copy,
    advance_consultation,
    duplicate_consultation,
)
from engage.consultations.queries import find_consultation
from engage.core import events
from engage.core.actors import SYSTEM
from engage.core.db import session
from engage.core.errors import Conflict, Invalid
from engage.core.i18n import Bilingual
from engage.people.models import User
from engage.surveys.actions import publish_survey
from engage.surveys.queries import count_responses, list_surveys
from engage.threads.models import Comment, Thread
from tests.factories.consultations import a_draft
from tests.factories.surveys import make_consultation, make_survey, respond
from tests.factories.threads import a_comment, a_thread

NEXT = Copy(
    slug="jobs-2027",
    title=Bilingual("Jobs, again", "Des emplois, encore"),
    opens_on=date(2027, 1, 1),
    closes_on=date(2027, 2, 28),
)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    monkeypatch.setitem(
        events._subscribers, "consultation.duplicated", [lambda **f: told.append(f)]
    )
    return told


def test_a_duplicate_is_a_draft_with_its_own_days(
    app: Flask, heard: list[dict[str, Any]]
) -> None:
    source = a_draft(
        retention_months=6,
        sample_notice=Bilingual("Sample", "Exemple"),
        attribution=Bilingual("Public", "Public"),
    )
    advance_consultation(source, "open", by=SYSTEM)

    made = duplicate_consultation(source, NEXT, by=SYSTEM)

    assert (made.state, made.retention_months) == ("draft", 6)
    assert (made.opens_on, made.title.fr) == (date(2027, 1, 1), "Des emplois, encore")
    assert made.consent is not None
    assert made.consent.participation.en == "I take part."
    assert [place.slug for place in made.catchments] == ["northeast"]
    assert not made.is_sample
    assert not made.has_public_source
    assert [(f["source"].id, f["copy"].id) for f in heard] == [(source.id, made.id)]


def test_a_room_that_cannot_copy_stops_it_all(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_facts: Any) -> None:
        raise Invalid("no")

    monkeypatch.setitem(events._subscribers, "consultation.duplicated", [refuse])
    with pytest.raises(Invalid):
        duplicate_consultation(a_draft(), NEXT, by=SYSTEM)
    assert find_consultation("jobs-2027") is None


def test_an_address_is_taken_once(app: Flask) -> None:
    source = a_draft()
    duplicate_consultation(source, NEXT, by=SYSTEM)
    with pytest.raises(Conflict):
        duplicate_consultation(source, NEXT, by=SYSTEM)


def test_rule_2_nobody_copies_into_catchments_of_others(app: Flask, luc: User) -> None:
    source = a_draft("wide", ("northeast", "toronto"))
    with pytest.raises(Invalid):
        duplicate_consultation(source, NEXT, by=luc.actor)


def test_a_duplicate_asks_the_same_and_holds_no_answers(app: Flask) -> None:
    source = make_consultation("jobs-2026")
    survey = make_survey(slug="jobs-2", consultation=source, moderation="post")
    respond(survey, {"role": "worker"})
    thread = a_thread(source, "rides", catchment="northeast", moderation="post")
    a_comment(thread)

    made = duplicate_consultation(source, NEXT, by=SYSTEM)
    (copy,) = list_surveys(made.id)
    assert (copy.slug, copy.state, copy.number) == ("jobs-3", "draft", 0)
    assert (copy.draft, copy.moderation) == (survey.draft, "pre")
    assert copy.title == survey.title
    assert count_responses(SYSTEM, copy) == 0
    (asked,) = session().scalars(
        select(Thread).where(Thread.consultation_id == made.id)
    )
    assert (asked.slug, asked.prompt, asked.moderation) == (
        "rides-2",
        thread.prompt,
        "pre",
    )
    assert asked.catchment_id == thread.catchment_id
    assert session().scalar(select(func.count(Comment.id))) == 1
    publish_survey(copy, by=SYSTEM)
    assert copy.number == 1
