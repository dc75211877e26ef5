"""What the web framework is told before any room opens: limits, folders, safety."""

import structlog
from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from engage.core import clock, failpoints
from engage.core.catalogues import compiled_catalogues
from engage.core.config import Settings
from engage.core.db import engine_options
from engage.core.logs import configure_logs
from engage.web import languages

MOST_BYTES = 4 * 1024 * 1024
MOST_FORM_PARTS = 30_000

log = structlog.get_logger("engage.web")


def configure(app: Flask, settings: Settings) -> None:
    """Tell a fresh application its settings."""
    configure_logs()
    clock.freeze(settings.test_clock)
    failpoints.configure(settings.failpoints)
    for warning in settings.warnings:
        log.warning("setting", message=warning)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        SESSION_COOKIE_SECURE=settings.is_secure,
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES,
        MAX_FORM_PARTS=MOST_FORM_PARTS,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_ALGORITHM_STREAMING=["br"],
        TRANSLATIONS_FOLDER=compiled_catalogues(settings.data_dir),
    )
    # No view waits for another: to ask each function costs as much as a statement.
    app.ensure_sync = lambda func: func  # type: ignore[method-assign]
    app.url_map.converters["lang"] = languages.LanguageConverter
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if not settings.is_production:
        app.jinja_env.undefined = StrictUndefined
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
