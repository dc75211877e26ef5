"""A facilitated session: where, when, in which languages, how many came."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.catchments.models import Catchment
from engage.consultations.models import Consultation
from engage.core.db import Base
from engage.core.i18n import Bilingual, BilingualText

MOST_PEOPLE = 100_000
CODE_LENGTH = 8


class FacilitatedSession(Base):
    """People in one room, one host. `code` is what they type or scan to join.

    Without a catchment it speaks for the whole province. Its notes are contributions:
    nothing that was said is kept here.
    """

    __tablename__ = "facilitated_session"
    __table_args__ = (
        CheckConstraint("attendance BETWEEN 0 AND 100000", name="attendance"),
        Index("ix_facilitated_session_day", "consultation_id", "held_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    catchment_id: Mapped[int | None] = mapped_column(ForeignKey("catchment.id"))
    title: Mapped[Bilingual] = mapped_column(BilingualText)
    place: Mapped[str] = mapped_column(String(200), default="")
    held_on: Mapped[date]
    languages: Mapped[list[str]] = mapped_column(JSON)
    attendance: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    consultation: Mapped[Consultation] = relationship(lazy="joined", innerjoin=True)
    catchment: Mapped[Catchment | None] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version}

    @property
    def prompt_key(self) -> str:
        """The name under which its notes are kept as contributions."""
        return f"session:{self.code}"
