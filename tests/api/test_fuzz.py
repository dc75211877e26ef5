"""Requests made from the description: none may be an error of ours (rule 31).

The description is the promise: what it allows is answered as it says, what it forbids
is refused, and nothing of either ends in a 500.
"""

from collections.abc import Callable
from contextvars import Context
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import select

from engage.consultations.models import Consultation
from engage.core.actors import SCOPES, SYSTEM
from engage.core.db import session, transaction
from engage.core.i18n import Bilingual
from engage.designs.actions import release_design, write_text
from engage.designs.facts import TextFacts
from engage.designs.queries import get_element
from engage.people.actions import create_token
from engage.people.models import User
from engage.themes.actions import start_theme_run
from engage.threads.models import Comment
from tests.factories.contributions import a_contribution
from tests.factories.designs import northeast
from tests.factories.reports import a_run, a_theme
from tests.factories.surveys import make_consultation, make_survey
from tests.factories.threads import a_comment, a_thread

pytestmark = pytest.mark.slow
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    negative_data_rejection,
]
EXAMPLES = 10


class Apart:
    """The application, each request in a context of its own."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        return Context().run(lambda: list(self.app(environ, start)))


@pytest.fixture
def names(app: Flask) -> dict[str, str]:
    """Things that exist, so that requests come further than the first door."""
    consultation = make_consultation()
    make_survey(consultation=consultation, moderation="post")
    thread = a_thread(consultation, moderation="post")
    a_comment(thread)
    waiting = a_contribution(consultation)
    theme = a_named_theme(consultation)
    place = northeast()
    said = TextFacts(Bilingual("Rides are paid.", "Les trajets sont payés."))
    french = get_element(SYSTEM, "french")
    write_text(place, french, said, version=0, by=SYSTEM)
    release_design(place, by=SYSTEM)
    comment = session().scalars(select(Comment.public_id)).one()
    return {
        "consultation": consultation.slug,
        "survey": "work",
        "thread": thread.slug,
        "comment": comment,
        "contribution": waiting.public_id,
        "theme": theme,
        "catchment": place.slug,
        "element": french.slug,
        "job": start_theme_run(consultation, by=SYSTEM).public_id,
    }


def a_named_theme(consultation: Consultation) -> str:
    with transaction() as current:
        current.add(a_run(consultation))
        label = Bilingual("Buses", "Autobus")
        theme = a_theme(consultation, "Buses", label, 0.9)
        current.add(theme)
        current.flush()
        return theme.public_id


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_rule_31_nothing_a_stranger_sends_is_an_error_of_ours(
    app: Flask, names: dict[str, str], mode: GenerationMode
):
    assert fuzz(app, names, mode, {}) > 200


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_rule_31_nothing_an_administrator_sends_is_an_error_of_ours(
    app: Flask, names: dict[str, str], mode: GenerationMode, ada: User
):
    token = create_token(ada, SCOPES, days=1, by=SYSTEM)
    headers = {"Authorization": f"Bearer {token}"}

    assert fuzz(app, names, mode, headers) > 200


def fuzz(
    app: Flask, names: dict[str, str], mode: GenerationMode, headers: dict[str, str]
) -> int:
    """Send some requests to every door; return how many were sent."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", Apart(app))
    return sum(
        _fuzz_one(result.ok(), names, mode, headers)
        for result in schema.get_all_operations()
    )


def _fuzz_one(
    operation: APIOperation[Any, Any, Any, Any],
    names: dict[str, str],
    mode: GenerationMode,
    headers: dict[str, str],
) -> int:
    sent = 0

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        nonlocal sent
        known = {name: names[name] for name in case.path_parameters if name in names}
        case.path_parameters.update(known)
        response = case.call(headers={"Accept-Encoding": "identity", **headers})
        case.validate_response(response, checks=CHECKS)
        sent += 1

    try:
        ask()
    except Unsatisfiable:
        # A door that takes nothing cannot be sent anything that it forbids.
        assert mode is GenerationMode.NEGATIVE
    return sent
