"""Doors to pages made of several rooms."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from engage.catchments.queries import list_catchments
from engage.consultations.queries import (
    list_managed_consultations,
    list_public_consultations,
)
from engage.people.policy import may_manage
from engage.web.access import current_actor, guarded, public

bp = Blueprint("pages", __name__)


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Show the front page: find one's catchment, what is open, what was heard."""
    return render_template(
        "pages/home.html",
        catchments=list_catchments(),
        consultations=list_public_consultations(),
    )


@bp.get("/manage/")
@guarded(may_manage)
def manage() -> ResponseReturnValue:
    """Show a member of staff what there is to do."""
    return render_template(
        "pages/manage.html",
        consultations=list_managed_consultations(current_actor()),
    )
