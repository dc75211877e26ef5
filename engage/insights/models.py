"""What a run drew from votes and closed answers; what people read texts as."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.db import Base


class InsightRun(Base):
    """One finished run; the newest of a consultation counts.

    `findings` holds numbers and ids, never words: `threads` with the opinion groups of
    each discussion, `questions` with the priorities of each closed question. `job` is
    the public id of the job that made it, so that a job which runs twice leaves one.
    """

    __tablename__ = "insight_run"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    job: Mapped[str] = mapped_column(String(20), unique=True)
    findings: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_on: Mapped[date]


class Coding(Base):
    """Into which theme a person put a text without being told where it is.

    One per text and reader; no theme means that it fits in none.
    """

    __tablename__ = "coding"

    contribution_id: Mapped[int] = mapped_column(
        ForeignKey("contribution.id", ondelete="CASCADE"), primary_key=True
    )
    reader_id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id"), index=True)
    read_on: Mapped[date]
