"""The doors' blueprint, the names of codes, and the way back to the desk."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engage.consultations.models import Consultation
from engage.contributions.facts import DETAIL_NAMES, FLAG_REASONS
from engage.contributions.models import Contribution
from engage.core.errors import Invalid
from engage.core.i18n import current_language
from engage.moderation import queries
from engage.moderation.forms import KIND_NAMES, QueueForm
from engage.web.access import current_actor
from engage.web.formatting import language_name
from engage.web.forms import Form

bp = Blueprint("moderation", __name__)

STATUS_NAMES = {
    "pending": _l("Waiting"),
    "approved": _l("Approved"),
    "rejected": _l("Rejected"),
    "hidden": _l("Hidden"),
    "withdrawn": _l("Withdrawn by its author"),
    "expired": _l("No longer kept: its time is over"),
}
DECISION_NAMES = {
    "approve": _l("Approved"),
    "reject": _l("Rejected"),
    "hide": _l("Hidden"),
    "restore": _l("Shown again"),
    "redact": _l("Details taken out"),
    "split": _l("Split in two"),
    "merge": _l("Put aside: said before"),
    "undo": _l("Decision taken back"),
}
NAMES = {
    "status": STATUS_NAMES,
    "decision": DECISION_NAMES,
    "kind": KIND_NAMES,
    "detail": DETAIL_NAMES,
    "flag": FLAG_REASONS,
}


def queue_form(consultation: Consultation) -> QueueForm:
    """Return the form that narrows the queue down, with what there is to choose."""
    actor, language = current_actor(), current_language()
    places = [
        (place.slug, place.name[language])
        for place in consultation.catchments
        if actor.covers(place.id)
    ]
    places.append((queries.NO_PLACE, _("No catchment named")))
    spoken = queries.list_languages(actor, consultation)
    campaigns = queries.count_campaigns(actor, consultation).items()
    numbered = [
        (mark, _("Campaign %(number)s: %(count)s texts", number=place, count=count))
        for place, (mark, count) in enumerate(campaigns, 1)
    ]
    return QueueForm(places, [(code, language_name(code)) for code in spoken], numbered)


def kept_choice(form: QueueForm) -> dict[str, Any]:
    """Return what was chosen, to be handed on from page to page."""
    given = {**asdict(form.chosen), "after": form.skipped}
    return {name: str(value) for name, value in given.items() if value}


def required(form: Form) -> None:
    """Refuse what cannot be read.

    Raises:
        Invalid: A field is missing or wrong.
    """
    if not form.is_submitted_and_valid():
        raise Invalid(_("The decision could not be read. Open the desk again."))


def came_from_desk() -> bool:
    """Return whether a form was sent from the desk, which goes on with the next."""
    return request.form.get("desk") == "yes"


def back(consultation: Consultation, contribution: Contribution) -> ResponseReturnValue:
    """Go on at the desk, or show the text again."""
    if not came_from_desk():
        page = url_for("moderation.history", contribution=contribution.public_id)
        return redirect(page, 303)
    form = queue_form(consultation)
    chosen = kept_choice(form)
    if form.skipped and not queries.is_behind(contribution, form.skipped):
        chosen.pop("after", None)
    page = url_for("moderation.desk", consultation=consultation.slug, **chosen)
    return redirect(page, 303)
