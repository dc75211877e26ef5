"""How other rooms hand texts on and take them back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import (
    ColumnElement,
    Table,
    bindparam,
    delete,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.consultations.models import Consultation
from engage.contributions.facts import FLAG_REASONS
from engage.contributions.models import (
    GONE,
    Contribution,
    EarlierWording,
    Flag,
    QuoteVerdict,
)
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.bulk import insert_rows
from engage.core.db import transaction
from engage.core.errors import Closed, Conflict, Invalid
from engage.core.events import announce
from engage.core.i18n import Bilingual
from engage.core.i18n import gettext as _
from engage.core.text import guessed_language
from engage.core.tokens import new_public_id

AT_ONCE = 500


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
    is_unread: bool = False
    part_of_id: int | None = None


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
    insert_rows(current, cast("Table", Contribution.__table__), rows)


def withdraw_voice(current: Session, voice: str) -> list[int]:
    """Blank all texts of a voice, as their author asked; return their ids (rule 20)."""
    return _withdraw(current, Contribution.voice == voice)


def withdraw_voices(current: Session, voices: Sequence[str]) -> list[int]:
    """Blank all texts of many voices at once; return their ids (rule 20)."""
    table = cast("Table", Contribution.__table__)
    standing = table.c.voice.in_(voices) & (table.c.status.not_in(GONE))
    ids = list(current.scalars(select(table.c.id).where(standing)))
    blanked = {
        "status": "withdrawn",
        "received_hour": None,
        "text": "",
        "cleared_text": None,
        "may_quote": False,
        "is_cleared": False,
        "version": table.c.version + 1,
    }
    current.execute(update(table).where(table.c.id.in_(ids)).values(blanked))
    forget_about(current, ids)
    current.expire_all()
    return ids


def withdraw_contribution(current: Session, contribution_id: int) -> list[int]:
    """Blank one text, what it was split from and all parts of that; return ids.

    None if it was done already. A whole has the words of its parts: they go together.
    """
    return _withdraw(current, Contribution.id.in_(family_of(current, contribution_id)))


def family_of(current: Session, contribution_id: int) -> list[int]:
    """Return the ids of a text, of what it was split from, and of all parts of that."""
    ids = {contribution_id}
    while True:
        near = or_(Contribution.id.in_(ids), Contribution.part_of_id.in_(ids))
        rows = current.execute(
            select(Contribution.id, Contribution.part_of_id).where(near)
        )
        found = {id_ for row in rows for id_ in row if id_ is not None}
        if found == ids:
            return sorted(ids)
        ids = found


def _withdraw(current: Session, which: ColumnElement[bool]) -> list[int]:
    found = current.scalars(
        select(Contribution).where(which, Contribution.status.not_in(GONE))
    ).all()
    for item in found:
        item.status, item.received_hour = "withdrawn", None
        item.text, item.cleared_text = "", None
        item.may_quote = item.is_cleared = False
    current.flush()
    ids = [item.id for item in found]
    forget_about(current, ids)
    return ids


def forget_about(current: Session, contribution_ids: Sequence[int]) -> None:
    """Forget what some texts said before and what was said about them."""
    for start in range(0, len(contribution_ids), AT_ONCE):
        some = contribution_ids[start : start + AT_ONCE]
        for table in (EarlierWording, Flag, QuoteVerdict):
            current.execute(delete(table).where(table.contribution_id.in_(some)))


def change_wording(
    current: Session,
    contribution_id: int,
    text: str,
    *,
    language: str,
    version: int,
    today: date,
) -> Contribution:
    """Put an author's new words in the place of the old: they wait to be read again.

    The old words stay for moderators. Said twice, it is done once.

    Raises:
        Conflict: The text is not the one its author saw any more.
    """
    fresh = current.get_one(Contribution, contribution_id)
    if fresh.text == text and fresh.status == "pending":
        return fresh
    if fresh.version != version:
        raise Conflict(_("This text has changed since you opened it."))
    current.add(
        EarlierWording(
            contribution_id=fresh.id,
            version=fresh.version,
            text=fresh.text,
            changed_on=today,
        )
    )
    fresh.text, fresh.language, fresh.status = text, language, "pending"
    fresh.received_hour = clock.now().replace(minute=0, second=0, microsecond=0)
    fresh.is_unread = fresh.is_cleared = False
    fresh.cleared_text = fresh.campaign = None
    current.flush()
    announce("contribution.decided", current=current, contributions=[fresh])
    return fresh


def resubmit_text(
    contribution: Contribution, text: str, *, version: int, by: Actor
) -> None:
    """Put other words in the place of an answer that waits or was not taken up.

    The caller has made sure that this is its author: by a receipt code, say.

    Raises:
        Closed: It can be changed no more: it was read, or the consultation is over.
        Conflict: The text is not the one its author saw any more.
    """
    with transaction() as current:
        fresh = current.get_one(Contribution, contribution.id)
        consultation = current.get_one(Consultation, fresh.consultation_id)
        is_waiting = fresh.status in {"pending", "rejected"}
        if not (is_waiting and consultation.takes_input(clock.now())):
            raise Closed(_("These words can be changed no more."))
        change_wording(
            current,
            fresh.id,
            text,
            language=guessed_language(text, fresh.language),
            version=version,
            today=clock.today(consultation.zone),
        )
        about = ("contribution", fresh.id)
        record(current, "contributions.text.resubmitted", by=by, subject=about)


def flag_text(
    current: Session, contribution_id: int, *, voice: str, reason: str, today: date
) -> bool:
    """Note that a reader asks to have a text looked at; return whether it is new.

    Raises:
        Invalid: The reason is none of those known.
    """
    if reason not in FLAG_REASONS:
        told = _("Choose what is wrong with it.")
        raise Invalid(told, {"reason": told})
    flag = Flag(
        contribution_id=contribution_id, voice=voice, reason=reason, flagged_on=today
    )
    try:
        with current.begin_nested():
            current.add(flag)
    except IntegrityError:
        return False
    return True


def settle_flags(*, current: Session, contributions: Sequence[Contribution]) -> None:
    """Close the flags on texts that somebody has decided on."""
    ids = [item.id for item in contributions]
    flags = update(Flag).where(Flag.contribution_id.in_(ids), Flag.is_open.is_(True))
    current.execute(flags.values(is_open=False))


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
