"""Drawing insights as a job, once for each asking; noting how people read texts."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.core import clock
from engage.core.actors import SYSTEM, Actor
from engage.core.audit import record
from engage.core.db import transaction
from engage.core.errors import EngageError, Invalid, NotAllowed
from engage.core.i18n import gettext as _
from engage.core.jobs import Job, add_job, get_job
from engage.core.worker import Listener, run_job
from engage.insights import queries
from engage.insights.models import Coding, InsightRun
from engage.insights.opinions import find_opinions
from engage.insights.policy import may_see_insights
from engage.insights.priorities import weigh_answers
from engage.themes.models import Theme

FIND = "insights.find"


def start_insight_run(consultation: Consultation, *, by: Actor) -> Job:
    """Ask for insights; where a run is under way already, return that one."""
    with transaction() as current:
        job = _ask(current, consultation, by=by)
        subject = ("consultation", consultation.id)
        record(current, "insights.run.asked", by=by, subject=subject)
    return job


def find_insights_now(consultation: Consultation, *, by: Actor) -> InsightRun:
    """Draw insights here and now, without a worker.

    Raises:
        EngageError: The run ended without a result; the message says why.
    """
    job = start_insight_run(consultation, by=by)
    while (state := run_job(job.id)) == "queued":
        continue
    run = queries.latest_insights(consultation.id)
    if state != "done" or run is None:
        raise EngageError(get_job(job.public_id).error or state)
    return run


def draw_insights(
    consultation_id: int, *, job: str, by: Actor, progress: Listener
) -> InsightRun:
    """Group the people who voted and weigh what was ranked; keep the result.

    The thinking happens outside any transaction.

    Raises:
        Invalid: Nobody voted or ranked anything yet.
    """
    progress(0.1, _("Reading the votes"))
    threads = queries.list_voted_threads(consultation_id)
    opinions = [found for thread in threads if (found := find_opinions(thread))]
    progress(0.6, _("Weighing the rankings"))
    asked = queries.list_weighed(consultation_id)
    questions = [found for one in asked if (found := weigh_answers(one))]
    if not opinions and not questions:
        text = _("There is too little to weigh: at least ten people must have voted.")
        raise Invalid(text)
    findings = {"threads": opinions, "questions": questions}
    return _store(consultation_id, findings, job=job, by=by)


def follow_theme_runs(*, current: Session, consultation_id: int) -> None:
    """Renew the insights when themes were found, where there is anything to weigh."""
    if queries.has_something_to_weigh(consultation_id):
        _ask(current, current.get_one(Consultation, consultation_id), by=SYSTEM)


def read_text(text: Contribution, theme: Theme | None, *, by: Actor) -> None:
    """Note into which theme a person puts a text; said again, the last word counts.

    Raises:
        Invalid: The theme is none of the consultation's themes of now.
        NotAllowed: The actor does not see insights.
    """
    if not may_see_insights(by) or by.user_id is None:
        raise NotAllowed
    if theme is not None:
        is_own = theme.consultation_id == text.consultation_id
        if not (is_own and theme.is_active and theme.parent_id is None):
            raise Invalid(_("Choose one of the themes in the list."))
    with transaction() as current:
        known = current.get(Coding, (text.id, by.user_id))
        row = known or Coding(contribution_id=text.id, reader_id=by.user_id)
        row.theme_id, row.read_on = theme.id if theme else None, clock.today()
        current.add(row)
        record(current, "insights.text.read", by=by, subject=("contribution", text.id))


def find_key(consultation_id: int) -> str:
    """Return the key under which one run at a time is under way."""
    return f"{FIND}:{consultation_id}"


def _ask(current: Session, consultation: Consultation, *, by: Actor) -> Job:
    payload = {"consultation": consultation.slug}
    return add_job(current, FIND, payload, by=by, key=find_key(consultation.id))


def _store(
    consultation_id: int, findings: dict[str, Any], *, job: str, by: Actor
) -> InsightRun:
    with transaction() as current:
        done = current.scalar(select(InsightRun).where(InsightRun.job == job))
        if done is not None:
            return done
        mine = InsightRun.consultation_id == consultation_id
        newest = current.scalar(select(func.max(InsightRun.number)).where(mine))
        run = InsightRun(
            consultation_id=consultation_id,
            number=(newest or 0) + 1,
            job=job,
            findings=findings,
            made_on=clock.today(),
        )
        current.add(run)
        subject = ("consultation", consultation_id)
        record(current, "insights.run.finished", by=by, subject=subject)
    return run
