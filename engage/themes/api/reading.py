"""Doors that find and show themes."""

from typing import Any

from flask import Response

from engage.consultations.models import Consultation
from engage.consultations.queries import get_managed_consultation
from engage.themes import actions, queries
from engage.themes.api.schemas import (
    PlacedSchema,
    ThemeList,
    ThemeSchema,
    bp,
    shown_text,
    shown_theme,
)
from engage.themes.models import Theme
from engage.themes.policy import may_shape_themes
from engage.web.access import current_actor, guarded
from engage.web.api import ListQuery, cut, page_of, scoped, with_version
from engage.web.api.jobs import JobSchema, accepted
from engage.web.api.lists import after


@bp.post("/consultations/<consultation>/theme-runs")
@scoped("themes")
@guarded(may_shape_themes, by=get_managed_consultation)
@bp.gives(JobSchema, 202)
def find(consultation: Consultation) -> Response:
    """Have themes found; where a run is under way already, that one is shown."""
    return accepted(actions.start_theme_run(consultation, by=current_actor()))


@bp.get("/consultations/<consultation>/themes")
@scoped("themes")
@guarded(may_shape_themes, by=get_managed_consultation)
@bp.query(ListQuery)
@bp.gives(ThemeList)
def index(consultation: Consultation, query: dict[str, Any]) -> dict[str, Any]:
    """List the themes of now and their parts."""
    asked = query["listing"]
    shown = [
        item
        for row in queries.list_rows(consultation.id)
        for item in (
            shown_theme(row),
            *(shown_theme(part, row.theme) for part in row.parts),
        )
    ]
    run = queries.latest_run(consultation.id)
    last = queries.find_last_edit(consultation.id)
    return {
        **after(shown, asked, lambda item: str(item["id"])),
        "run": run.number if run is not None else None,
        "last_edit": last.id if last is not None else None,
    }


@bp.get("/themes/<theme>")
@scoped("themes")
@guarded(may_shape_themes, by=queries.get_managed_theme)
@bp.gives(ThemeSchema)
def show(theme: Theme) -> Response:
    """Show one theme; its version is the entity tag."""
    return reply(theme)


@bp.get("/themes/<theme>/contributions")
@scoped("themes")
@guarded(may_shape_themes, by=queries.get_managed_theme)
@bp.query(ListQuery)
@bp.gives(page_of(PlacedSchema))
def texts(theme: Theme, query: dict[str, Any]) -> dict[str, Any]:
    """List the texts of a theme in one's own catchments."""
    asked = query["listing"]
    found = queries.list_texts(current_actor(), theme, asked.after, asked.limit + 1)
    part = cut(found, asked, lambda item: item.contribution.public_id)
    return part | {"items": [shown_text(item) for item in part["items"]]}


def reply(theme: Theme) -> Response:
    """Answer with a theme as it is now."""
    everything = queries.list_all_themes(theme.consultation_id)
    parent = next((item for item in everything if item.id == theme.parent_id), None)
    shown = ThemeSchema().dump(shown_theme(queries.get_row(theme), parent))
    return with_version(shown, theme.version)
