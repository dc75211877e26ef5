"""A contribution: one free text, one language, one moderation status."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import Base, index_of_some
from engage.core.i18n import Bilingual, BilingualText
from engage.core.tokens import new_public_id

STATUSES = ("pending", "approved", "rejected", "hidden", "withdrawn", "expired")
# The words are gone: taken back by their author, or past the time they were kept for.
GONE = ("withdrawn", "expired")
CHANNELS = ("web", "paper", "session", "kiosk", "import")
KINDS = ("answer", "comment", "note")
# What a person may say of quoting words.
VERDICTS = ("cleared", "refused", "reopened")


class Contribution(Base):
    """One text as it was given, what it replied to, and where it stands.

    `source_key` names where it came from and is unique, so that nothing is handed on
    twice. `voice` is the same for all texts of one response or of one participant in
    a thread, so that a person counts once per theme. `received_hour` serves the queue
    and is dropped at the decision (rule 16). `is_unread` says of an approved text that
    it appeared at once and waits for a person to read it. `part_of_id` is the text it
    was split from, `same_as_id` the one it says again.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        CheckConstraint(
            "status IN ('pending','approved','rejected','hidden','withdrawn',"
            "'expired')",
            name="status",
        ),
        CheckConstraint("kind IN ('answer','comment','note')", name="kind"),
        CheckConstraint(
            "status = 'pending' OR (status = 'approved' AND is_unread)"
            " OR received_hour IS NULL",
            name="hour_dropped",
        ),
        Index(
            "ix_contribution_queue",
            "consultation_id",
            "status",
            "is_unread",
            "catchment_id",
        ),
        Index("ix_contribution_voice", "voice"),
        index_of_some("ix_contribution_part_of_id", "part_of_id"),
        index_of_some("ix_contribution_same_as_id", "same_as_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(
        String(20), unique=True, default=new_public_id
    )
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    catchment_id: Mapped[int | None] = mapped_column(ForeignKey("catchment.id"))
    kind: Mapped[str] = mapped_column(String(10))
    source_key: Mapped[str] = mapped_column(String(100), unique=True)
    prompt_key: Mapped[str] = mapped_column(String(60))
    prompt: Mapped[Bilingual] = mapped_column(BilingualText)
    voice: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(10), default="pending")
    received_on: Mapped[date]
    received_hour: Mapped[datetime | None]
    may_quote: Mapped[bool] = mapped_column(default=False)
    is_cleared: Mapped[bool] = mapped_column(default=False)
    cleared_text: Mapped[str | None] = mapped_column(Text)
    campaign: Mapped[str | None] = mapped_column(String(40))
    is_unread: Mapped[bool] = mapped_column(default=False)
    part_of_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))
    same_as_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def quotable_text(self) -> str:
        """The words that may be quoted: as cleared by a person, else as given."""
        return self.cleared_text or self.text

    @property
    def is_quotable(self) -> bool:
        """Whether consent and a person's clearance are both there (rule 19)."""
        return self.status == "approved" and self.may_quote and self.is_cleared


class EarlierWording(Base):
    """What a text said before it was changed; moderators alone read it.

    `cause` is "edited" by its author, "redacted" or "split" by a moderator. `version`
    is the one the contribution had with these words. It goes with the words when they
    are taken back (rule 20).
    """

    __tablename__ = "earlier_wording"

    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True)
    cause: Mapped[str] = mapped_column(String(10), default="edited")
    text: Mapped[str] = mapped_column(Text)
    changed_on: Mapped[date]


class Flag(Base):
    """One reader's word that a text should be looked at; one per voice and text.

    `voice` names the reader as it names those who write. A flag is open until somebody
    decides on the text. How many there are is never public.
    """

    __tablename__ = "flag"
    __table_args__ = (Index("ix_flag_open", "is_open", "contribution_id"),)

    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id"), primary_key=True
    )
    voice: Mapped[str] = mapped_column(String(64), primary_key=True)
    reason: Mapped[str] = mapped_column(String(20))
    flagged_on: Mapped[date]
    is_open: Mapped[bool] = mapped_column(default=True)


class QuoteVerdict(Base):
    """What a person last said of quoting a text, who and when; never any words.

    Whether words may be quoted now stands with the text: words that change end a
    clearance. `reopened` says that a verdict was taken back.
    """

    __tablename__ = "quote_verdict"
    __table_args__ = (
        CheckConstraint("verdict IN ('cleared','refused','reopened')", name="verdict"),
    )

    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True
    )
    verdict: Mapped[str] = mapped_column(String(10))
    decided_at: Mapped[datetime]
    by_id: Mapped[int | None]
    by_name: Mapped[str] = mapped_column(String(120), default="")
