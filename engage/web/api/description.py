"""The description of the API (OpenAPI 3.1), made from the doors themselves."""

import http
from threading import Lock
from typing import Any

from flask import Flask
from flask_smorest import Api as SmorestApi  # type: ignore[import-untyped]

from engage import __version__
from engage.core.actors import SCOPES
from engage.web.api.blueprint import ApiBlueprint
from engage.web.api.fields import Problem

PROBLEM = "application/problem+json"
ABOUT = (
    "Read what is public, answer surveys and take part in threads without a token. "
    "Staff send `Authorization: Bearer engage_…`; cookies give no rights here. Errors "
    "are problems (RFC 9457) with a `request_id`. Lists are cut at a `cursor`; `next` "
    "names the one to ask for next."
)


class Api(SmorestApi):  # type: ignore[misc]
    """All rooms of the API. Errors are told by the house, not by the library."""

    ERROR_SCHEMA = Problem

    def __init__(self, app: Flask) -> None:
        self._rooms: list[ApiBlueprint] = []
        self._document: dict[str, Any] | None = None
        self._lock = Lock()
        options = {
            "title": "engage",
            "version": __version__.split("+", maxsplit=1)[0],
            "openapi_version": "3.1.0",
            "info": {"description": ABOUT, "license": {"name": "Apache-2.0"}},
            "servers": [{"url": "/"}],
        }
        super().__init__(app, spec_kwargs=options)
        app.extensions["engage.api"] = self

    def add_room(self, room: ApiBlueprint) -> None:
        """Open a room's doors; they are described when somebody asks."""
        self._app.register_blueprint(room)
        self._rooms.append(room)

    def document(self) -> dict[str, Any]:
        """Return the description of all doors, made once."""
        with self._lock:
            if self._document is None:
                self._document = self._described()
            return self._document

    def _described(self) -> dict[str, Any]:
        self.spec.components.security_scheme(
            "token",
            {
                "type": "http",
                "scheme": "bearer",
                "description": "Scopes: " + ", ".join(SCOPES) + ".",
            },
        )
        for room in self._rooms:
            room.register_views_in_doc(
                self, self._app, self.spec, name=room.name, parameters=None
            )
            self.spec.tag({"name": room.tag, "description": room.description})
        document: dict[str, Any] = self.spec.to_dict()
        tags = {room.name: room.tag for room in self._rooms}
        for rule in self._app.url_map.iter_rules():
            name, _dot, door = rule.endpoint.partition(".")
            if name in tags:
                self._complete(document, rule.endpoint, tags[name], door)
        return document

    def _complete(
        self, document: dict[str, Any], endpoint: str, tag: str, door: str
    ) -> None:
        """Add a door's name, room and scopes to its operations."""
        view = self._app.view_functions[endpoint]
        rule = next(self._app.url_map.iter_rules(endpoint))
        path = self.flask_plugin.flaskpath2openapi(rule.rule)
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        for method in methods:
            operation = document["paths"][path][method.lower()]
            operation["operationId"] = f"{tag.replace(' ', '_')}_{door}"
            operation["tags"] = [tag]
            scopes = list(getattr(view, "engage_scopes", ()))
            is_open = not getattr(view, "engage_staff", False)
            token = [{"token": scopes}] if scopes else []
            operation["security"] = [*([{}] if is_open else []), *token]

    def _register_error_handlers(self) -> None:
        """Leave errors to `web.errors`: one voice, and no header is lost."""

    def _register_pagination_header(self) -> None:
        """Describe no such header: what comes next stands in the body."""

    def _register_responses(self) -> None:
        content = {"content": {PROBLEM: {"schema": Problem}}}
        for status in http.HTTPStatus:
            told = {"description": status.phrase, **content}
            self.spec.components.response(status.name, told, lazy=True)
        told = {"description": "A problem", **content}
        self.spec.components.response("DEFAULT_ERROR", told, lazy=True)
