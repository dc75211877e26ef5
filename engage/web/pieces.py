"""Bodies that come in pieces, without a length: measured like all others (rule 31).

Werkzeug cuts such a body off at the limit; a form that was cut off would be read as if
that were all of it.
"""

from flask import Flask, current_app, request

from engage.core.errors import TooLarge
from engage.web.posted import URLENCODED

# Files come as multipart forms; those are refused while they are read.
READ_WHOLE = (URLENCODED, "application/json", "")


def init_app(app: Flask) -> None:
    """Measure before anything reads the body."""
    app.before_request(_measure)


def _measure() -> None:
    is_in_pieces = "chunked" in request.headers.get("Transfer-Encoding", "").lower()
    if not is_in_pieces or request.mimetype not in READ_WHOLE:
        return
    body = request.get_data(cache=True)
    if len(body) >= current_app.config["MAX_CONTENT_LENGTH"]:
        raise TooLarge
