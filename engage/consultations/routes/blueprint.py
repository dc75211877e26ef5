"""What the doors of a consultation share."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from engage.consultations.models import Consultation
from engage.consultations.policy import may_edit_consultation, may_export_consultation
from engage.web.access import may

STATE_NAMES = {
    "draft": _l("Draft"),
    "open": _l("Open"),
    "closed": _l("Closed"),
    "reported": _l("Reported"),
}

bp = Blueprint("consultations", __name__)
may(may_edit_consultation)
may(may_export_consultation)


def to_page(door: str, consultation: Consultation) -> ResponseReturnValue:
    """Go on to a page of a consultation."""
    address = url_for(f"consultations.{door}", consultation=consultation.slug)
    return redirect(address, 303)
