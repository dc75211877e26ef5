"""The door to what was answered: tallies, and who took part; nobody's words."""

from typing import Any

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from engage.surveys import queries
from engage.surveys.arrivals import Arrivals, get_arrivals
from engage.surveys.heard_tables import heard_by_place, heard_by_self
from engage.surveys.models import Survey
from engage.surveys.policy import may_manage_surveys
from engage.surveys.result_tables import question_tables, response_table
from engage.surveys.results import get_results
from engage.web.access import current_actor, guarded
from engage.web.security import keep_private

bp = Blueprint("results", __name__)
DAYS_SHOWN = 7
# Another room weighs rankings and points, with intervals.
WEIGHED = "insights.show"


@bp.get("/manage/surveys/<survey>/results")
@guarded(may_manage_surveys, by=queries.get_managed_survey)
def show(survey: Survey) -> ResponseReturnValue:
    """Show the tallies of a survey in the actor's catchments, and nobody's words."""
    keep_private()
    actor = current_actor()
    found = get_results(actor, survey)
    areas = [item for item in survey.consultation.catchments if actor.covers(item.id)]
    compared, plain = heard_by_self(actor, survey, areas)
    by_place = heard_by_place(found.responses, areas)
    return render_template(
        "surveys/results.html",
        survey=survey,
        areas=areas,
        total=sum(found.responses.values()),
        overview=response_table(found, areas),
        tables=question_tables(found, areas),
        heard=[table for table in (by_place, *compared) if table.groups],
        about=plain,
        weighed=_weighed(survey),
        **_arrived(get_arrivals(actor, survey)),
    )


def _arrived(found: Arrivals) -> dict[str, Any]:
    """Return how responses came in: the last days as bars, all of them as a table."""
    days = sorted(found.days.items(), reverse=True)
    return {
        "days": days,
        "last_days": days[:DAYS_SHOWN],
        "busiest": max(found.days.values(), default=0),
        "channels": found.channels,
        "languages": found.languages,
    }


def _weighed(survey: Survey) -> str:
    """Return where rankings stand with intervals, if there is such a page."""
    if WEIGHED not in current_app.view_functions:
        return ""
    return url_for(WEIGHED, consultation=survey.consultation.slug)
