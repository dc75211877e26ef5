"""A survey, its published versions, and what people answered."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Connection,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from engage.consultations.models import Consultation
from engage.core.db import Base, index_of_some
from engage.core.errors import Conflict
from engage.core.i18n import Bilingual, BilingualText
from engage.core.tokens import new_public_id

# How long after closing an answer is taken that was begun before.
GRACE = timedelta(hours=24)
# Said of a response that was taken in that time.
LATE = "late"
# Said of a paper form that two people typed the same, or one corrected.
CHECKED = "checked"


def voice_of(public_id: str) -> str:
    """Return the voice under which a response's texts are kept as contributions."""
    return f"response:{public_id}"


def has_grace(
    begun_at: datetime | None,
    closes_on: date,
    zone: str,
    closed: Iterable[datetime | None],
    at: datetime,
) -> bool:
    """Return whether an answer begun before the closing still comes in time.

    `closed` is when somebody closed the survey or its consultation: if that was before
    the last day had ended, it ended then.
    """
    midnight = datetime.combine(
        closes_on + timedelta(days=1), time(), tzinfo=ZoneInfo(zone)
    )
    end = min([midnight, *(moment for moment in closed if moment)])
    return begun_at is not None and begun_at <= end and at <= end + GRACE


class Survey(Base):
    """A survey of a consultation; what is asked stands in its versions.

    `draft` is the definition being edited; `number` the published version that people
    answer now, 0 before the first, and `digest` what that version asks. Where
    `shows_similar`, people may read what others said before they send.
    """

    __tablename__ = "survey"
    __table_args__ = (
        CheckConstraint("moderation IN ('pre', 'post', 'flags')", name="moderation"),
        CheckConstraint("state IN ('draft', 'open', 'closed')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id"), index=True
    )
    title: Mapped[Bilingual] = mapped_column(BilingualText)
    intro: Mapped[Bilingual] = mapped_column(BilingualText)
    moderation: Mapped[str] = mapped_column(String(5), default="pre")
    state: Mapped[str] = mapped_column(String(10), default="draft")
    draft: Mapped[dict[str, Any]] = mapped_column(JSON)
    number: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(String(64), default="")
    shows_similar: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    consultation: Mapped[Consultation] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}

    def takes_answers(self, at: datetime) -> bool:
        """Return whether people may answer at a moment."""
        return self.state == "open" and self.consultation.takes_input(at)

    def takes_late(self, at: datetime, begun_at: datetime | None) -> bool:
        """Return whether an answer that was begun before the closing is still taken."""
        owner = self.consultation
        is_over = self.state != "draft" and owner.state in {"open", "closed"}
        closed = (self.closed_at, owner.closed_at)
        return is_over and has_grace(begun_at, owner.closes_on, owner.zone, closed, at)

    def closed_on(self, at: datetime) -> date | None:
        """Return its last day, or None if it was closed before that."""
        day = at.astimezone(ZoneInfo(self.consultation.zone)).date()
        last = self.consultation.closes_on
        return last if day > last else None

    @property
    def waits_for_opening(self) -> bool:
        """Whether it is published in a consultation that nobody has opened yet."""
        return self.state == "open" and self.consultation.state == "draft"

    def is_early(self, at: datetime) -> bool:
        """Return whether the survey is published and its first day is still to come."""
        day = at.astimezone(ZoneInfo(self.consultation.zone)).date()
        return self.state == "open" and day < self.consultation.opens_on


class SurveyVersion(Base):
    """What was asked, as it was published: it never changes.

    `digest` is the SHA-256 of the definition: the same questions have the same one.
    """

    __tablename__ = "survey_version"
    __table_args__ = (UniqueConstraint("survey_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    number: Mapped[int]
    definition: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    published_on: Mapped[date]


class ImportBatch(Base):
    """What staff brought in together: one file, or one stack of paper forms.

    The same file again is known by the hash of its content; `copy` counts up where it
    is imported again on purpose. A stack has a random hash. `responses` is how many a
    file held; the forms of a stack are counted as they are typed in. What was undone
    stays listed; its file may come in again, so its hash is random from then on. A
    stack may come from one catchment, and from a session. `job` is the background work
    that brought a file in: done twice, it adds once.
    """

    __tablename__ = "import_batch"
    __table_args__ = (
        CheckConstraint("kind IN ('file', 'paper')", name="kind"),
        UniqueConstraint("survey_id", "file_hash", "copy"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    kind: Mapped[str] = mapped_column(String(5), default="file")
    name: Mapped[str] = mapped_column(String(120), default="")
    file_hash: Mapped[str] = mapped_column(String(64))
    copy: Mapped[int] = mapped_column(default=0)
    responses: Mapped[int]
    imported_at: Mapped[datetime]
    catchment_id: Mapped[int | None] = mapped_column(ForeignKey("catchment.id"))
    session_code: Mapped[str | None] = mapped_column(String(20))
    is_undone: Mapped[bool] = mapped_column(default=False)
    job: Mapped[str | None] = mapped_column(String(20), unique=True)
    survey: Mapped[Survey] = relationship(lazy="joined", innerjoin=True)


class Response(Base):
    """One participant's whole reply. Nothing links it to a person (rule 16).

    Free texts are not kept here but as contributions, whose voice names the response:
    so each word a person wrote is in one place, to be moderated or withdrawn there.
    `catchment_id` is None where the person was not sure. `content_hash` tells the
    same submission sent twice from another one under the same key. `batch_place` is the
    number written on a paper form; a place in a stack is taken once. `typed_by` is who
    of the staff typed it in: somebody else checks it.
    """

    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint(
            "channel IN ('web', 'paper', 'session', 'kiosk', 'import')", name="channel"
        ),
        CheckConstraint("language IN ('en', 'fr')", name="language"),
        Index("ix_response_survey_day", "survey_id", "received_on"),
        index_of_some(
            "uq_response_batch_id_batch_place", "batch_id", "batch_place", unique=True
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(
        String(20), unique=True, default=new_public_id
    )
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"))
    survey_version_id: Mapped[int] = mapped_column(ForeignKey("survey_version.id"))
    catchment_id: Mapped[int | None] = mapped_column(ForeignKey("catchment.id"))
    language: Mapped[str] = mapped_column(String(2))
    channel: Mapped[str] = mapped_column(String(10), default="web")
    received_on: Mapped[date]
    consent_number: Mapped[int]
    may_quote: Mapped[bool] = mapped_column(default=False)
    submission_hash: Mapped[str] = mapped_column(String(64), unique=True)
    receipt_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    content_hash: Mapped[str] = mapped_column(String(64), default="")
    marks: Mapped[list[str]] = mapped_column(JSON, default=list)
    session_code: Mapped[str | None] = mapped_column(String(20))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"))
    batch_place: Mapped[int | None]
    typed_by: Mapped[int | None]
    is_withdrawn: Mapped[bool] = mapped_column(default=False)

    @property
    def voice(self) -> str:
        """The name under which this response's texts are kept as contributions."""
        return voice_of(self.public_id)


class Answer(Base):
    """One answer that is not free text: a choice, a ranking, a number, a place."""

    __tablename__ = "answer"
    __table_args__ = {"sqlite_with_rowid": False}

    response_id: Mapped[int] = mapped_column(
        ForeignKey("response.id", ondelete="CASCADE"), primary_key=True
    )
    question_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


class Characteristic(Base):
    """What somebody said about themselves, apart from what they answered.

    Only bands and kinds that the survey offers, never words; no file of responses
    holds them.
    """

    __tablename__ = "characteristic"
    __table_args__ = {"sqlite_with_rowid": False}

    response_id: Mapped[int] = mapped_column(
        ForeignKey("response.id", ondelete="CASCADE"), primary_key=True
    )
    question_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)


class SavedReply(Base):
    """A reply begun and put aside: not a response, and nobody's but its author's.

    `sealed` opens with the code alone, of which only a hash is kept.
    """

    __tablename__ = "saved_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    sealed: Mapped[str] = mapped_column(Text)
    kept_until: Mapped[date] = mapped_column(index=True)


@event.listens_for(SurveyVersion, "before_update")
def _refuse_change(
    _mapper: Mapper[SurveyVersion], _connection: Connection, _target: SurveyVersion
) -> None:
    raise Conflict("A published version does not change.")
