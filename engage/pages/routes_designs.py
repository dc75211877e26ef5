"""Doors to released designs: all catchments side by side, one design, its brief."""

import hashlib
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from engage.catchments.queries import list_catchments
from engage.core.i18n import current_language
from engage.designs import queries
from engage.designs.policy import may_read_released
from engage.designs.queries import Released
from engage.designs.wording import STATUSES, VERDICTS
from engage.pages.against import asked_of, written_in
from engage.pages.brief import printed_brief, sample_words
from engage.reports.models import Edition
from engage.reports.queries import list_latest_documents
from engage.web.access import guarded, public

bp = Blueprint("design_pages", __name__)

KEPT_SECONDS = 60


@bp.get("/designs/")
@public
def province() -> ResponseReturnValue:
    """Show what the designs say, catchment by catchment and element by element."""
    released = queries.list_released()
    has_sample = any(one.content["is_sample"] for one in released)
    page = render_template(
        "pages/designs.html",
        released={one.catchment.slug: one for one in released},
        catchments=list_catchments(),
        elements=queries.list_elements(),
        statuses=STATUSES,
        sample_notice=sample_words() if has_sample else None,
    )
    return _kept(Response(page))


@bp.get("/designs/<catchment>")
@guarded(may_read_released, by=queries.get_released)
def show(released: Released) -> ResponseReturnValue:
    """Show one design against what was heard: open themes first."""
    asked = asked_of(released, list_latest_documents())
    page = render_template(
        "pages/design.html",
        released=released,
        asked=asked,
        written=written_in(released, asked),
        verdicts=VERDICTS,
        sample_notice=sample_words() if released.content["is_sample"] else None,
    )
    return _kept(Response(page))


@bp.get("/designs/<catchment>/brief.pdf")
@guarded(may_read_released, by=queries.get_released)
def brief(released: Released) -> ResponseReturnValue:
    """Hand out the brief; who has it already is told so without printing it again."""
    documents = list_latest_documents()
    marked = _mark(released, documents)
    if request.if_none_match.contains(marked):
        response = Response(status=304)
    else:
        response = Response(
            printed_brief(released, documents), mimetype="application/pdf"
        )
        name = f"{released.catchment.slug}-{released.number}-{current_language()}.pdf"
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.set_etag(marked)
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


def _mark(released: Released, documents: list[tuple[Edition, dict[str, Any]]]) -> str:
    """Return what changes when the brief would: its release, and the reports."""
    made_of = [
        released.catchment.slug,
        str(released.number),
        current_language(),
        *(edition.manifest_hash for edition, _document in documents),
    ]
    return hashlib.sha256("|".join(made_of).encode()).hexdigest()[:32]


def _kept(response: Response) -> ResponseReturnValue:
    """Let browsers and caches keep a page for a minute, then ask whether it changed."""
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response.add_etag()
    return response.make_conditional(request)
