"""Designs: the elements they are read by, what each says, and how it answers themes.

What is written here is a working copy. The public reads releases alone, and those never
change.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Connection,
    ForeignKey,
    String,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import Mapped, Mapper, deferred, mapped_column, relationship

from engage.catchments.models import Catchment
from engage.core.db import Base
from engage.core.errors import Conflict
from engage.core.i18n import Bilingual, BilingualText
from engage.designs.facts import TextFacts


class DesignElement(Base):
    """One of the elements every design is read by; a retired one is asked no more."""

    __tablename__ = "design_element"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Bilingual] = mapped_column(BilingualText)
    definition: Mapped[Bilingual] = mapped_column(BilingualText)
    position: Mapped[int]
    is_retired: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class SSMDesign(Base):
    """The design of one catchment. Who manages its system is kept with the catchment.

    `source_url` is where the design itself can be read.
    """

    __tablename__ = "ssm_design"

    id: Mapped[int] = mapped_column(primary_key=True)
    catchment_id: Mapped[int] = mapped_column(ForeignKey("catchment.id"), unique=True)
    about: Mapped[Bilingual] = mapped_column(BilingualText, default=Bilingual)
    source_url: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)
    catchment: Mapped[Catchment] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}


class DesignText(Base):
    """One version of what a design says of one element; none is ever overwritten.

    The newest `number` is in force. `status` holds since `status_on`; it is empty
    until there is something to report.
    """

    __tablename__ = "design_text"
    __table_args__ = (
        UniqueConstraint("design_id", "element_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint(
            "status IN ('', 'planned', 'under_way', 'done', 'dropped')", name="status"
        ),
        CheckConstraint("(status = '') = (status_on IS NULL)", name="status_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    design_id: Mapped[int] = mapped_column(ForeignKey("ssm_design.id"))
    element_id: Mapped[int] = mapped_column(ForeignKey("design_element.id"), index=True)
    number: Mapped[int]
    text: Mapped[Bilingual] = mapped_column(BilingualText)
    section: Mapped[str] = mapped_column(String(60), default="")
    status: Mapped[str] = mapped_column(String(10), default="")
    status_on: Mapped[date | None]
    status_reason: Mapped[Bilingual] = mapped_column(BilingualText, default=Bilingual)
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(String(120), default="")

    @property
    def facts(self) -> TextFacts:
        """What it says."""
        return TextFacts(
            self.text, self.section, self.status, self.status_on, self.status_reason
        )


class Disposition(Base):
    """How one design answers one theme, why, and where it says so."""

    __tablename__ = "disposition"
    __table_args__ = (
        UniqueConstraint("design_id", "theme_id"),
        CheckConstraint(
            "verdict IN ('accepted', 'partly', 'not', 'open')", name="verdict"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    design_id: Mapped[int] = mapped_column(ForeignKey("ssm_design.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("theme.id"), index=True)
    verdict: Mapped[str] = mapped_column(String(10))
    reason: Mapped[Bilingual] = mapped_column(BilingualText, default=Bilingual)
    section: Mapped[str] = mapped_column(String(60), default="")
    element_id: Mapped[int | None] = mapped_column(
        ForeignKey("design_element.id"), index=True
    )
    decided_on: Mapped[date]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class DesignRelease(Base):
    """A design as a publisher released it, as data; the newest one is public."""

    __tablename__ = "design_release"
    __table_args__ = (
        UniqueConstraint("design_id", "number"),
        CheckConstraint("number > 0", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    design_id: Mapped[int] = mapped_column(ForeignKey("ssm_design.id"))
    number: Mapped[int]
    released_at: Mapped[datetime]
    released_on: Mapped[date]
    released_by: Mapped[int | None]
    content: Mapped[dict[str, Any]] = deferred(mapped_column(JSON))
    design: Mapped[SSMDesign] = relationship(lazy="joined", innerjoin=True)


def answered_in(content: Mapping[str, Any]) -> set[str]:
    """Return the slugs of the consultations whose themes a released design answers."""
    return {answer["consultation"] for answer in content.get("answers", ())}


@event.listens_for(DesignRelease, "before_update")
@event.listens_for(DesignRelease, "before_delete")
def _refuse_change(
    _mapper: Mapper[DesignRelease], _connection: Connection, _target: DesignRelease
) -> None:
    """What was released is never written over; the next release follows it."""
    raise Conflict("A released design does not change.")
