"""Programs that talk to the API, with and without a token."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from engage.core.actors import SCOPES, SYSTEM
from engage.people.actions import create_token
from engage.people.models import User


class Program:
    """Sends requests to the API and checks the shape of every problem."""

    def __init__(self, app: Flask, token: str | None = None) -> None:
        self.client = app.test_client()
        self.token = token

    def get(self, path: str, status: int = 200, **options: Any) -> Any:
        return self.ask("GET", path, status, **options)

    def post(
        self, path: str, body: Any = None, status: int = 200, **options: Any
    ) -> Any:
        return self.ask("POST", path, status, json=body, **options)

    def patch(
        self, path: str, body: Any = None, status: int = 200, **options: Any
    ) -> Any:
        return self.ask("PATCH", path, status, json=body, **options)

    def put(
        self, path: str, body: Any = None, status: int = 200, **options: Any
    ) -> Any:
        return self.ask("PUT", path, status, json=body, **options)

    def ask(self, method: str, path: str, status: int, **options: Any) -> Any:
        response = self.send(method, path, **options)
        assert response.status_code == status, response.text[:2000]
        return response.json

    def send(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = dict(options.pop("headers", {}))
        if self.token is not None:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        if options.get("json") is None:
            options.pop("json", None)
        response = self.client.open(
            f"/api/v1{path}", method=method, headers=headers, **options
        )
        if response.status_code >= 400:
            check_problem(response)
        return response


def check_problem(response: TestResponse) -> None:
    """Fail on an error that is no problem document."""
    assert response.mimetype == "application/problem+json"
    told = response.json
    assert set(told) == {
        "type",
        "title",
        "status",
        "detail",
        "request_id",
        "errors",
    }
    assert told["status"] == response.status_code
    assert told["title"]
    assert told["detail"]
    assert told["request_id"] == response.headers["X-Request-Id"]
    for fault in told["errors"]:
        assert set(fault) == {"row", "column", "field", "code", "message"}
        assert fault["message"]


@pytest.fixture
def program(app: Flask) -> Program:
    """A program without a token."""
    return Program(app)


@pytest.fixture
def program_of(app: Flask) -> Callable[..., Program]:
    """Return a program that acts for a person, by default with every scope."""

    def begin(user: User, *scopes: str) -> Program:
        return Program(app, create_token(user, scopes or SCOPES, days=30, by=SYSTEM))

    return begin
