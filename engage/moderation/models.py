"""Decisions on contributions, and the reasons that may be given for them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import Base
from engage.core.i18n import Bilingual, BilingualText
from engage.core.tokens import new_public_id

DECISIONS = (
    "approve",
    "reject",
    "hide",
    "restore",
    "redact",
    "split",
    "merge",
    "undo",
)
ANSWERS = ("kept", "overturned")
LONGEST_NOTE = 1000
MOST_AT_ONCE = 1000
MOST_REASONS = 15
LONGEST_REASON = 200
LONGEST_APPEAL = 2000
# The share of decisions that somebody else takes again without knowing them.
SHARE_REVIEWED = 0.1
NEED_REASON = frozenset({"reject", "hide"})

# What each decision makes of each status; anything else is refused. Nobody on the
# staff can withdraw or erase: only the author can (rule 20).
OUTCOMES: dict[str, dict[str, str]] = {
    "approve": {"pending": "approved", "rejected": "approved"},
    "reject": {"pending": "rejected"},
    "hide": {"approved": "hidden"},
    "restore": {"hidden": "approved"},
}


@dataclass(frozen=True)
class Verdict:
    """What is decided and why; the reason is a code of the consultation."""

    decision: str
    reason: str = ""
    note: str = ""


@dataclass(frozen=True)
class Reason:
    """A coded reason, as moderators choose it and authors read it."""

    code: str
    label: Bilingual


class ModerationReason(Base):
    """A reason chosen for one consultation, in place of the usual ones."""

    __tablename__ = "moderation_reason"

    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id"), primary_key=True
    )
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    label: Mapped[Bilingual] = mapped_column(BilingualText)
    position: Mapped[int]


class ModerationDecision(Base):
    """One decision: who, what, why, and the status before and after.

    `contribution_version` is the version the contribution has since this decision.
    `hours_waited` is all that is kept of when the text came in (rule 16).
    `was_unread` says that the text was public already when it was read.
    """

    __tablename__ = "moderation_decision"
    __table_args__ = (
        CheckConstraint(
            "decision IN ('approve', 'reject', 'hide', 'restore', 'redact', 'split',"
            " 'merge', 'undo')",
            name="decision",
        ),
        CheckConstraint(
            "(decision IN ('reject', 'hide')) = (reason <> '')", name="reason"
        ),
        CheckConstraint("hours_waited >= 0", name="hours_waited"),
        Index("ix_moderation_decision_user", "user_id", "decided_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id"), index=True
    )
    contribution_version: Mapped[int]
    decision: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    status_before: Mapped[str] = mapped_column(String(10))
    status_after: Mapped[str] = mapped_column(String(10))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime]
    hours_waited: Mapped[int | None]
    was_unread: Mapped[bool] = mapped_column(default=False)


class Appeal(Base):
    """What an author says against a decision, and what somebody else answers.

    There is one appeal to a decision. `answer` is "kept" or "overturned" once somebody
    else than the one who decided has read it.
    """

    __tablename__ = "appeal"
    __table_args__ = (
        CheckConstraint("answer IN ('kept', 'overturned')", name="answer"),
        CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name="answered_together"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(
        String(20), unique=True, default=new_public_id
    )
    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id"), index=True
    )
    decision_id: Mapped[int] = mapped_column(
        ForeignKey("moderation_decision.id"), unique=True
    )
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    words: Mapped[str] = mapped_column(Text)
    appealed_on: Mapped[date]
    answer: Mapped[str | None] = mapped_column(String(10))
    answer_words: Mapped[str] = mapped_column(Text, default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Claim(Base):
    """Who is reading a text now, so that no two people read the same; it runs out."""

    __tablename__ = "claim"

    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    ends_at: Mapped[datetime]


class SecondReview(Base):
    """A decision drawn to be taken again by somebody who does not know it.

    `outcome` is what the second reader would have made of the text, "approved" or
    "rejected"; it changes nothing about the text.
    """

    __tablename__ = "second_review"
    __table_args__ = (
        CheckConstraint("outcome IN ('approved', 'rejected')", name="outcome"),
        CheckConstraint(
            "(outcome IS NULL) = (reviewed_at IS NULL)", name="reviewed_together"
        ),
    )

    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id"), primary_key=True
    )
    decision_id: Mapped[int] = mapped_column(
        ForeignKey("moderation_decision.id"), unique=True
    )
    outcome: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(40), default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reviewed_at: Mapped[datetime | None]
