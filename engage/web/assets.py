"""Static files carry a mark of their content, so browsers may keep them for a year.

Fonts are named by the style sheet, without a mark: a changed font gets a new name.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request

YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Add the mark to addresses and let browsers keep what carries it."""
    app.url_defaults(_add_mark)
    app.after_request(_keep_for_a_year)


def _add_mark(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" and "filename" in values and "v" not in values:
        mark = _mark(Path(str(current_app.static_folder)) / values["filename"])
        if mark:
            values["v"] = mark


@cache
def _mark(path: Path) -> str:
    if not path.is_file():
        return ""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def _keep_for_a_year(response: Response) -> Response:
    is_kept = "v" in request.args or request.path.endswith(".woff2")
    if request.endpoint == "static" and is_kept:
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
