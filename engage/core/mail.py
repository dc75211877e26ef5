"""Letters by e-mail: asked for with what they tell of, written and sent by a worker.

A letter's row keeps no address and no words, only its kind and what it is about: it is
committed with the act it tells of, or not at all. The room that knows the kind writes
it when it is sent, so somebody who has left by then gets nothing, and no address lies
about in a queue. A letter is sent at least once; its Message-ID stays the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import JSON, CheckConstraint, Index, String, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from engage.core import clock
from engage.core.actors import SYSTEM
from engage.core.config import Settings
from engage.core.db import Base, session, transaction
from engage.core.jobs import add_job
from engage.core.post import Message, Postman, PostRefused
from engage.core.tokens import new_public_id

SEND = "mail.send"
# How long after each try the next one comes; after the last there is none.
DELAYS = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 240, 720, 1440))
KEPT = timedelta(days=60)

log = structlog.get_logger("engage.mail")


class Letter(Base):
    """One letter to one person. `key` keeps a second one of the same from going out."""

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting', 'sent', 'dropped', 'failed')", name="state"
        ),
        Index("ix_letter_state_next_at", "state", "next_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(
        String(20), unique=True, default=new_public_id
    )
    kind: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(120), unique=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    next_at: Mapped[datetime]


@dataclass(frozen=True)
class Sender:
    """What a letter needs of the installation that sends it."""

    base_url: str
    secret_key: str
    mail_url: str
    mail_from: str
    postal_address: str

    def link(self, language: str, path: str) -> str:
        """Return an address of this site; never built from what a request names."""
        return f"{self.base_url}/{language}/{path}"


Composer = Callable[[Mapping[str, Any], Sender], Message | None]
"""Writes a letter from its facts; None where its reason is gone."""
_composers: dict[str, Composer] = {}


def compose_with(kind: str, composer: Composer) -> None:
    """Say who writes the letters of a kind; named in `app.py`."""
    _composers[kind] = composer


def sender_of(settings: Settings) -> Sender:
    """Return the sender that the settings describe."""
    return Sender(
        base_url=settings.base_url,
        secret_key=settings.secret_key,
        mail_url=settings.mail_url,
        mail_from=settings.mail_from,
        postal_address=settings.postal_address,
    )


def ask_for_letters(
    current: Session, kind: str, letters: Mapping[str, dict[str, Any]]
) -> None:
    """Have letters sent, inside the caller's transaction: facts by their key.

    A key that was used before is passed over: nobody gets the same letter twice.
    """
    if not letters:
        return
    moment = clock.now()
    rows = [
        {
            "public_id": new_public_id(),
            "kind": kind,
            "key": key,
            "facts": facts,
            "state": "waiting",
            "attempts": 0,
            "error": "",
            "created_at": moment,
            "next_at": moment,
        }
        for key, facts in letters.items()
    ]
    is_sqlite = current.get_bind().dialect.name == "sqlite"
    insert = sqlite.insert if is_sqlite else postgresql.insert
    added = insert(Letter).on_conflict_do_nothing(index_elements=["key"])
    current.execute(added, rows)
    add_job(current, SEND, {}, by=SYSTEM, key=SEND)


def has_due_letters() -> bool:
    """Return whether a letter waits to be sent now."""
    due = select(Letter.id).where(*_is_due(clock.now())).limit(1)
    return session().scalar(due) is not None


def count_failed_letters() -> int:
    """Return how many letters were given up and are not forgotten yet."""
    lost = select(func.count()).select_from(Letter).where(Letter.state == "failed")
    return session().scalar(lost) or 0


def wake_sending() -> None:
    """Have the letters sent whose next try has come."""
    if has_due_letters():
        with transaction() as current:
            add_job(current, SEND, {}, by=SYSTEM, key=SEND)


def send_due_letters(sender: Sender) -> int:
    """Write and send all letters that are due; return how many went out."""
    sent = 0
    with Postman(sender.mail_url, sender.mail_from) as postman:
        while (claimed := _claim()) is not None:
            letter_id, attempts = claimed
            state, error = _delivered(letter_id, sender, postman)
            if state == "waiting" and attempts > len(DELAYS):
                state = "failed"
            _settle(letter_id, state, error)
            sent += state == "sent"
    return sent


def forget_old_letters(current: Session) -> None:
    """Forget letters long over: nobody asks for the same one again by then."""
    current.execute(delete(Letter).where(Letter.created_at < clock.now() - KEPT))


def _is_due(moment: datetime) -> Sequence[Any]:
    return Letter.state == "waiting", Letter.next_at <= moment


def _claim() -> tuple[int, int] | None:
    """Take the letter that is due longest: its id and the number of this try.

    Its next try is set before this one: whoever ends in the middle loses no letter.
    """
    moment = clock.now()
    with transaction() as current:
        letter = current.scalar(
            select(Letter)
            .where(*_is_due(moment))
            .order_by(Letter.next_at, Letter.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if letter is None:
            return None
        letter.next_at = moment + DELAYS[min(letter.attempts, len(DELAYS) - 1)]
        letter.attempts += 1
        return letter.id, letter.attempts


def _delivered(letter_id: int, sender: Sender, postman: Postman) -> tuple[str, str]:
    """Write one letter and hand it over; return its new state and what went wrong."""
    letter = session().get_one(Letter, letter_id)
    outcome = "sent", ""
    try:
        message = _composers[letter.kind](letter.facts, sender)
        public_id = letter.public_id
        session().rollback()
        if message is None:
            return "dropped", ""
        postman.deliver(message, public_id, sender.postal_address)
    except PostRefused as error:
        outcome = "failed" if error.is_final else "waiting", str(error)
    except Exception as error:  # noqa: BLE001 - one letter must not stop the others
        # Its message may quote people (rule 33): only its kind is kept.
        log.error("letter", letter=letter_id, kind=type(error).__name__)  # noqa: TRY400
        outcome = "waiting", type(error).__name__
    return outcome


def _settle(letter_id: int, state: str, error: str) -> None:
    with transaction() as current:
        letter = current.get_one(Letter, letter_id)
        letter.state, letter.error = state, error[:200]
