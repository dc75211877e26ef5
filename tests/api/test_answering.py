"""Programs that answer surveys and take part in threads for people."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from engage.contributions.models import Contribution, Flag
from engage.core.actors import SYSTEM
from engage.core.db import session
from engage.core.tokens import new_token
from engage.surveys.actions import close_survey
from engage.surveys.models import Response
from engage.threads.models import Comment, Participant
from tests.api.conftest import Program
from tests.factories.surveys import every_kind, make_survey, question
from tests.factories.threads import a_comment, a_thread, count, decide_all

ANSWERS: dict[str, Any] = {
    "needs": "Des autobus le soir.",
    "role": "worker",
    "ways": ["bus", "bike"],
    "order": ["c", "a"],
    "views": {"staff": "good", "hours": "poor"},
    "ease": "unknown",
    "age": 41,
    "job": "Soudeuse",
    "town": "p3e 1a1",
    "budget": {"rent": 7, "food": 3},
}


def a_reply(**changes: Any) -> dict[str, Any]:
    return {
        "catchment": "northeast",
        "language": "fr",
        "consent": {"version": 1, "quote": True},
        "answers": ANSWERS,
    } | changes


def key(name: str | None = None) -> dict[str, str]:
    return {"Idempotency-Key": name or str(uuid4())}


def test_a_response_is_taken_once_with_a_receipt(program: Program):
    make_survey()

    first = program.post(
        "/surveys/work/responses", a_reply(), 201, headers=key("the-same-key")
    )
    again = program.post(
        "/surveys/work/responses", a_reply(), 200, headers=key("the-same-key")
    )

    assert first == again
    assert len(first["receipt"].replace("-", "")) == 20
    stored = session().scalars(select(Response)).one()
    assert (stored.language, stored.may_quote) == ("fr", True)
    text = session().scalars(
        select(Contribution).where(Contribution.prompt_key == "needs")
    )
    assert text.one().status == "pending"


def test_rule_23_the_same_key_with_another_body_is_refused(program: Program):
    make_survey()
    headers = key()
    program.post("/surveys/work/responses", a_reply(), 201, headers=headers)

    other = a_reply(answers=ANSWERS | {"age": 42})
    program.post("/surveys/work/responses", other, 422, headers=headers)

    assert count(Response) == 1


def test_a_key_belongs_to_one_survey(program: Program):
    first = make_survey(slug="first")
    make_survey(slug="second", consultation=first.consultation)
    headers = key()

    one = program.post("/surveys/first/responses", a_reply(), 201, headers=headers)
    two = program.post("/surveys/second/responses", a_reply(), 201, headers=headers)

    assert one["receipt"] != two["receipt"]


def test_a_key_is_asked_for_and_must_not_be_short(program: Program):
    make_survey()

    for headers in ({}, {"Idempotency-Key": "short"}):
        told = program.post("/surveys/work/responses", a_reply(), 422, headers=headers)
        assert told["errors"][0]["field"] == "Idempotency-Key"
    assert count(Response) == 0


def test_every_fault_is_named_at_once(program: Program):
    make_survey()
    answers = {
        "role": "sailor",
        "ways": "bus",
        "age": True,
        "needs": "x" * 6000,
        "unheard": 1,
    }

    told = program.post(
        "/surveys/work/responses",
        a_reply(answers=answers, catchment="moon", consent={"version": 9}),
        422,
        headers=key(),
    )

    assert {fault["field"] for fault in told["errors"]} == {
        "answers.role",
        "answers.ways",
        "answers.age",
        "answers.needs",
        "answers.unheard",
        "catchment",
        "consent.version",
    }


def test_rule_4_a_participant_cannot_set_more_than_is_listed(program: Program):
    make_survey()

    told = program.post(
        "/surveys/work/responses",
        a_reply(status="approved", channel="paper", owner=1),
        422,
        headers=key(),
    )

    fields = {fault["field"] for fault in told["errors"]}
    assert fields == {"status", "channel", "owner"}


def test_unsure_is_a_place_and_words_may_be_left_out(program: Program):
    make_survey(question("age", "number", least=0, most=120))

    program.post(
        "/surveys/work/responses",
        {"catchment": "unsure", "consent": {"version": 1}, "answers": {"age": 41}},
        201,
        headers=key(),
    )

    assert session().scalars(select(Response)).one().catchment_id is None


@pytest.mark.parametrize("answers", [{}, {"needs": " \u200b\n "}, {"ways": []}])
def test_a_blank_reply_is_refused_and_not_counted(
    program: Program, answers: dict[str, object]
):
    make_survey()
    sent = {"consent": {"version": 1}, "answers": answers}
    told = program.post("/surveys/work/responses", sent, 422, headers=key())
    assert "One answer is enough" in told["detail"]
    assert session().scalars(select(Response)).all() == []


@pytest.mark.parametrize("other", [{"language": "fr"}, {"catchment": "toronto"}])
def test_rule_23_one_key_with_another_language_or_area_is_a_conflict_of_content(
    program: Program, other: dict[str, object]
):
    make_survey()
    headers, reply = key(), {**a_reply(), "language": "en", "catchment": "northeast"}
    program.post("/surveys/work/responses", reply, 201, headers=headers)
    program.post("/surveys/work/responses", reply, 200, headers=headers)
    program.post("/surveys/work/responses", reply | other, 422, headers=headers)
    assert len(session().scalars(select(Response)).all()) == 1


def test_a_closed_survey_takes_nothing(program: Program):
    survey = make_survey()
    headers = key()
    taken = program.post("/surveys/work/responses", a_reply(), 201, headers=headers)
    close_survey(survey, by=SYSTEM)

    program.post("/surveys/work/responses", a_reply(), 409, headers=key())
    again = program.post("/surveys/work/responses", a_reply(), 200, headers=headers)
    assert again == taken


def test_the_body_of_a_response_is_json(program: Program):
    make_survey(*every_kind())

    response = program.send(
        "POST", "/surveys/work/responses", data={"a": "b"}, headers=key()
    )

    assert response.status_code == 415


def test_a_comment_waits_and_its_key_gives_the_same_receipt(program: Program):
    a_thread()
    body = {"text": "Buses at night.", "language": "en", "display_name": "Amina"}
    headers = key()

    first = program.post("/threads/buses/comments", body, 201, headers=headers)
    again = program.post("/threads/buses/comments", body, 200, headers=headers)
    program.post(
        "/threads/buses/comments", body | {"text": "Trains."}, 422, headers=headers
    )
    for other in (
        {"display_name": "A"},
        {"language": "fr"},
        {"may_quote": True},
        {"catchment": "toronto"},
    ):
        program.post("/threads/buses/comments", body | other, 422, headers=headers)

    assert first == again
    assert first["status"] == "pending"
    assert program.get("/threads/buses/comments")["items"] == []
    decide_all("approved")
    shown = program.get("/threads/buses/comments")["items"]
    assert [item["id"] for item in shown] == [first["comment"]]
    assert shown[0]["display_name"] == "Amina"


def test_one_participant_says_and_thinks_under_one_token(program: Program):
    thread = a_thread()
    other = a_comment(thread)
    said = program.post(
        "/threads/buses/comments", {"text": "Trains."}, 201, headers=key()
    )
    own = {"participant": said["participant"]}

    path = f"/comments/{other}/reactions"
    program.post(path, {"reaction": "disagree", **own})
    program.post(path, {"reaction": "agree", **own})

    shown = program.get("/threads/buses/comments")["items"][0]
    assert (shown["agrees"], shown["disagrees"]) == (1, 0)
    assert count(Participant) == 2


def test_comments_are_judged_as_in_the_form(program: Program):
    a_thread()
    for body, field in (
        ({"text": " \u200b "}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"text": "a\u0000b"}, "text"),
        ({"text": 5}, "text"),
        ({}, "text"),
        ({"text": "Good.", "catchment": "central-region"}, "catchment"),
        ({"text": "Good.", "language": "de"}, "language"),
        ({"text": "Good.", "may_quote": "yes"}, "may_quote"),
        ({"text": "Good.", "reply_to": "1"}, "reply_to"),
        ({"text": "Good.", "participant": "me"}, "participant"),
    ):
        told = program.post("/threads/buses/comments", body, 422, headers=key())
        assert [fault["field"] for fault in told["errors"]] == [field]
    assert count(Comment) == 0


def test_a_comment_is_flagged_once_per_participant(program: Program):
    comment = a_comment(a_thread())
    path = f"/comments/{comment}/flags"
    own = {"participant": new_token()}
    program.post(f"/comments/{comment}/reactions", {"reaction": "disagree", **own})
    assert program.post(path, {"reason": "hurtful", **own}) == {
        "reason": "hurtful",
        **own,
    }
    program.post(path, {"reason": "untrue", **own})
    program.post(path, {"reason": "ugly"}, 422)
    program.post(path, {}, 422)
    assert count(Flag) == 1
    for _call in range(3):
        told = program.post(path, {"reason": "personal"})
        assert told["participant"] is None
    assert count(Flag) == 2
    shown = program.get("/threads/buses/comments")["items"][0]
    assert not {name for name in shown if "flag" in name}


def test_those_without_a_token_are_one_voice_together(program: Program):
    path = f"/comments/{a_comment(a_thread())}/reactions"
    for reaction in ("agree", "agree", "disagree"):
        told = program.post(path, {"reaction": reaction})
        assert told == {"reaction": reaction, "participant": None}
    program.post(path, {"reaction": "agree", "participant": new_token()})
    shown = program.get("/threads/buses/comments")["items"][0]
    assert (shown["agrees"], shown["disagrees"]) == (1, 1)


def test_nobody_reacts_to_what_readers_cannot_see(program: Program):
    waiting = a_comment(a_thread(), status="pending")

    for comment in (waiting, "0" * 20, "never"):
        path = f"/comments/{comment}/reactions"
        program.post(path, {"reaction": "agree"}, 404)
        program.post(f"/comments/{comment}/flags", {"reason": "hurtful"}, 404)
