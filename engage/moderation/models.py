"""Decisions on contributions, and the reasons that may be given for them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import Base
from engage.core.i18n import Bilingual, BilingualText

DECISIONS = ("approve", "reject", "hide", "restore", "undo")
LONGEST_NOTE = 1000
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
    """

    __tablename__ = "moderation_decision"
    __table_args__ = (
        CheckConstraint(
            "decision IN ('approve', 'reject', 'hide', 'restore', 'undo')",
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
