"""A consultation's report and its editions. The figures of an edition never change."""

from collections.abc import Iterator
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
    func,
    select,
)
from sqlalchemy.orm import Mapped, Mapper, deferred, mapped_column, relationship

from engage.consultations.models import Consultation
from engage.core.db import Base
from engage.core.errors import Conflict
from engage.core.search import Findable, make_findable, make_unfindable

# Why words no longer stand in a revision: taken back by their author, or by staff.
WITHDRAWN, REMOVED = "withdrawn", "removed"


class Report(Base):
    """What is published of one consultation, edition by edition."""

    __tablename__ = "report"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id"), unique=True
    )
    consultation: Mapped[Consultation] = relationship(lazy="joined", innerjoin=True)


class Edition(Base):
    """One edition, as it was published: the report as data, and its folder of files.

    A revision has the number of the edition it corrects; the first is revision 0. All
    of an edition have its `published_on`; `published_at` is when each came out.
    `manifest_hash` is the SHA-256 of the manifest, which holds the hash of every file.
    `counted` has a keyed mark for each person counted and one for what they said: it
    tells how many changed since, and nothing to anybody without the key.
    """

    __tablename__ = "report_edition"
    __table_args__ = (
        UniqueConstraint("report_id", "number", "revision"),
        CheckConstraint("number > 0 AND revision >= 0", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    number: Mapped[int]
    revision: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[datetime]
    published_on: Mapped[date]
    published_by: Mapped[int | None]
    is_interim: Mapped[bool]
    folder: Mapped[str] = mapped_column(String(120), unique=True)
    manifest_hash: Mapped[str] = mapped_column(String(64))
    document: Mapped[dict[str, Any]] = deferred(mapped_column(JSON))
    counted: Mapped[dict[str, str]] = deferred(mapped_column(JSON))
    report: Mapped[Report] = relationship(lazy="joined", innerjoin=True)

    @property
    def name(self) -> str:
        """Its number as readers see it: 2, or 2.1 for a revision."""
        return f"{self.number}.{self.revision}" if self.revision else str(self.number)


@event.listens_for(Edition, "before_update")
@event.listens_for(Edition, "before_delete")
def _refuse_change(
    _mapper: Mapper[Edition], _connection: Connection, _target: Edition
) -> None:
    """Editions are immutable (rule 18); `actions.revising` alone blanks words."""
    raise Conflict("A published edition does not change.")


@event.listens_for(Edition, "after_insert")
def _make_themes_findable(
    _mapper: Mapper[Edition], connection: Connection, target: Edition
) -> None:
    """Let the newest edition's themes be found by what names them, no others."""
    newest = select(func.max(Edition.number)).where(
        Edition.report_id == target.report_id
    )
    if target.number < (connection.scalar(newest) or 0):
        return
    things = [
        Findable(target.report_id, list(_names_of(theme)), part=theme["id"])
        for theme in target.document.get("themes", [])
    ]
    make_unfindable(connection, "theme", [target.report_id])
    make_findable(connection, "theme", things)


def _names_of(theme: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for texts in (theme["label"], theme["description"]):
        yield from ((code, text) for code, text in texts.items() if text)
    for code, words in theme["keywords"].items():
        yield code, " ".join(words)
