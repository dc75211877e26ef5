"""A thread, who takes part in it, the comments and what others think of them."""

from datetime import date
from math import sqrt

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.consultations.models import Consultation
from engage.core.db import Base
from engage.core.i18n import Bilingual, BilingualText
from engage.core.tokens import new_public_id

AGREE, DISAGREE, PASS = 1, -1, 0
LONGEST_COMMENT = 2000
LONGEST_NAME = 60
LONGEST_TITLE = 200
LONGEST_PROMPT = 2000
# The z of a 95 % interval.
Z = 1.959964


class Thread(Base):
    """One question to discuss. It takes comments while its consultation is open.

    `moderation` is "pre" where a person reads each comment before it appears, "post"
    where it appears at once.
    """

    __tablename__ = "thread"
    __table_args__ = (
        CheckConstraint("moderation IN ('pre', 'post', 'flags')", name="moderation"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id"), index=True
    )
    catchment_id: Mapped[int | None] = mapped_column(ForeignKey("catchment.id"))
    title: Mapped[Bilingual] = mapped_column(BilingualText)
    prompt: Mapped[Bilingual] = mapped_column(BilingualText)
    moderation: Mapped[str] = mapped_column(String(5), default="pre")
    version: Mapped[int] = mapped_column(default=1)
    consultation: Mapped[Consultation] = relationship()

    __mapper_args__ = {"version_id_col": version}


class Participant(Base):
    """One browser in one thread, known by a random token of which the hash is kept.

    The hash is deleted when the consultation is reported: from then on nothing leads
    from a browser to its words (rule 16). Imported participants never have one.
    """

    __tablename__ = "thread_participant"
    __table_args__ = (UniqueConstraint("thread_id", "token_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    token_hash: Mapped[str | None] = mapped_column(String(64))

    @property
    def voice(self) -> str:
        """The name that all texts and flags of one participant share."""
        return f"participant:{self.id}"


def _listed_by(name: str, column: str) -> Index:
    """Return an index for one order of what replies to nothing in a thread.

    It holds nothing else: PostgreSQL reads an index in order only where what is said
    of the columns before is an equality.
    """
    first = text("reply_to_id IS NULL")
    return Index(
        f"ix_comment_{name}",
        *("thread_id", column, "public_id"),
        sqlite_where=first,
        postgresql_where=first,
    )


class Comment(Base):
    """Where a comment stands in its thread; its words are a contribution.

    The counts are kept in the transaction of each reaction. Comments are ordered by
    day and then by random id: nothing public tells the order of submission (rule 16).
    `consent_number` is that of the consent text the author saw, `session_code` that of
    the session in which it was said, if any.
    """

    __tablename__ = "comment"
    __table_args__ = (
        _listed_by("newest", "posted_on"),
        _listed_by("agreed", "agreement"),
        _listed_by("dividing", "division"),
        _listed_by("votes", "votes"),
        Index("ix_comment_replies", "reply_to_id", "posted_on"),
        Index("ix_comment_session", "session_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(
        String(20), unique=True, default=new_public_id
    )
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    reply_to_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id"), unique=True
    )
    participant_id: Mapped[int] = mapped_column(ForeignKey("thread_participant.id"))
    display_name: Mapped[str] = mapped_column(String(60), default="")
    receipt_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    consent_number: Mapped[int | None]
    session_code: Mapped[str | None] = mapped_column(String(20))
    posted_on: Mapped[date]
    agrees: Mapped[int] = mapped_column(default=0)
    disagrees: Mapped[int] = mapped_column(default=0)
    passes: Mapped[int] = mapped_column(default=0)
    votes: Mapped[int] = mapped_column(default=0)
    agreement: Mapped[float] = mapped_column(default=0.0)
    division: Mapped[int] = mapped_column(default=0)

    def take_counts(self, agrees: int, disagrees: int, passes: int) -> None:
        """Keep new counts, and what the list is sorted by."""
        for name, value in standing(agrees, disagrees, passes).items():
            setattr(self, name, value)


class Reaction(Base):
    """What one participant thinks of one comment: agree 1, disagree -1, pass 0."""

    __tablename__ = "reaction"
    __table_args__ = (
        CheckConstraint("value IN (-1, 0, 1)", "value"),
        {"sqlite_with_rowid": False},
    )

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("thread_participant.id"), primary_key=True
    )
    value: Mapped[int]


def standing(agrees: int, disagrees: int, passes: int) -> dict[str, float]:
    """Return the columns of a comment that follow from its votes."""
    return {
        "agrees": agrees,
        "disagrees": disagrees,
        "passes": passes,
        "votes": agrees + disagrees + passes,
        "agreement": lower_bound(agrees, agrees + disagrees + passes),
        "division": min(agrees, disagrees),
    }


def lower_bound(successes: int, trials: int) -> float:
    """Return the lower end of the 95 % Wilson score interval of a share (0 to 1).

    Few votes weigh less than many: 2 of 2 ranks below 40 of 50. Source: E. B. Wilson,
    Journal of the American Statistical Association 22 (1927), 209-212.
    """
    if not trials:
        return 0.0
    share = successes / trials
    middle = share + Z * Z / (2 * trials)
    variance = (share * (1 - share) + Z * Z / (4 * trials)) / trials
    spread = Z * sqrt(variance)
    return max(0.0, (middle - spread) / (1 + Z * Z / trials))
