"""The language is in the path; a person's own switch wins at the front door."""

from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, g, request, url_for
from flask_babel import Babel
from werkzeug.routing import AnyConverter, BuildError

from engage.core.i18n import LANGUAGES, other_language

COOKIE = "engage_language"
YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Put the language into every address and take it out before the view."""
    Babel(
        app,
        locale_selector=page_language,
        default_translation_directories=str(app.config["TRANSLATIONS_FOLDER"]),
        default_timezone="America/Toronto",
    )
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_put_language)
    app.context_processor(_language_names)


class LanguageConverter(AnyConverter):
    """The first part of an address: en or fr."""

    def __init__(self, url_map: Any) -> None:
        super().__init__(url_map, *LANGUAGES)


def page_language() -> str:
    """Return the language of the page at hand."""
    if not request:
        return "en"
    return str(g.get("lang") or _language_of_path() or preferred_language())


def preferred_language() -> str:
    """Return the visitor's language: their own switch, else what the browser asks."""
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(LANGUAGES, default="en") or "en"


def _language_of_path() -> str | None:
    first = request.path.split("/", 2)[1]
    return first if first in LANGUAGES else None


def _take_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
    del endpoint
    g.lang = (values or {}).pop("lang", None)


def _put_language(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and current_app.url_map.is_endpoint_expecting(
        endpoint, "lang"
    ):
        values["lang"] = page_language() if request else "en"


def _language_names() -> dict[str, Any]:
    language = page_language()
    other = other_language(language)
    return {"lang": language, "other_lang": other, "switch_url": _same_page(other)}


def _same_page(language: str) -> str:
    """Return the address of this page in the other language.

    What was answered to a form at a door that shows nothing by itself has none: the
    way leads home.
    """
    rule = request.url_rule if request else None
    if rule is not None and request.endpoint and "GET" in (rule.methods or ()):
        # What a visitor put into the address never steers how addresses are built.
        asked = [
            (name, value)
            for name, value in request.args.items(multi=True)
            if not name.startswith("_")
        ]
        values: dict[str, Any] = {**(request.view_args or {}), "lang": language}
        try:
            address = url_for(request.endpoint, **values)
            return f"{address}?{urlencode(asked)}" if asked else address
        except BuildError:
            return f"/{language}/"
    return f"/{language}/"
