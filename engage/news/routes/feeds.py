"""Doors to feeds: of the province, of a catchment, of a consultation."""

from collections.abc import Sequence

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue

from engage.catchments.models import Catchment
from engage.catchments.queries import get_catchment
from engage.consultations.models import Consultation
from engage.core.i18n import current_language
from engage.core.i18n import gettext as _
from engage.news import queries
from engage.news.feed import KIND, written_feed
from engage.news.policy import may_see_news
from engage.news.routes.blueprint import bp
from engage.web.access import guarded, public
from engage.web.formatting import pick

KEPT_SECONDS = 300


@bp.get("/feed.atom")
@public
def feed() -> ResponseReturnValue:
    """Show what happened lately, everywhere."""
    return _fed(_("What is new in all of Ontario"), queries.list_happenings(), "")


@bp.get("/catchments/<catchment>/feed.atom")
@guarded(may_see_news, by=get_catchment)
def catchment_feed(catchment: Catchment) -> ResponseReturnValue:
    """Show what happened lately in a catchment."""
    found = queries.list_happenings(catchment=catchment.slug)
    title = _("What is new in %(place)s", place=pick(catchment.name))
    return _fed(title, found, f"catchments/{catchment.slug}")


@bp.get("/consultations/<consultation>/feed.atom")
@guarded(may_see_news, by=queries.get_public_consultation)
def consultation_feed(consultation: Consultation) -> ResponseReturnValue:
    """Show what happened lately in a consultation."""
    found = queries.list_happenings(consultation=consultation.slug)
    path = f"consultations/{consultation.slug}"
    return _fed(pick(consultation.title), found, path)


def _fed(
    title: str, happenings: Sequence[queries.Happening], page: str
) -> ResponseReturnValue:
    base = f"{current_app.config['SETTINGS'].base_url}/{current_language()}"
    here = f"{page}/feed.atom" if page else "feed.atom"
    body = written_feed(title, happenings, base=base, page=page, here=here)
    response = Response(body, content_type=f"{KIND}; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response.add_etag()
    return response.make_conditional(request)
