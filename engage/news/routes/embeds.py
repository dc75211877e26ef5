"""Doors to cards for other sites: the only pages that may be framed (rule 11).

A card holds no script and sets no cookie; its links open outside the frame.
"""

from html import escape

from flask import Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from engage.consultations.models import Consultation
from engage.core import clock
from engage.news import queries
from engage.news.policy import may_see_news
from engage.news.routes.blueprint import bp
from engage.reports.queries import find_latest_edition
from engage.web.access import guarded
from engage.web.security import allow_framing

KEPT_SECONDS = 300


@bp.app_context_processor
def offer_codes() -> dict[str, object]:
    """Offer the site's own address, never the `Host` (rule 7), and codes to copy.

    News by e-mail are offered only where letters can be sent.
    """
    settings = current_app.config["SETTINGS"]
    return {
        "site_address": settings.base_url,
        "sends_news": settings.sends_news,
        "embed_code": embed_code,
    }


def embed_code(path: str, title: str) -> str:
    """Return the HTML that shows a card on another site."""
    base = current_app.config["SETTINGS"].base_url
    return (
        f'<iframe src="{escape(base + path)}" title="{escape(title)}" '
        'width="360" height="280" loading="lazy"></iframe>'
    )


@bp.get("/embed/themes/<theme>")
@guarded(may_see_news, by=queries.get_published_theme)
def theme_card(theme: queries.PublishedTheme) -> ResponseReturnValue:
    """Show a theme as the newest edition has it."""
    return _card(
        render_template(
            "news/theme_card.html", theme=theme.theme, edition=theme.edition
        )
    )


@bp.get("/embed/consultations/<consultation>")
@guarded(may_see_news, by=queries.get_public_consultation)
def consultation_card(consultation: Consultation) -> ResponseReturnValue:
    """Show what a consultation asks, and where to answer or to read."""
    return _card(
        render_template(
            "news/consultation_card.html",
            consultation=consultation,
            is_open=consultation.takes_input(clock.now()),
            edition=find_latest_edition(consultation.id),
        )
    )


def _card(page: str) -> ResponseReturnValue:
    allow_framing()
    response = Response(page)
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response.add_etag()
    return response.make_conditional(request)
