"""Tokens: who they act for, what they are for, and when they are over."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from engage.core import clock
from engage.core.actors import SYSTEM
from engage.core.audit import AuditEntry
from engage.core.db import session
from engage.core.errors import Invalid
from engage.people.actions import create_token, disable_user, revoke_token
from engage.people.models import ApiToken, User
from engage.people.queries import list_tokens
from tests.api.conftest import Program
from tests.conftest import NOON
from tests.factories.surveys import make_survey
from tests.factories.threads import a_consultation
from tests.pages import Browser

ProgramOf = Callable[..., Program]
SignIn = Callable[[User], Browser]


def test_rule_7_only_the_hash_of_a_token_is_kept(app: Flask, luc: User):
    token = create_token(luc, ["themes"], days=30, by=SYSTEM)

    row = session().scalars(select(ApiToken)).one()
    assert token.startswith("engage_")
    assert len(token) > 40
    assert token not in str(vars(row))
    logged = session().scalars(
        select(AuditEntry).where(AuditEntry.action == "people.token.created")
    )
    assert token not in str(vars(logged.one()))


def test_a_token_shows_the_drafts_of_its_person(program_of: ProgramOf, luc: User):
    a_consultation("draft", state="draft", catchments=("northeast",))

    assert program_of(luc).get("/consultations/draft")["state"] == "draft"


def test_rule_2_a_draft_elsewhere_is_not_there(program_of: ProgramOf, theo: User):
    a_consultation("draft", state="draft", catchments=("northeast",))

    program_of(theo).get("/consultations/draft", 404)


def test_a_token_without_the_scope_sees_what_the_public_sees(
    program_of: ProgramOf, luc: User
):
    a_consultation("draft", state="draft", catchments=("northeast",))

    program_of(luc, "themes").get("/consultations/draft", 404)
    program_of(luc, "themes").get("/catchments")


def test_a_token_for_something_else_may_not_answer(program_of: ProgramOf, luc: User):
    make_survey()
    body = {"consent": {"version": 1}, "answers": {"role": "worker"}}
    headers = {"Idempotency-Key": "a-key-of-this-test"}

    program_of(luc, "themes").post(
        "/surveys/work/responses", body, 403, headers=headers
    )
    program_of(luc, "responses:write").post(
        "/surveys/work/responses", body, 201, headers=headers
    )


@pytest.mark.parametrize(
    "given",
    [
        "Bearer engage_unknown",
        "Bearer",
        "Bearer ",
        "Basic bHVjOnB3",
        "engage_unknown",
        "Bearer engage_" + "x" * 10_000,
        "Bearer engage_\xe9",
    ],
)
def test_a_token_that_is_none_of_ours_is_refused(program: Program, given: str):
    response = program.send("GET", "/catchments", headers={"Authorization": given})

    assert response.status_code == 401
    assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]


def test_a_token_ends_with_its_last_day(program_of: ProgramOf, luc: User):
    program = program_of(luc)
    program.get("/catchments")

    clock.freeze(NOON + timedelta(days=30))

    program.get("/catchments", 401)


def test_a_revoked_token_opens_nothing(program_of: ProgramOf, luc: User):
    program = program_of(luc)

    revoke_token(list_tokens(luc)[0], by=SYSTEM)

    program.get("/catchments", 401)


def test_rule_6_disabling_a_person_ends_their_tokens(program_of: ProgramOf, luc: User):
    program = program_of(luc)

    disable_user(luc, by=SYSTEM)

    program.get("/catchments", 401)


def test_a_session_cookie_gives_no_rights_here(app: Flask, luc: User, sign_in: SignIn):
    a_consultation("draft", state="draft", catchments=("northeast",))
    browser = sign_in(luc)
    assert browser.client.get("/en/manage/").status_code == 200

    response = browser.client.get("/api/v1/consultations/draft")

    assert response.status_code == 404
    assert "Set-Cookie" not in response.headers


def test_answers_to_a_token_are_kept_by_no_cache(program_of: ProgramOf, luc: User):
    response = program_of(luc).send("GET", "/catchments")

    assert response.headers["Cache-Control"] == "no-store"


def test_a_token_names_scopes_that_exist_and_an_end(app: Flask, luc: User):
    for scopes, days in (([], 5), (["everything"], 5), (["themes"], 0)):
        with pytest.raises(Invalid):
            create_token(luc, scopes, days=days, by=SYSTEM)
