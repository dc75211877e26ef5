"""Doors to reports: what is published, its files, and the next edition's preview."""

import re
from collections.abc import Iterable
from http import HTTPStatus

from flask import (
    Blueprint,
    Response,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
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
from engage.reports.document import changed_words, gone_ids
from engage.reports.layout import (
    Page,
    channel_names,
    outline_on_grid,
    province_page,
    report_page,
)
from engage.reports.pictures import picture_titles
from engage.reports.policy import may_preview_report, may_publish_report
from engage.reports.verify import manifest_names, verify_folder
from engage.web.access import current_actor, guarded, public

bp = Blueprint("reports", __name__)

# The files of an edition that anybody may have, and their kinds.
FILES = {
    "report.pdf": "application/pdf",
    "report.en.pdf": "application/pdf",
    "report.fr.pdf": "application/pdf",
    "data.csv": "text/csv",
    "data.json": "application/json",
    "data.sqlite": "application/vnd.sqlite3",
    "manifest.json": "application/json",
    "metadata.json": "application/json",
    "datapackage.json": "application/json",
}
PICTURE = re.compile(r"[a-z0-9][a-z0-9_-]{0,150}\.(en|fr)\.svg")
# Editions never change, but a revision may blank words: asked for again each minute.
KEPT_SECONDS = 60


@bp.get("/reports/")
@public
def index() -> ResponseReturnValue:
    """List the newest edition of every report."""
    page = render_template(
        "reports/index.html", editions=queries.list_latest_editions()
    )
    return _kept(Response(page))


@bp.get("/reports/<consultation>")
@public
def latest(consultation: str) -> ResponseReturnValue:
    """Show the newest edition of a report."""
    return _shown(queries.get_latest_report(current_actor(), consultation))


@bp.get("/reports/<consultation>/<edition>")
@public
def show(consultation: str, edition: str) -> ResponseReturnValue:
    """Show one edition for ever, as it was published."""
    return _shown(queries.get_edition(current_actor(), consultation, edition))


@bp.get("/reports/<consultation>/<edition>/<name>")
@public
def file(consultation: str, edition: str, name: str) -> ResponseReturnValue:
    """Hand out a file of an edition."""
    kind = FILES.get(name) or ("image/svg+xml" if PICTURE.fullmatch(name) else "")
    if not kind:
        raise errors.NotFound
    found = queries.get_edition(current_actor(), consultation, edition).edition
    stored = f"report.{current_language()}.pdf" if name == "report.pdf" else name
    path = _press().folder / found.folder / stored
    if not path.is_file():
        raise errors.Gone if not path.parent.is_dir() else errors.NotFound
    response = send_file(
        path,
        mimetype=kind,
        etag=f"{found.manifest_hash[:24]}-{stored}",
        conditional=True,
        download_name=f"{consultation}-{found.name}-{stored}",
    )
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get("/reports/<consultation>/<edition>/check")
@public
def check(consultation: str, edition: str) -> ResponseReturnValue:
    """Check an edition's files as anybody can, and say what was found."""
    published = queries.get_edition(current_actor(), consultation, edition)
    folder = _press().folder / published.edition.folder
    if not folder.is_dir():
        raise errors.Gone
    page = render_template(
        "reports/check.html",
        published=published,
        edition=published.edition,
        faults=verify_folder(folder, with_model=False),
        names=manifest_names(folder),
        address=current_app.config["SETTINGS"].base_url
        + url_for("reports.show", consultation=consultation, edition=edition),
        gone=len(gone_ids(published.document)),
    )
    return _kept(Response(page))


@bp.get("/province")
@public
def province() -> ResponseReturnValue:
    """Show what was heard: the newest reports, and the catchments side by side."""
    page = render_template(
        "reports/province.html",
        editions=queries.list_latest_editions(),
        areas=_areas(),
        page=province_page(queries.list_latest_documents()),
    )
    return _kept(Response(page))


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
    draft = actions.draft_report(consultation, _press())
    return render_template(
        "reports/preview.html",
        consultation=consultation,
        draft=draft,
        changes=_changes(draft),
        job=_job(consultation),
        editions=queries.list_editions(consultation.id),
        areas=_areas(),
        page=report_page(draft.document),
        today=clock.today(consultation.zone),
        channel_names=channel_names(),
    )


@bp.post("/manage/consultations/<consultation>/report")
@guarded(may_publish_report, by=get_managed_consultation)
def publish(consultation: Consultation) -> ResponseReturnValue:
    """Have the next edition published."""
    is_final = "is_final" in request.form
    by = current_actor()
    job = actions.ask_for_edition(consultation, _press(), is_final=is_final, by=by)
    return _followed(consultation, job)


@bp.post("/manage/consultations/<consultation>/report/correction")
@guarded(may_publish_report, by=get_managed_consultation)
def correct(consultation: Consultation) -> ResponseReturnValue:
    """Have the newest edition published anew, with the words of now."""
    job = actions.ask_for_correction(consultation, _press(), by=current_actor())
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


def _areas() -> list[dict[str, str]]:
    """Return the catchments for the map, drawn lightly: the page has much else."""
    return [{**area, "d": outline_on_grid(area["d"])} for area in map_areas()]


def _press() -> actions.Press:
    return actions.press_of(current_app.config["SETTINGS"])


def _shown(published: queries.Published) -> ResponseReturnValue:
    page: Page = report_page(published.document)
    body = render_template(
        "reports/show.html",
        published=published,
        edition=published.edition,
        consultation=published.consultation,
        areas=_areas(),
        page=page,
        channel_names=channel_names(),
        files=_addresses(published, FILES),
        pictures=_pictures(published),
    )
    return _kept(Response(body))


def _pictures(published: queries.Published) -> list[tuple[str, str]]:
    """Return the addresses and titles of an edition's pictures in this language."""
    titles = picture_titles(published.document, current_language())
    addresses = _addresses(published, titles)
    return [(addresses[name], title) for name, title in titles.items()]


def _addresses(published: queries.Published, names: Iterable[str]) -> dict[str, str]:
    """Return the addresses of some files of an edition by name."""
    edition = published.edition.name
    slug = published.consultation.slug
    return {
        name: url_for("reports.file", consultation=slug, edition=edition, name=name)
        for name in names
    }


def _kept(response: Response) -> ResponseReturnValue:
    """Let browsers and caches keep a page for a minute, then ask whether it changed."""
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response.add_etag()
    return response.make_conditional(request)
