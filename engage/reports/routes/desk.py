"""Doors for those who publish: the next edition's preview, and publishing it."""

from http import HTTPStatus

from flask import Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage.catchments.queries import map_areas
from engage.consultations.models import Consultation
from engage.consultations.queries import (
    get_managed_consultation,
    list_managed_consultations,
)
from engage.core import clock, errors
from engage.core.i18n import current_language
from engage.core.i18n import gettext as _
from engage.core.jobs import Job, find_job_by_key, get_job
from engage.reports import actions, queries
from engage.reports.document import changed_words
from engage.reports.facts import LICENCES
from engage.reports.layout import channel_names, report_page
from engage.reports.pictures import map_of
from engage.reports.policy import may_preview_report, may_publish_report
from engage.reports.routes.blueprint import bp, press
from engage.web.access import current_actor, guarded


@bp.get("/manage/reports")
@guarded(may_preview_report)
def manage() -> ResponseReturnValue:
    """List the consultations with what is published of each."""
    published = {
        item.report.consultation_id: item for item in queries.list_latest_editions()
    }
    return render_template(
        "reports/manage.html",
        consultations=list_managed_consultations(current_actor()),
        published=published,
    )


@bp.get("/manage/consultations/<consultation>/report")
@guarded(may_preview_report, by=get_managed_consultation)
def preview(consultation: Consultation) -> ResponseReturnValue:
    """Show the next edition exactly as the public would see it, and what blocks it."""
    draft = actions.draft_report(consultation, press())
    return render_template(
        "reports/preview.html",
        consultation=consultation,
        draft=draft,
        changes=_changes(draft),
        job=_job(consultation),
        editions=queries.list_editions(consultation.id),
        areas=map_areas(),
        page=report_page(draft.document),
        today=clock.today(consultation.zone),
        channel_names=channel_names(),
    )


@bp.get("/manage/consultations/<consultation>/report/map.svg")
@guarded(may_preview_report, by=get_managed_consultation)
def draft_map(consultation: Consultation) -> ResponseReturnValue:
    """Draw the map of the next edition, as its files will hold it."""
    document = actions.draft_report(consultation, press()).document
    return Response(map_of(document, current_language()), mimetype="image/svg+xml")


@bp.get("/manage/consultations/<consultation>/report/publish")
@guarded(may_publish_report, by=get_managed_consultation)
def confirm(consultation: Consultation) -> ResponseReturnValue:
    """Ask whether all that is listed may be public for ever."""
    draft = actions.draft_report(consultation, press())
    if not draft.may_go:
        shown = url_for("reports.preview", consultation=consultation.slug)
        return redirect(shown, HTTPStatus.SEE_OTHER)
    return render_template(
        "reports/publish.html",
        consultation=consultation,
        draft=draft,
        document=draft.document,
        licences=LICENCES,
    )


@bp.post("/manage/consultations/<consultation>/report")
@guarded(may_publish_report, by=get_managed_consultation)
def publish(consultation: Consultation) -> ResponseReturnValue:
    """Have the next edition published."""
    job = actions.ask_for_edition(
        consultation,
        press(),
        is_final="is_final" in request.form,
        licence=request.form.get("licence"),
        by=current_actor(),
    )
    return _followed(consultation, job)


@bp.post("/manage/consultations/<consultation>/report/correction")
@guarded(may_publish_report, by=get_managed_consultation)
def correct(consultation: Consultation) -> ResponseReturnValue:
    """Have the newest edition published anew, with the words of now."""
    job = actions.ask_for_correction(consultation, press(), by=current_actor())
    return _followed(consultation, job)


def _followed(consultation: Consultation, job: Job) -> ResponseReturnValue:
    """Send on to the preview, where the job can be followed."""
    shown = url_for(
        "reports.preview", consultation=consultation.slug, job=job.public_id
    )
    return redirect(shown, HTTPStatus.SEE_OTHER)


@bp.get("/manage/consultations/<consultation>/report/progress")
@guarded(may_preview_report, by=get_managed_consultation)
def progress(consultation: Consultation) -> ResponseReturnValue:
    """Say how far the publishing is."""
    job = _job(consultation)
    if job is None:
        facts = {"state": "done", "progress": 1.0, "detail": "", "error": ""}
    else:
        facts = {
            "state": job.state,
            "progress": job.progress,
            "detail": _(job.detail) if job.detail else "",
            "error": job.error,
        }
    response = jsonify(facts)
    response.add_etag()
    return response.make_conditional(request)


def _job(consultation: Consultation) -> Job | None:
    """Return the publishing that is asked for or under way, or None."""
    asked = request.args.get("job")
    if asked is None:
        return find_job_by_key(actions.publishing_key(consultation))
    job = get_job(asked)
    is_ours = job.kind in {actions.PUBLISH, actions.CORRECT}
    if not is_ours or job.payload["consultation"] != consultation.slug:
        raise errors.NotFound
    return job


def _changes(draft: actions.Draft) -> list[tuple[str, str]]:
    """Return the words that differ from the edition that is out: before and now."""
    if draft.previous is None or draft.corrected is None:
        return []
    published = queries.get_document(draft.previous)
    return sorted(set(changed_words(published, draft.corrected)))
