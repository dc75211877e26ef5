"""Take the next text to read, so that nobody else reads the same."""

from datetime import timedelta

from sqlalchemy import delete, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engage.consultations.models import Consultation
from engage.contributions.models import Contribution
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.db import transaction
from engage.moderation import queries
from engage.moderation.models import Claim
from engage.moderation.queries import QueueFilter

CLAIMED_FOR = timedelta(minutes=10)
TRIES = 5


def open_next(
    consultation: Consultation, only: QueueFilter, after: str = "", *, by: Actor
) -> Contribution | None:
    """Return the text that has waited longest, claimed for a while, or None.

    A person reads one text at a time: opening the next lets go of the one before.
    That somebody has read the words is audited (rule 33).
    """
    place = consultation.id
    with transaction() as current:
        consultation = current.get_one(Consultation, place)
        for _try in range(TRIES):
            item = queries.find_next(by, consultation, only, after)
            if item is None or _is_mine(current, item, by):
                break
        else:
            return None
        _let_go(current, by, item)
    return item


def note_reading(contribution: Contribution, *, by: Actor) -> None:
    """Note that somebody has read the words of one text (rule 33)."""
    with transaction() as current:
        subject = ("contribution", contribution.id)
        record(current, "moderation.text.read", by=by, subject=subject)


def note_reading_many(number: int, *, by: Actor) -> None:
    """Note that somebody has read the words of many texts (rule 33)."""
    with transaction() as current:
        subject = ("contributions", number)
        record(current, "moderation.texts.read", by=by, subject=subject)


def _is_mine(current: Session, item: Contribution, by: Actor) -> bool:
    """Claim a text unless somebody else was quicker; audit the first reading."""
    moment = clock.now()
    held = current.get(Claim, item.id)
    was_mine = held is not None and held.user_id == by.user_id and held.ends_at > moment
    # Both databases know the same words; each has its own class for them.
    is_sqlite = current.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert if is_sqlite else postgresql.insert
    facts = {"user_id": by.user_id, "ends_at": moment + CLAIMED_FOR}
    claimed = (
        insert(Claim)
        .values(contribution_id=item.id, **facts)
        .on_conflict_do_update(
            index_elements=[Claim.contribution_id],
            set_=facts,
            where=or_(Claim.user_id == by.user_id, Claim.ends_at <= moment),
        )
        .returning(Claim.contribution_id)
    )
    if current.scalar(claimed) is None:
        return False
    if not was_mine:
        subject = ("contribution", item.id)
        record(current, "moderation.text.read", by=by, subject=subject)
    return True


def _let_go(current: Session, by: Actor, item: Contribution | None) -> None:
    """Give back what the actor was reading before."""
    mine = Claim.user_id == by.user_id
    others = mine if item is None else mine & (Claim.contribution_id != item.id)
    current.execute(delete(Claim).where(others))
