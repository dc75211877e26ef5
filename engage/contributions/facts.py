"""What is the same wherever texts come in and can be flagged."""

from dataclasses import dataclass
from datetime import datetime

from engage.core.i18n import lazy_gettext as _l

# Why a reader asks that a text be looked at: codes that stay, and words for them.
FLAG_REASONS = {
    "hurtful": _l("It is hurtful or threatening"),
    "personal": _l("It tells who somebody is"),
    "untrue": _l("It is untrue in a way that does harm"),
    "advertising": _l("It is advertising"),
    "off_topic": _l("It has nothing to do with the question"),
}

# What may tell who somebody is: kinds that are found, and words for them.
DETAIL_NAMES = {
    "email": _l("E-mail address"),
    "url": _l("Link"),
    "handle": _l("Name used online"),
    "phone": _l("Telephone number"),
    "sin": _l("Social insurance number"),
    "birth_date": _l("Date of birth"),
    "identifier": _l("File, card or plate number"),
    "postal_code": _l("Postal code"),
    "street": _l("Street address"),
    "employer": _l("Employer"),
    "name": _l("Name"),
}


@dataclass(frozen=True)
class Arrival:
    """Where a text stands when it comes in; the hour serves the queue only."""

    status: str
    is_unread: bool
    received_hour: datetime | None


def arrival(moderation: str, moment: datetime | None) -> Arrival:
    """Return how a text comes in where a kind of moderation holds.

    "pre": a person reads it before it appears. "post": it appears at once, and a
    person reads it afterwards. "flags": a person reads it if somebody flags it.
    """
    hour = moment and moment.replace(minute=0, second=0, microsecond=0)
    status = "pending" if moderation == "pre" else "approved"
    is_read = moderation in {"pre", "post"}
    return Arrival(status, moderation == "post", hour if is_read else None)
