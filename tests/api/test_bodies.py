"""Bodies that no client of good will sends (rules 30 and 31)."""

import json
from collections.abc import Callable
from uuid import uuid4

import pytest

from engage.core.errors import Invalid
from engage.people.models import User
from engage.surveys.models import Response
from engage.web.api import read_json
from tests.api.conftest import Program
from tests.factories.contributions import a_consultation
from tests.factories.surveys import make_survey
from tests.factories.threads import a_comment, a_thread, count

DEEP = b"[" * 20_000 + b"]" * 20_000
BODIES = {
    "list": b"[]",
    "null": b"null",
    "number": b"5",
    "text": b'"text"',
    "empty": b"",
    "broken": b'{"text": ',
    "not utf-8": b'{"text": "\xff\xfe"}',
    "utf-16": '{"text": "a"}'.encode("utf-16"),
    "deep": DEEP,
    "deep inside": b'{"text": ' + DEEP + b"}",
    "deep objects": b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    "a name twice": b'{"text": "a", "text": "b"}',
    "not a number": b'{"text": NaN}',
    "endless": b'{"text": 1e999}',
    "long number": b'{"text": ' + b"9" * 20_000 + b"}",
    "half a character": b'{"text": "\\ud800"}',
    "half a name": b'{"\\ud800": 1}',
    "nul": b'{"text": "a\\u0000b"}',
    "long name": json.dumps({"n" * 100_000: 1}).encode(),
    "many names": json.dumps({f"n{n}": n for n in range(5000)}).encode(),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_rule_31_no_body_is_an_error_of_ours(program: Program, body: bytes):
    make_survey()
    thread = a_thread()
    comment = a_comment(thread)

    for path in (
        "/surveys/work/responses",
        "/threads/buses/comments",
        f"/comments/{comment}/reactions",
        f"/comments/{comment}/flags",
    ):
        response = program.send(
            "POST",
            path,
            data=body,
            headers={
                "Content-Type": "application/json",
                "Idempotency-Key": str(uuid4()),
            },
        )
        assert response.status_code == 422, response.text
        assert len(response.data) < 1_000_000
    assert count(Response) == 0


@pytest.mark.parametrize("answers", [[], [{}], 5, None, "x", True])
def test_rule_31_answers_of_any_shape_are_judged(program: Program, answers: object):
    make_survey()

    program.post(
        "/surveys/work/responses",
        {"consent": {"version": 1}, "answers": answers},
        422,
        headers={"Idempotency-Key": str(uuid4())},
    )


def test_rule_31_a_huge_body_is_refused(program: Program):
    make_survey()

    response = program.send(
        "POST",
        "/surveys/work/responses",
        data=b'{"answers": "' + b"x" * 5_000_000 + b'"}',
        headers={
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid4()),
        },
    )

    assert response.status_code == 413


def test_names_in_addresses_that_cannot_be_kept_lead_nowhere(program: Program):
    for path in (
        "/surveys/%00",
        "/consultations/a%00b",
        "/threads/%ff%fe/comments",
        "/reports/%ed%a0%80/editions/1",
        f"/surveys/{'x' * 5000}",
    ):
        program.get(path, 404)


def test_json_is_read_strictly():
    assert read_json('{"a": ["é", 1.5, null, true]}'.encode()) == {
        "a": ["é", 1.5, None, True]
    }
    for raw in (b'{"a": 1, "a": 1}', b"[Infinity]", b"\xff", b"{'a': 1}", b"[1,]"):
        with pytest.raises(Invalid):
            read_json(raw)


def test_a_body_where_none_is_read_is_refused(
    program_of: Callable[..., Program], odile: User
):
    program = program_of(odile)
    a_consultation()
    path = "/consultations/jobs/theme-runs"
    told = program.post(path, {"themes": 5}, 422)
    assert [fault["field"] for fault in told["errors"]] == ["themes"]
    program.ask("POST", path, 422, data=b"themes=5")
    program.post(path, {}, 202)


@pytest.mark.parametrize(
    "query",
    ["limit=%2B5", "limit=%205", "limit=1_0", "limit=5&limit=6", "cursor=a&cursor=b"],
)
def test_a_query_that_can_be_read_two_ways_is_refused(program: Program, query: str):
    program.get(f"/catchments?{query}", 422)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("/catchments?limit=200", "Ce nombre est trop petit ou trop grand."),
        (f"/catchments/find?q={'x' * 101}", "C’est trop court ou trop long."),
    ],
)
def test_faults_are_told_in_french(program: Program, query: str, told: str):
    problem = program.get(query, 422, headers={"Accept-Language": "fr"})
    assert problem["errors"][0]["message"] == told


def test_what_may_be_chosen_is_told(program: Program):
    make_survey()
    body = {"consent": {"version": 1}, "answers": {}, "language": "de"}
    headers = {"Idempotency-Key": str(uuid4()), "Accept-Language": "fr"}
    problem = program.post("/surveys/work/responses", body, 422, headers=headers)
    told = {fault["field"]: fault["message"] for fault in problem["errors"]}
    assert told["language"] == "À choisir parmi\u00a0: en, fr."
