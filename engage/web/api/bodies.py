"""What a program sends, decided at the edge (rules 4, 30, 31).

A body is JSON in UTF-8 with every key once, of a sensible depth, without characters
that cannot be kept. Anything else is refused with the place of the fault.
"""

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, Never

from flask import Request
from marshmallow import RAISE, Schema, ValidationError, missing
from webargs import flaskparser

from engage.core.errors import Invalid, WrongKind
from engage.core.i18n import gettext as _
from engage.core.text import has_unusable_characters
from engage.web.api.wording import told

DEEPEST = 40
LONGEST_NUMBER = 300


def read_json(raw: bytes) -> Any:
    """Return what a body holds.

    Raises:
        Invalid: It is not JSON in UTF-8, names a key twice, is too deep, or holds
            characters that cannot be kept.
    """
    try:
        document = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_no_number,
            parse_float=_number,
            parse_int=_whole_number,
        )
    except (ValueError, RecursionError) as error:
        told_why = _("The body is not valid JSON.")
        raise Invalid(str(error) if isinstance(error, _Fault) else told_why) from error
    _check_inside(document)
    return document


class StrictParser(flaskparser.FlaskParser):
    """Reads bodies and queries; says what is wrong in the words of this house."""

    DEFAULT_UNKNOWN_BY_LOCATION = {
        **flaskparser.FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": RAISE,
        "json": RAISE,
    }

    def load_json(self, req: Request, schema: Schema) -> Any:
        """Return the body of a request; it may be left out where nothing is needed.

        Raises:
            Invalid: It cannot be read.
            WrongKind: It does not say that it is JSON.
        """
        raw = req.get_data(cache=True)
        is_needed = any(field.required for field in schema.fields.values())
        if not raw and not is_needed and not req.content_type:
            return missing
        if not req.is_json:
            raise WrongKind(_("Send JSON, with the content type application/json."))
        return read_json(raw) if raw.strip() else missing

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        """Return what an address asks for.

        Raises:
            Invalid: It holds characters that no database keeps.
        """
        for name, value in req.args.items(multi=True):
            if has_unusable_characters(name) or has_unusable_characters(value):
                _refuse_characters(name)
        return super().load_querystring(req, schema)

    def handle_error(
        self, error: ValidationError, *_args: object, **_options: object
    ) -> Never:
        """Refuse what does not fit, with a reason for each field.

        Raises:
            Invalid: Always.
        """
        fields = dict(_flat(error.messages_dict))
        raise Invalid(next(iter(fields.values()), ""), fields)


class _Fault(ValueError):
    """Something that JSON allows and we do not."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _Fault(_("A name stands twice in one object of the body."))
    return made


def _no_number(name: str) -> Never:
    raise _Fault(_("%(name)s is not a number.", name=name))


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise _Fault(_("A number in the body is too large."))
    return number


def _whole_number(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise _Fault(_("A number in the body is too large."))
    return int(text)


def _check_inside(document: object) -> None:
    """Walk through a document without recursion."""
    waiting: list[tuple[object, str, int]] = [(document, "", 0)]
    while waiting:
        item, place, depth = waiting.pop()
        if depth > DEEPEST:
            raise Invalid(_("The body is nested too deeply."))
        if isinstance(item, str) and has_unusable_characters(item):
            _refuse_characters(place)
        if isinstance(item, dict):
            for name, value in item.items():
                if has_unusable_characters(name):
                    _refuse_characters(place)
                waiting.append((value, _inside(place, name), depth + 1))
        elif isinstance(item, list):
            waiting += [(value, place, depth + 1) for value in item]


def _inside(place: str, name: str) -> str:
    return f"{place}.{name[:60]}" if place else name[:60]


def _refuse_characters(place: str) -> Never:
    why = _("Take out the characters that cannot be shown, then send again.")
    is_clean = place and not has_unusable_characters(place)
    raise Invalid(why, {place: why} if is_clean else {})


def _flat(messages: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each field's place and its first fault; the location is left out."""
    for inside in messages.values():
        yield from _flat_below(inside, "")


def _flat_below(inside: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(inside, Mapping):
        for name, deeper in inside.items():
            plain = "" if name == "_schema" else str(name)
            below = f"{place}.{plain}" if place and plain else place or plain
            yield from _flat_below(deeper, below)
    elif isinstance(inside, list) and inside:
        yield place[:200], told(str(inside[0]))
