"""The description of the API: complete, true, and readable by people too."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.core.actors import SCOPES
from engage.core.config import ROOT
from tests.api.conftest import Program
from tests.pages import Browser

# What interfaces promise; more may be added.
PROMISED = {
    "GET /catchments",
    "GET /catchments/find",
    "GET /consultations",
    "GET /consultations/{}",
    "GET /surveys/{}",
    "GET /threads/{}",
    "GET /threads/{}/comments",
    "GET /reports",
    "GET /reports/{}/editions/{}",
    "POST /surveys/{}/responses",
    "POST /threads/{}/comments",
    "POST /comments/{}/reactions",
    "POST /comments/{}/flags",
    "POST /consultations",
    "PATCH /consultations/{}",
    "POST /surveys",
    "PATCH /surveys/{}",
    "POST /threads",
    "PATCH /threads/{}",
    "POST /surveys/{}/publish",
    "POST /surveys/{}/imports",
    "GET /surveys/{}/export",
    "GET /moderation/queue",
    "POST /moderation/{}/decisions",
    "POST /consultations/{}/theme-runs",
    "GET /jobs/{}",
    "POST /jobs/{}/cancel",
    "GET /consultations/{}/themes",
    "PATCH /themes/{}",
    "POST /themes/merge",
    "POST /themes/{}/split",
    "POST /themes/{}/contributions",
    "POST /themes/undo",
    "POST /consultations/{}/editions",
    "GET /audit",
}


@pytest.fixture
def document(program: Program) -> dict[str, Any]:
    found: dict[str, Any] = program.get("/openapi.json")
    return found


def doors(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path.removeprefix('/api/v1')}": operation
        for path, found in document["paths"].items()
        for method, operation in found.items()
        if method != "parameters"
    }


def plain(door: str) -> str:
    return re.sub(r"{[a-z_]+}", "{}", door)


def test_every_promised_door_is_described(document: dict[str, Any]):
    assert document["openapi"].startswith("3.1")
    assert {plain(door) for door in doors(document)} >= PROMISED


def test_every_door_of_the_api_is_described(app: Flask, document: dict[str, Any]):
    described = set(doors(document))
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/") and not rule.endpoint.startswith("api_pages."):
            path = re.sub(r"<([a-z_]+)>", r"{\1}", rule.rule)
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                assert f"{method} {path.removeprefix('/api/v1')}" in described


def test_every_door_names_its_scopes_and_errors(document: dict[str, Any]):
    names = [operation["operationId"] for operation in doors(document).values()]
    assert len(names) == len(set(names))
    problem = document["components"]["responses"]["DEFAULT_ERROR"]
    assert set(problem["content"]) == {"application/problem+json"}
    for door, operation in doors(document).items():
        assert operation["summary"], door
        assert operation["responses"]["default"], door
        for way in operation["security"]:
            assert set(way.get("token", ())) <= set(SCOPES), door
        is_open = {} in operation["security"] or not operation["security"]
        assert is_open or operation["security"][0]["token"], door


def test_a_staff_door_is_closed_to_strangers(
    program: Program, document: dict[str, Any]
):
    closed = [
        door
        for door, operation in doors(document).items()
        if operation["security"] and {} not in operation["security"]
    ]
    assert len(closed) > 20
    for door in closed:
        method, path = re.sub(r"{[a-z_]+}", "nothing", door).split()
        assert program.send(method, path).status_code == 401, door


def test_every_reference_leads_somewhere(document: dict[str, Any]):
    found = 0
    for reference in re.findall(r"'\$ref': '([^']+)'", repr(document)):
        node: Any = document
        for step in reference.removeprefix("#/").split("/"):
            node = node[step]
        found += 1
    assert found > 50


def test_the_description_is_kept_and_asked_for_again(client: FlaskClient):
    first = client.get("/api/v1/openapi.json")
    tag = {"If-None-Match": first.headers["ETag"]}

    assert client.get("/api/v1/openapi.json", headers=tag).status_code == 304
    assert "max-age" in first.headers["Cache-Control"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_people_can_read_it_without_scripts(
    browser: Browser, document: dict[str, Any], language: str
):
    page = browser.open(f"/api/v1/docs?lang={language}")

    assert page.get("lang") == language
    shown = {" ".join("".join(item.itertext()).split()) for item in page.iter("code")}
    for door in doors(document):
        method, path = door.split()
        assert f"{method} /api/v1{path}" in shown
    assert not list(page.iter("script"))
    if language == "fr":
        assert "Lister les régions désignées." in browser.words()


def test_the_guide_names_every_door_and_scope(document: dict[str, Any]):
    guide = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`((?:GET|POST|PATCH|PUT|DELETE) /[^`?]*)`", guide))

    assert told == set(doors(document))
    for scope in SCOPES:
        assert f"`{scope}`" in guide
