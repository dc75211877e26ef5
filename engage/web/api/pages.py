"""Doors to the description of the API: for programs, and for people to read."""

import json

from flask import Blueprint, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import refresh

from engage.core.i18n import LANGUAGES
from engage.web.access import public
from engage.web.api.blueprint import PREFIX
from engage.web.api.reference import sections_of

bp = Blueprint("api_pages", __name__, url_prefix=PREFIX)
KEPT_SECONDS = 300


@bp.get("/openapi.json")
@public
def description() -> ResponseReturnValue:
    """Give the description of the API."""
    document = current_app.extensions["engage.api"].document()
    body = json.dumps(document, ensure_ascii=False, indent=1)
    return _kept(Response(body, mimetype="application/json"))


@bp.get("/docs")
@public
def docs() -> ResponseReturnValue:
    """Show the description of the API as a page; `?lang=` chooses the language."""
    asked = request.args.get("lang")
    if asked in LANGUAGES:
        g.lang = asked
        refresh()
    document = current_app.extensions["engage.api"].document()
    page = render_template(
        "api/docs.html",
        info=document["info"],
        sections=sections_of(document),
        schemes=document["components"]["securitySchemes"],
    )
    return Response(page)


def _kept(response: Response) -> ResponseReturnValue:
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response.add_etag()
    return response.make_conditional(request)
