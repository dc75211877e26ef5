"""Doors for staff: what votes and rankings say together."""

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage.consultations.models import Consultation
from engage.consultations.queries import get_managed_consultation
from engage.contributions.models import Contribution
from engage.contributions.queries import get_contribution
from engage.core.disclosure import rules_of
from engage.core.errors import NotFound
from engage.core.jobs import Job, find_job_by_key, get_job
from engage.insights import actions, queries, readings
from engage.insights.crosscuts import list_crosscuts
from engage.insights.forms import NO_THEME, ReadingForm
from engage.insights.models import InsightRun
from engage.insights.policy import may_see_insights
from engage.insights.results import list_opinions, list_priorities
from engage.themes.queries import get_managed_theme, list_themes
from engage.web.access import current_actor, guarded, keeps_form
from engage.web.jobs import state_of

bp = Blueprint("insights", __name__)
LONGEST_NAME = 20


@bp.get("/manage/consultations/<consultation>/insights")
@guarded(may_see_insights, by=get_managed_consultation)
def show(consultation: Consultation) -> ResponseReturnValue:
    """Show opinion groups and priorities of a consultation."""
    run = queries.latest_insights(consultation.id)
    return render_template(
        "insights/show.html",
        consultation=consultation,
        run=run,
        job=find_job_by_key(actions.find_key(consultation.id)),
        **_found(consultation, run),
    )


@bp.get("/manage/consultations/<consultation>/insights/people")
@guarded(may_see_insights, by=get_managed_consultation)
def people(consultation: Consultation) -> ResponseReturnValue:
    """Show who speaks of which theme, in protected figures."""
    rules = rules_of(current_app.config["SETTINGS"].secret_key)
    return render_template(
        "insights/people.html",
        consultation=consultation,
        cuts=list_crosscuts(consultation, rules),
    )


@bp.get("/manage/consultations/<consultation>/insights/reading")
@guarded(may_see_insights, by=get_managed_consultation)
def reading(consultation: Consultation) -> ResponseReturnValue:
    """Show the next text of the sample, without its theme, and how far people agree."""
    skipped = request.args.get("after", "")[:LONGEST_NAME]
    text = readings.find_next(current_actor(), consultation, skipped)
    return _reading_page(consultation, text, ReadingForm(formdata=None))


@bp.post("/manage/consultations/<consultation>/insights/reading/<contribution>")
@guarded(may_see_insights, by=get_contribution)
@keeps_form
def read(contribution: Contribution, consultation: str) -> ResponseReturnValue:
    """Note into which theme a person puts a text, then show the next one."""
    actor = current_actor()
    place = get_managed_consultation(actor, consultation)
    if contribution.consultation_id != place.id or contribution.status != "approved":
        raise NotFound
    form = ReadingForm()
    if not form.is_submitted_and_valid():
        return _reading_page(place, contribution, form), form.status
    chosen = form.theme.data
    theme = None if chosen == NO_THEME else get_managed_theme(actor, chosen)
    actions.read_text(contribution, theme, by=actor)
    return redirect(url_for(".reading", consultation=place.slug), 303)


def _reading_page(
    consultation: Consultation, text: Contribution | None, form: ReadingForm
) -> str:
    actor = current_actor()
    themes = [one for one in list_themes(consultation.id) if one.parent_id is None]
    form.offer(themes)
    read_by_actor, whole = readings.count_sample(actor, consultation)
    return render_template(
        "insights/reading.html",
        consultation=consultation,
        text=text,
        form=form,
        read=read_by_actor,
        whole=whole,
        audit=readings.get_audit(consultation),
        themes={theme.id: theme for theme in themes},
    )


@bp.post("/manage/consultations/<consultation>/insights/find")
@guarded(may_see_insights, by=get_managed_consultation)
def find(consultation: Consultation) -> ResponseReturnValue:
    """Have insights drawn in the background, and follow that."""
    job = actions.start_insight_run(consultation, by=current_actor())
    address = url_for(".run", consultation=consultation.slug, job=job.public_id)
    return redirect(address, 303)


@bp.get("/manage/consultations/<consultation>/insights/runs/<job>")
@guarded(may_see_insights, by=get_managed_consultation)
def run(consultation: Consultation, job: str) -> ResponseReturnValue:
    """Show how far a run is; a finished one leads to what it found."""
    found = _job_of(consultation, job)
    if found.state == "done":
        return redirect(url_for(".show", consultation=consultation.slug), 303)
    return render_template("insights/run.html", consultation=consultation, job=found)


@bp.get("/manage/consultations/<consultation>/insights/runs/<job>/state")
@guarded(may_see_insights, by=get_managed_consultation)
def run_state(consultation: Consultation, job: str) -> ResponseReturnValue:
    """Tell a waiting page how far a run is; 304 while nothing changed."""
    return state_of(_job_of(consultation, job))


def _found(consultation: Consultation, run: InsightRun | None) -> dict[str, Any]:
    if run is None:
        return {"threads": [], "questions": []}
    return {
        "threads": list_opinions(consultation.id, run.findings["threads"]),
        "questions": list_priorities(consultation.id, run.findings["questions"]),
    }


def _job_of(consultation: Consultation, job: str) -> Job:
    found = get_job(job)
    mine = {"consultation": consultation.slug}
    if found.kind != actions.FIND or found.payload != mine:
        raise NotFound
    return found
