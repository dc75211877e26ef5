"""Doors to what is printed: posters with a short link, and the paper form."""

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engage.core.errors import NotFound
from engage.core.i18n import current_language
from engage.surveys import handouts, queries
from engage.surveys.models import Survey
from engage.surveys.policy import may_manage_surveys
from engage.surveys.printing import PAPERS, printed_sheet
from engage.web.access import guarded
from engage.web.qr import qr_svg

bp = Blueprint("handouts", __name__)


@bp.get("/manage/surveys/<survey>/handouts")
@guarded(may_manage_surveys, by=queries.get_managed_survey)
def show(survey: Survey) -> ResponseReturnValue:
    """Show the short link and its code, and what can be printed."""
    _require_published(survey)
    address = _address(survey)
    return render_template(
        "surveys/handouts.html",
        survey=survey,
        address=address,
        qr=qr_svg(address, scale=7),
        place=_place(survey),
    )


@bp.get("/manage/surveys/<survey>/code.svg")
@guarded(may_manage_surveys, by=queries.get_managed_survey)
def code(survey: Survey) -> ResponseReturnValue:
    """Give the code as a drawing of its own, for other people's posters."""
    _require_published(survey)
    return _file(str(qr_svg(_address(survey))), "image/svg+xml", f"{survey.slug}.svg")


@bp.get("/manage/surveys/<survey>/poster.pdf")
@guarded(may_manage_surveys, by=queries.get_managed_survey)
def poster(survey: Survey) -> ResponseReturnValue:
    """Print a poster in the page's language."""
    _require_published(survey)
    address, language = _address(survey), current_language()
    sheet = handouts.poster(survey, address, language) | {"paper": _paper()}
    name = f"{survey.slug}-poster-{language}.pdf"
    return _file(printed_sheet(sheet, str(qr_svg(address))), "application/pdf", name)


@bp.get("/manage/surveys/<survey>/paper.pdf")
@guarded(may_manage_surveys, by=queries.get_managed_survey)
def paper(survey: Survey) -> ResponseReturnValue:
    """Print the form that people answer now, in the page's language."""
    _require_published(survey)
    language = current_language()
    definition = queries.definition_of(queries.get_version(survey, survey.number))
    consent = queries.consent_of(survey.consultation)
    base: str = current_app.config["SETTINGS"].base_url
    address = base + url_for("receipts.my_response")
    sheet = handouts.paper_form(survey, definition, consent, language, address)
    name = f"{survey.slug}-form-{language}.pdf"
    return _file(printed_sheet(sheet | {"paper": _paper()}), "application/pdf", name)


def _require_published(survey: Survey) -> None:
    if not survey.number:
        raise NotFound


def _paper() -> str:
    asked = request.args.get("paper", "letter")
    if asked not in PAPERS:
        raise NotFound
    return PAPERS[asked]


def _place(survey: Survey) -> str:
    """Return the area that the link names, or nothing."""
    asked = request.args.get("catchment", "")
    return asked if asked in queries.catchment_ids(survey.consultation) else ""


def _address(survey: Survey) -> str:
    """Return the short link with the configured host, never the one asked for."""
    base: str = current_app.config["SETTINGS"].base_url
    place = _place(survey) or None
    return base + url_for("short.poster", survey=survey.slug, catchment=place)


def _file(body: bytes | str, mimetype: str, name: str) -> Response:
    response = Response(body, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
