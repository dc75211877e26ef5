"""What was said of quotes as plain objects, for a consultation's whole file."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from engage.consultations.models import Consultation
from engage.contributions.models import VERDICTS, Contribution, QuoteVerdict
from engage.core.actors import Actor
from engage.core.bulk import insert_rows
from engage.core.db import session
from engage.core.errors import Invalid
from engage.core.i18n import gettext as _
from engage.core.text import has_unusable_characters

LONGEST_NAME = 120


def dump_quotes(consultation: Consultation) -> Iterator[Mapping[str, Any]]:
    """Yield what was last said of each text, who and when, by public id."""
    rows = session().execute(
        select(Contribution.public_id, QuoteVerdict)
        .join(QuoteVerdict, QuoteVerdict.contribution_id == Contribution.id)
        .where(Contribution.consultation_id == consultation.id)
        .order_by(Contribution.public_id)
    )
    for text, said in rows:
        yield {
            "text": text,
            "verdict": said.verdict,
            "by": said.by_name,
            "at": said.decided_at.isoformat(),
        }


def load_quotes(
    current: Session,
    consultation: Consultation,
    items: Sequence[Mapping[str, Any]],
    by: Actor,
) -> None:
    """Add what a file says of quotes inside the caller's transaction.

    Raises:
        Invalid: Something in it cannot be read; nothing is kept.
    """
    del by
    here = Contribution.consultation_id == consultation.id
    known = select(Contribution.public_id, Contribution.id).where(here)
    ids = {row.public_id: row.id for row in current.execute(known)}
    rows = [_row(number, item, ids) for number, item in enumerate(items, 1)]
    insert_rows(current, cast("Table", QuoteVerdict.__table__), rows)


def _row(
    number: int, item: Mapping[str, Any], ids: Mapping[str, int]
) -> dict[str, Any]:
    try:
        name, at = item["by"], datetime.fromisoformat(item["at"])
        is_sound = item["verdict"] in VERDICTS and at.tzinfo is not None
        if not is_sound or len(name) > LONGEST_NAME or has_unusable_characters(name):
            raise ValueError  # noqa: TRY301 - told once, below
        return {
            "contribution_id": ids[item["text"]],
            "verdict": item["verdict"],
            "decided_at": at,
            "by_id": None,
            "by_name": name,
        }
    except (KeyError, TypeError, ValueError) as error:
        told = _("Verdict %(number)s on a quote cannot be read.", number=number)
        raise Invalid(told) from error
