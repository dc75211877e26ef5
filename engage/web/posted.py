"""What a form sent, decided once at the edge: valid UTF-8 or named as broken (rule 30).

Werkzeug reads invalid bytes in several ways, one of which loses the whole form. Here
each name and value is decoded by itself, so one broken field loses nothing else.
"""

from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from flask import current_app, request

from engage.core.errors import TooLarge

URLENCODED = "application/x-www-form-urlencoded"
STAND_IN = "\ufffd"


@dataclass(frozen=True)
class Posted:
    """Every value of every name, in order.

    `broken` names the fields that held invalid UTF-8; their values are shown with
    stand-in characters.
    """

    values: dict[str, list[str]]
    broken: frozenset[str]


def read_posted() -> Posted:
    """Return what the form of this request sent; call it before `request.form`.

    Raises:
        TooLarge: It has more fields than are read.
    """
    if request.mimetype == URLENCODED:
        return _from_body(request.get_data(cache=True))
    values = {name: request.form.getlist(name) for name in request.form}
    broken = {n for n, given in values.items() if any(STAND_IN in v for v in given)}
    return Posted(values, frozenset(broken))


def _from_body(body: bytes) -> Posted:
    if body.count(b"&") > current_app.config["MAX_FORM_PARTS"]:
        raise TooLarge
    values: dict[str, list[str]] = {}
    broken = set()
    for pair in body.split(b"&"):
        if not pair:
            continue
        raw_name, _, raw_value = pair.partition(b"=")
        name, _is_good = _decoded(raw_name)
        value, is_good = _decoded(raw_value)
        values.setdefault(name, []).append(value)
        if not is_good:
            broken.add(name)
    return Posted(values, frozenset(broken))


def _decoded(raw: bytes) -> tuple[str, bool]:
    """Return a decoded part, and whether it was valid UTF-8."""
    plain = raw.replace(b"+", b" ")
    if b"%" in plain:
        plain = unquote_to_bytes(plain)
    try:
        return plain.decode("utf-8"), True
    except UnicodeDecodeError:
        return plain.decode("utf-8", "replace"), False
