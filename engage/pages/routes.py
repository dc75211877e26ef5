"""Doors to pages made of several rooms."""

from functools import partial

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.catchments.facts import profiles
from engage.catchments.models import Catchment
from engage.catchments.queries import get_catchment, list_catchments, map_areas
from engage.consultations.forms import zone_words
from engage.consultations.models import Consultation
from engage.consultations.queries import (
    get_public_consultation,
    list_managed_consultations,
    list_public_consultations,
)
from engage.core import clock
from engage.core.errors import NotFound
from engage.core.i18n import current_language
from engage.core.stems import excerpt, marked, read_query
from engage.core.text import shown_text
from engage.designs.queries import find_release, list_lately
from engage.moderation.queries import usual_reasons
from engage.pages.forms import SearchForm
from engage.pages.policy import may_see_catchment, may_see_consultation
from engage.pages.queries import search_everything
from engage.people.policy import may_manage
from engage.reports.cards import edition_cards, heard_in_catchment
from engage.reports.queries import (
    catchment_findings,
    list_editions,
    list_latest_editions,
)
from engage.surveys.queries import list_surveys
from engage.threads.queries import list_public_threads
from engage.web.access import current_actor, guarded, public
from engage.web.paging import page_number

bp = Blueprint("pages", __name__)

LONGEST_QUERY = 200
# Designs on the front page.
MOST_ANSWERED = 3
STATEMENTS = ("privacy", "accessibility", "terms", "moderation", "methods")


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Show the front page: find one's catchment, what is open, what was heard."""
    now = clock.now()
    consultations = list_public_consultations()
    return render_template(
        "pages/home.html",
        areas=map_areas(),
        open_consultations=[item for item in consultations if item.takes_input(now)],
        heard=edition_cards(list_latest_editions()),
        answered=list_lately(MOST_ANSWERED),
    )


@bp.get("/catchments/<catchment>")
@guarded(may_see_catchment, by=get_catchment)
def catchment(catchment: Catchment) -> ResponseReturnValue:
    """Show one catchment: what is asked, what was heard, who decides."""
    consultations = [
        item
        for item in list_public_consultations()
        if any(place.id == catchment.id for place in item.catchments)
    ]
    return render_template(
        "pages/catchment.html",
        catchment=catchment,
        profile=profiles()[catchment.slug],
        areas=map_areas(),
        consultations=consultations,
        heard=heard_in_catchment(catchment_findings(catchment.slug)),
        design=find_release(catchment),
        age_names=age_names(),
        now=clock.now(),
    )


@bp.get("/consultations/<consultation>")
@guarded(may_see_consultation, by=get_public_consultation)
def consultation(consultation: Consultation) -> ResponseReturnValue:
    """Show what is asked and why, until when, and the ways in.

    A draft is shown to its staff as it will be, with ways to what it will ask.
    """
    notice = consultation.sample_notice
    is_preview = not consultation.is_public
    surveys = list_surveys(consultation.id)
    return render_template(
        "pages/consultation.html",
        consultation=consultation,
        is_preview=is_preview,
        is_open=consultation.takes_input(clock.now()),
        state_words=state_words(consultation),
        zone=zone_words(consultation.zone),
        surveys=[item for item in surveys if is_preview or item.state == "open"],
        threads=list_public_threads(consultation.id),
        reports=edition_cards(list_editions(consultation.id)[:1]),
        sample_notice=notice[current_language()] if notice else None,
    )


@bp.get("/search")
@public
def search() -> ResponseReturnValue:
    """Look for words in all that everybody may read."""
    typed = " ".join(shown_text(request.args.get("q", "")).split())[:LONGEST_QUERY]
    query = read_query(typed)
    form = SearchForm(list_catchments(), list_public_consultations())
    number = page_number()
    return render_template(
        "pages/search.html",
        typed=typed,
        longest=LONGEST_QUERY,
        form=form,
        found=search_everything(query, number, form.kind.data, form.narrowing),
        in_pieces=partial(marked, query=query),
        excerpt_of=partial(excerpt, query=query),
    )


@bp.get("/<any(privacy, accessibility, terms, moderation, methods):name>")
@public
def statement(name: str) -> ResponseReturnValue:
    """Show one of the statements, in prose of its own in each language."""
    if name not in STATEMENTS:
        raise NotFound
    return render_template(
        "statements/statement.html",
        name=name,
        title=statement_titles()[name],
        reasons=usual_reasons() if name == "moderation" else [],
    )


@bp.get("/manage/")
@guarded(may_manage)
def manage() -> ResponseReturnValue:
    """Show a member of staff what there is to do."""
    return render_template(
        "pages/manage.html",
        consultations=list_managed_consultations(current_actor()),
        now=clock.now(),
    )


def state_words(consultation: Consultation) -> str:
    """Say in words whether a consultation takes input."""
    now = clock.now()
    if not consultation.is_public:
        words = _("Draft: only staff can see this page")
    elif consultation.takes_input(now):
        words = _("Open now")
    elif consultation.state == "open" and now.date() < consultation.opens_on:
        words = _("Opens soon")
    else:
        words = _("Closed")
    return str(words)


def age_names() -> dict[str, str]:
    """Return the names of the census's age groups."""
    return {
        "age_0_14": _("0 to 14 years"),
        "age_15_19": _("15 to 19 years"),
        "age_20_24": _("20 to 24 years"),
        "age_25_64": _("25 to 64 years"),
        "age_65_plus": _("65 years and over"),
    }


def statement_titles() -> dict[str, str]:
    """Return the titles of the statements."""
    return {
        "privacy": _("Privacy"),
        "accessibility": _("Accessibility"),
        "terms": _("Terms of use"),
        "moderation": _("Moderation"),
        "methods": _("How themes are found"),
    }
