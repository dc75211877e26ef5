"""Doors to quotes: one list a consultation, one press a verdict."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from engage.consultations.models import Consultation
from engage.consultations.queries import (
    get_consultation_by_id,
    get_managed_consultation,
)
from engage.contributions.facts import DETAIL_NAMES
from engage.contributions.models import Contribution
from engage.contributions.privacy import split_at_details
from engage.contributions.queries import get_contribution
from engage.core import clock
from engage.core.errors import Conflict, Invalid
from engage.quotes import actions, queries
from engage.quotes.forms import QuoteForm, ShowForm, VerdictForm
from engage.quotes.policy import may_clear_quotes
from engage.web.access import current_actor, guarded, keeps_form
from engage.web.formatting import pick
from engage.web.forms import sent_versions
from engage.web.paging import Page, page_number

bp = Blueprint("quotes", __name__)

# How long one's own last verdict stands above the list, with a way back.
OFFERED_FOR = timedelta(minutes=10)


@bp.get("/manage/consultations/<consultation>/quotes")
@guarded(may_clear_quotes, by=get_managed_consultation)
def index(consultation: Consultation) -> ResponseReturnValue:
    """Show the words that wait, that are cleared or that were refused."""
    return _page(consultation)


@bp.post("/manage/quotes/<contribution>/clear")
@guarded(may_clear_quotes, by=get_contribution)
@keeps_form
def clear(contribution: Contribution) -> ResponseReturnValue:
    """Say that words may be quoted; what was typed stays where that is refused."""
    form = QuoteForm().named_after(contribution)
    if form.is_submitted_and_valid():
        try:
            actions.clear_quote(
                contribution,
                form.words.data or "",
                version=form.version.data,
                is_read=bool(form.is_read.data),
                by=current_actor(),
            )
        except (Conflict, Invalid) as error:
            form.refuse(error)
        else:
            return _back(contribution)
    return _again(contribution, form)


@bp.post("/manage/quotes/<contribution>/refuse")
@guarded(may_clear_quotes, by=get_contribution)
def refuse(contribution: Contribution) -> ResponseReturnValue:
    """Say that words are not quoted."""
    version, by = _version_sent(), current_actor()
    actions.refuse_quote(contribution, version=version, by=by)
    return _back(contribution)


@bp.post("/manage/quotes/<contribution>/take-back")
@guarded(may_clear_quotes, by=get_contribution)
def take_back(contribution: Contribution) -> ResponseReturnValue:
    """Let words wait again."""
    version, by = _version_sent(), current_actor()
    actions.take_back(contribution, version=version, by=by)
    return _back(contribution)


@bp.post("/manage/consultations/<consultation>/quotes/together")
@guarded(may_clear_quotes, by=get_managed_consultation)
def clear_together(consultation: Consultation) -> ResponseReturnValue:
    """Clear the words of a page in which nothing is marked."""
    by = current_actor()
    read = sent_versions("text")
    ids = queries.list_ids(by, consultation, read)
    versions = {id_: read[name] for name, id_ in ids.items()}
    done = actions.clear_together(consultation.id, versions, by=by)
    flash(ngettext("%(num)s text may be quoted.", "%(num)s texts may be quoted.", done))
    return redirect(_address(consultation), 303)


def _page(
    consultation: Consultation, sent: QuoteForm | None = None, of: str = ""
) -> str:
    """Return the list; a form that was sent stands first, with what was typed."""
    actor, state = current_actor(), _state()
    themes = queries.list_named_themes(consultation)
    show = ShowForm([(one.public_id, pick(one.label)) for one in themes])
    show.theme.data, number = request.values.get("theme", ""), page_number()
    items, total = queries.list_candidates(
        actor, consultation, state, show.theme.data, number
    )
    first = queries.find_candidate(actor, consultation, of) if sent else None
    if sent and first:
        sent.version.renew(first.text.version)
        items = [first, *(one for one in items if one.text.id != first.text.id)]
    forms = {one.text.id: QuoteForm.of(one.text) for one in items}
    if sent and first:
        forms[first.text.id] = sent
    return render_template(
        "quotes/index.html",
        consultation=consultation,
        state=state,
        show=show,
        counts=queries.count_by_state(actor, consultation),
        page=Page(items, number, queries.PAGE_SIZE, total),
        forms=forms,
        sent=sent,
        pieces={
            one.text.id: split_at_details(one.text.text, one.text.language)
            for one in items
        },
        places={place.id: place for place in consultation.catchments},
        last=queries.find_last(actor, consultation, clock.now() - OFFERED_FOR),
        quoted=queries.find_quoted(consultation),
        kinds=DETAIL_NAMES,
    )


def _again(contribution: Contribution, form: QuoteForm) -> ResponseReturnValue:
    consultation = get_consultation_by_id(contribution.consultation_id)
    return _page(consultation, form, contribution.public_id), form.status


def _version_sent() -> int:
    """Return the version of the text that was read.

    Raises:
        Invalid: There is none.
    """
    form = VerdictForm()
    if not form.is_submitted_and_valid():
        raise Invalid(_("The decision could not be read. Open the list again."))
    return int(form.version.data)


def _back(contribution: Contribution) -> ResponseReturnValue:
    consultation = get_consultation_by_id(contribution.consultation_id)
    return redirect(_address(consultation), 303)


def _address(consultation: Consultation) -> str:
    """Return the part of the list that was shown, to go on there."""
    theme = request.values.get("theme") or None
    return url_for(
        "quotes.index", consultation=consultation.slug, show=_state(), theme=theme
    )


def _state() -> str:
    asked = request.values.get("show", queries.STATES[0])
    return asked if asked in queries.STATES else queries.STATES[0]
