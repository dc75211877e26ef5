"""The coded reasons of a consultation."""

import csv
from functools import cache

from sqlalchemy import select

from engage.core.config import PACKAGE
from engage.core.db import session
from engage.core.i18n import Bilingual
from engage.moderation.models import ModerationReason, Reason


def list_reasons(consultation_id: int) -> list[Reason]:
    """Return the reasons of a consultation: its own, or the usual ones."""
    rows = session().scalars(
        select(ModerationReason)
        .where(ModerationReason.consultation_id == consultation_id)
        .order_by(ModerationReason.position, ModerationReason.code)
    )
    own = [Reason(row.code, row.label) for row in rows]
    return own or list(usual_reasons())


@cache
def usual_reasons() -> tuple[Reason, ...]:
    """Return the reasons of every consultation that has not chosen its own."""
    path = PACKAGE / "data" / "moderation_reasons.csv"
    with path.open(encoding="utf-8") as file:
        return tuple(
            Reason(row["code"], Bilingual(row["en"], row["fr"]))
            for row in csv.DictReader(file)
        )


def find_reason(consultation_id: int, code: str) -> Reason | None:
    """Return a reason of a consultation by its code, or None."""
    found = (item for item in list_reasons(consultation_id) if item.code == code)
    return next(found, None)
