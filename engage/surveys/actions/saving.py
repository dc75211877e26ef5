"""Put a reply aside that is not sent yet, for its author to go on with."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.boxes import lock
from engage.core.db import transaction
from engage.core.errors import Closed, Invalid
from engage.core.i18n import gettext as _
from engage.core.tokens import resume_code, token_hash
from engage.surveys import queries
from engage.surveys.models import GRACE, SavedReply, Survey

KEPT_DAYS = 30
LONGEST = 1_000_000
# What belongs to one visit or is asked again at the end.
PASSING = frozenset(
    {"csrf_token", "consent", "consent_quote", "save", "similar", "switch"}
)


@dataclass(frozen=True)
class Saved:
    """The code that opens what was put aside, and the last day on which it does."""

    code: str
    until: date


def save_reply(
    survey: Survey,
    values: Mapping[str, Sequence[str]],
    *,
    key: str,
    secret: str,
    by: Actor,
) -> Saved:
    """Put what was typed aside, as it was typed; saved again it replaces the former.

    The code follows from the submission key, and opens what is kept: nobody else can
    read it. It is not a response and counts nowhere.

    Raises:
        Closed: The survey takes no answers now.
        Invalid: There is more than can be put aside.
    """
    moment, survey_id = clock.now(), survey.id
    if not survey.takes_answers(moment):
        raise Closed(_("This survey takes no answers now."))
    kept = {name: list(given) for name, given in values.items() if name not in PASSING}
    written = json.dumps({"survey": survey.slug, "values": kept}, ensure_ascii=True)
    if len(written) > LONGEST:
        raise Invalid(_("This is too much to put aside. Shorten it, or send it now."))
    code = resume_code(secret, key)
    until = min(
        clock.today(survey.consultation.zone) + timedelta(days=KEPT_DAYS),
        survey.consultation.closes_on + GRACE,
    )
    code_hash, sealed = token_hash(code), lock(code, queries.SAVED, written)
    with transaction() as current:
        saved = current.scalar(
            select(SavedReply).where(SavedReply.code_hash == code_hash)
        )
        if saved is None:
            saved = SavedReply(survey_id=survey_id, code_hash=code_hash)
            current.add(saved)
        saved.sealed, saved.kept_until = sealed, until
        record(current, "surveys.reply.saved", by=by)
    return Saved(code, until)
