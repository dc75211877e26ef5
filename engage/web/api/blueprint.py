"""A room's doors of the API; each says what it takes and gives."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

from flask import current_app, request
from flask_smorest import Blueprint  # type: ignore[import-untyped]
from marshmallow import Schema

from engage.core.errors import Invalid, NotFound
from engage.core.i18n import gettext as _
from engage.core.text import has_unusable_characters
from engage.web.api.bodies import StrictParser, read_json
from engage.web.security import SAFE_METHODS

PREFIX = "/api/v1"
View = TypeVar("View", bound=Callable[..., Any])
Kind = Schema | type[Schema]


class ApiBlueprint(Blueprint):  # type: ignore[misc]
    """Doors under /api/v1; the name begins with `api`, so no form token is asked."""

    ARGUMENTS_PARSER = StrictParser()

    def __init__(self, room: str, import_name: str, *, description: str) -> None:
        super().__init__(
            f"api_{room}", import_name, url_prefix=PREFIX, description=description
        )
        self.tag = room.replace("_", " ")
        self.before_request(_check_address)
        self.before_request(_check_body)

    def get(self, rule: str) -> Callable[[View], View]:
        """Open a door that shows something and changes nothing (rule 12)."""
        return self._opening(rule, "GET")

    def post(self, rule: str) -> Callable[[View], View]:
        """Open a door that does something."""
        return self._opening(rule, "POST")

    def put(self, rule: str) -> Callable[[View], View]:
        """Open a door that writes the whole of something."""
        return self._opening(rule, "PUT")

    def patch(self, rule: str) -> Callable[[View], View]:
        """Open a door that changes parts of something."""
        return self._opening(rule, "PATCH")

    def body(self, schema: Kind) -> Callable[[View], View]:
        """Take a JSON body; it follows what the guard loaded."""
        return self._taking(schema, "json")

    def query(self, schema: Kind) -> Callable[[View], View]:
        """Take a query; names that are not in the schema are refused."""
        return self._taking(schema, "query")

    def headers(self, schema: Kind) -> Callable[[View], View]:
        """Take headers."""
        return self._taking(schema, "headers")

    def gives(
        self, schema: Kind, status: int = 200, *, also: int | None = None
    ) -> Callable[[View], View]:
        """Answer with something a schema describes, `also` under a second status."""

        def decorate(view: View) -> View:
            made = self.response(status, schema)(view)
            if also is not None:
                made = self.alt_response(also, schema=schema, success=True)(made)
            return made  # type: ignore[no-any-return]

        return decorate

    def takes_file(
        self, *flags: str, choices: Mapping[str, Sequence[str]] = MappingProxyType({})
    ) -> Callable[[View], View]:
        """Take a form with a `file`, flags and choices; the view reads them itself.

        The first of its words stands where a choice is left out.
        """
        parts: dict[str, Any] = {"file": {"type": "string", "format": "binary"}}
        parts |= {name: {"type": "boolean", "default": False} for name in flags}
        for name, words in choices.items():
            parts[name] = {"type": "string", "enum": [*words], "default": words[0]}
        schema = {"type": "object", "properties": parts, "required": ["file"]}
        content = {"multipart/form-data": {"schema": schema}}
        body = {"required": True, "content": content}
        described = self.doc(requestBody=body)

        def decorate(view: View) -> View:
            made = described(view)
            made.engage_body = True
            return made  # type: ignore[no-any-return]

        return decorate

    def gives_file(self, *kinds: str) -> Callable[[View], View]:
        """Answer with a file of one of some kinds, made by the view itself."""

        def decorate(view: View) -> View:
            for kind in kinds:
                text = {"type": "string"}
                schema: Mapping[str, object] = {} if "json" in kind else text
                view = self.response(200, schema, content_type=kind)(view)
            return view

        return decorate

    def _opening(self, rule: str, method: str) -> Callable[[View], View]:
        return self.route(rule, methods=[method])  # type: ignore[no-any-return]

    def _taking(self, schema: Kind, location: str) -> Callable[[View], View]:
        def decorate(view: View) -> View:
            made = self.arguments(schema, location=location)(view)
            if location == "query":
                made.engage_query = True
            if location == "json":
                made.engage_body = True
            return made  # type: ignore[no-any-return]

        return decorate


def _check_body() -> None:
    """Refuse a body where none is read: it would be taken for nothing.

    An empty object says as much as no body.
    """
    view = current_app.view_functions[str(request.endpoint)]
    if request.method in SAFE_METHODS or getattr(view, "engage_body", False):
        return
    body = request.get_data(cache=True)
    if not body.strip():
        return
    sent = read_json(body)
    if sent != {}:
        why = _("There is no field of this name here.")
        raise Invalid(why, dict.fromkeys(sent, why) if isinstance(sent, dict) else {})


def _check_address() -> None:
    """Refuse queries that a door does not read, and names that cannot be kept."""
    if any(has_unusable_characters(str(v)) for v in (request.view_args or {}).values()):
        raise NotFound
    view = current_app.view_functions[str(request.endpoint)]
    if request.args and not getattr(view, "engage_query", False):
        why = _("There is no field of this name here.")
        raise Invalid(why, dict.fromkeys(request.args, why))
    twice = [name for name, given in request.args.lists() if len(given) > 1]
    if twice:
        why = _("Name this field once.")
        raise Invalid(why, dict.fromkeys(twice, why))
