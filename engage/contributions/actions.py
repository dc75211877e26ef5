"""How other rooms hand texts on; called inside the caller's transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import ColumnElement, Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from engage.contributions.models import Contribution
from engage.core.i18n import Bilingual
from engage.core.tokens import new_public_id


@dataclass(frozen=True)
class NewContribution:
    """What a room hands on: the text and all that is kept with it."""

    consultation_id: int
    catchment_id: int | None
    kind: str
    source_key: str
    prompt_key: str
    prompt: Bilingual
    voice: str
    channel: str
    language: str
    text: str
    received_on: date
    received_hour: datetime | None = None
    status: str = "pending"
    may_quote: bool = False


def add_contributions(current: Session, texts: Sequence[NewContribution]) -> None:
    """Add many contributions with one statement; `source_key` keeps doubles out."""
    if not texts:
        return
    rows = [
        {
            **_plain(text),
            "public_id": new_public_id(),
            "is_cleared": False,
            "version": 1,
        }
        for text in texts
    ]
    current.execute(insert(cast("Table", Contribution.__table__)), rows)


def withdraw_voice(current: Session, voice: str) -> list[int]:
    """Blank all texts of a voice, as their author asked; return their ids (rule 20)."""
    return _withdraw(current, Contribution.voice == voice)


def withdraw_contribution(current: Session, contribution_id: int) -> list[int]:
    """Blank one text, as its author asked; return its id, or nothing if done before."""
    return _withdraw(current, Contribution.id == contribution_id)


def _withdraw(current: Session, which: ColumnElement[bool]) -> list[int]:
    found = current.scalars(
        select(Contribution).where(which, Contribution.status != "withdrawn")
    ).all()
    for item in found:
        item.status, item.received_hour = "withdrawn", None
        item.text, item.cleared_text = "", None
        item.may_quote = item.is_cleared = False
    current.flush()
    return [item.id for item in found]


def mark_campaigns(
    current: Session, consultation_id: int, campaigns: Mapping[int, str]
) -> None:
    """Mark which texts belong to which campaign; all others to none (rule 21)."""
    table = cast("Table", Contribution.__table__)
    here = table.c.consultation_id == consultation_id
    marked = here & table.c.campaign.is_not(None)
    current.execute(update(table).where(marked).values(campaign=None))
    if campaigns:
        current.execute(
            update(table)
            .where(table.c.id == bindparam("marked_id"))
            .values(campaign=bindparam("marked_as")),
            [{"marked_id": key, "marked_as": name} for key, name in campaigns.items()],
        )


def _plain(text: NewContribution) -> dict[str, object]:
    return dict(vars(text))
