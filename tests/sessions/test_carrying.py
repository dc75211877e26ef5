"""Texts and sessions in the file of a whole consultation."""

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from engage.consultations.actions import (
    advance_consultation,
    export_consultation,
    import_consultation,
)
from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.core.actors import SYSTEM
from engage.core.db import session, transaction
from engage.core.errors import Conflict, EngageError
from engage.sessions.actions import count_attendance
from engage.sessions.models import FacilitatedSession
from tests.factories.consultations import a_draft
from tests.factories.sessions import a_note, a_session


@pytest.fixture
def source(app: Flask) -> Consultation:
    made = a_draft("jobs", ("northeast", "toronto"))
    advance_consultation(made, "open", by=SYSTEM)
    held = a_session(made)
    count_attendance(held, 12, version=1, by=SYSTEM)
    a_note(held, "Approved words, « citées ».", status="approved")
    a_note(held, "Waiting words.")
    a_session(made, None, languages=("fr",))
    return made


def exported(consultation: Consultation) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(
        "".join(export_consultation(consultation, by=SYSTEM))
    )
    return document


def make_room(consultation: Consultation) -> None:
    """Rename what is unique, as if the file came to another installation."""
    session().rollback()
    with transaction() as current:
        current.execute(
            update(Contribution).values(
                public_id=func.substr("old" + Contribution.public_id, 1, 20),
                source_key="old" + Contribution.source_key,
            )
        )
        held = FacilitatedSession
        current.execute(update(held).values(code=func.substr("0" + held.code, 1, 8)))
        current.execute(update(Consultation).values(slug="old"))


def test_texts_and_sessions_come_along(source: Consultation) -> None:
    document = exported(source)
    assert [t["status"] for t in document["texts"]].count("pending") == 1
    assert "received_hour" not in document["texts"][0]
    make_room(source)

    made = import_consultation(document, by=SYSTEM)

    assert exported(made) == document
    kept = session().scalars(
        select(Contribution.status).where(Contribution.consultation_id == made.id)
    )
    assert sorted(kept) == ["approved", "pending"]


def test_texts_that_are_here_already_are_refused(source: Consultation) -> None:
    document = exported(source)
    document["consultation"]["slug"] = "copy"
    with pytest.raises(Conflict):
        import_consultation(document, by=SYSTEM)
    assert session().scalar(select(func.count(Consultation.id))) == 1


@pytest.mark.parametrize(
    ("part", "key", "value"),
    [
        ("texts", "status", "famous"),
        ("texts", "kind", None),
        ("texts", "text", 7),
        ("texts", "text", "Half \x00 a text"),
        ("texts", "may_quote", "yes"),
        ("texts", "catchment", "atlantis"),
        ("texts", "catchment", ["northeast"]),
        ("texts", "prompt", "Why?"),
        ("texts", "prompt", {"de": "Warum?"}),
        ("texts", "received_on", "today"),
        ("texts", "public_id", "x" * 21),
        ("sessions", "code", "short"),
        ("sessions", "code", "nocaps!!"),
        ("sessions", "code", None),
        ("sessions", "attendance", -1),
        ("sessions", "attendance", "many"),
        ("sessions", "catchment", "ottawa"),
        ("sessions", "catchment", {}),
        ("sessions", "title", {"en": 3, "fr": ""}),
        ("sessions", "languages", 5),
        ("sessions", "held_on", "2026-13-01"),
    ],
)
def test_rule_28_one_bad_item_leaves_nothing(
    part: str, key: str, value: object, source: Consultation
) -> None:
    document = exported(source)
    document[part][0][key] = value
    make_room(source)
    with pytest.raises(EngageError):
        import_consultation(document, by=SYSTEM)
    assert session().scalar(select(func.count(Consultation.id))) == 1


@pytest.mark.parametrize("item", [None, [], "text", 3])
@pytest.mark.parametrize("part", ["texts", "sessions"])
def test_rule_31_an_item_of_the_wrong_kind_is_refused(
    part: str, item: object, source: Consultation
) -> None:
    document = exported(source)
    document[part] = [item]
    make_room(source)
    with pytest.raises(EngageError):
        import_consultation(document, by=SYSTEM)
