"""Doors to reports for everybody: what is published, its files, their check."""

import re
from collections.abc import Iterable

from flask import (
    Response,
    current_app,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue

from engage.catchments.queries import map_areas
from engage.core import errors
from engage.core.i18n import current_language
from engage.reports import queries
from engage.reports.document import gone_ids
from engage.reports.layout import (
    Page,
    channel_names,
    outline_on_grid,
    province_page,
    report_page,
)
from engage.reports.pictures import picture_titles
from engage.reports.routes.blueprint import bp, press
from engage.reports.verify import manifest_names, verify_folder
from engage.web.access import current_actor, public

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
    path = press().folder / found.folder / stored
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
    folder = press().folder / published.edition.folder
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


@bp.get("/reports/<consultation>/<edition>/cards")
@public
def cards(consultation: str, edition: str) -> ResponseReturnValue:
    """Offer the lines to copy that show a report's cards on other sites."""
    published = queries.get_edition(current_actor(), consultation, edition)
    page = render_template(
        "reports/cards.html",
        published=published,
        edition=published.edition,
        consultation=published.consultation,
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


def _areas() -> list[dict[str, str]]:
    """Return the catchments for the map, drawn lightly: the page has much else."""
    return [{**area, "d": outline_on_grid(area["d"])} for area in map_areas()]


def _shown(published: queries.Published) -> ResponseReturnValue:
    page: Page = report_page(published.document)
    language = current_language()
    titles = picture_titles(published.document, language)
    addresses = _addresses(published, titles)
    body = render_template(
        "reports/show.html",
        published=published,
        edition=published.edition,
        consultation=published.consultation,
        areas=map_areas(),
        map_address=addresses.get(f"map.{language}.svg"),
        page=page,
        channel_names=channel_names(),
        files=_addresses(published, FILES),
        pictures=[(addresses[name], title) for name, title in titles.items()],
    )
    return _kept(Response(body))


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
