"""A consultation, its catchments and the consent texts people agree to."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    ForeignKey,
    String,
    Table,
    event,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from engage.catchments.models import Catchment
from engage.consultations.facts import RETENTION_MONTHS
from engage.core.db import Base
from engage.core.i18n import Bilingual, BilingualText
from engage.core.search import Findable, make_findable

STATES = ("draft", "open", "closed", "reported")
# Texts that people must be able to read in both languages before it opens.
REQUIRED = ("title", "summary")
# Texts that may be left out, in both languages together.
FURTHER = ("purpose", "outcome", "contact")

consultation_catchment = Table(
    "consultation_catchment",
    Base.metadata,
    Column("consultation_id", ForeignKey("consultation.id"), primary_key=True),
    Column("catchment_id", ForeignKey("catchment.id"), primary_key=True),
)


def takes_input_between(
    state: str, opens_on: date, closes_on: date, zone: str, at: datetime
) -> bool:
    """Return whether an open consultation has begun and not ended at a moment.

    Both days are those of its own time zone and included.
    """
    day = at.astimezone(ZoneInfo(zone)).date()
    return state == "open" and opens_on <= day <= closes_on


class Consultation(Base):
    """A conversation with a beginning and an end: draft, open, closed, reported.

    What people wrote is kept for `retention_months` after its last day. `moderation`
    is what its surveys and threads begin with: "pre" where a person reads each text
    before it appears, "post" where it appears at once and is read afterwards, "flags"
    where it is read only if a reader flags it.
    """

    __tablename__ = "consultation"
    __table_args__ = (
        CheckConstraint(
            "state IN ('draft', 'open', 'closed', 'reported')", name="state"
        ),
        CheckConstraint("closes_on >= opens_on", name="dates"),
        CheckConstraint("retention_months BETWEEN 1 AND 120", name="retention"),
        CheckConstraint("moderation IN ('pre', 'post', 'flags')", name="moderation"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[Bilingual] = mapped_column(BilingualText)
    summary: Mapped[Bilingual] = mapped_column(BilingualText)
    purpose: Mapped[Bilingual] = mapped_column(BilingualText)
    outcome: Mapped[Bilingual] = mapped_column(BilingualText)
    contact: Mapped[Bilingual] = mapped_column(BilingualText)
    sample_notice: Mapped[Bilingual | None] = mapped_column(BilingualText)
    attribution: Mapped[Bilingual | None] = mapped_column(BilingualText)
    source_url: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(10), default="draft", index=True)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    zone: Mapped[str] = mapped_column(String(60), default="America/Toronto")
    retention_months: Mapped[int] = mapped_column(default=RETENTION_MONTHS)
    moderation: Mapped[str] = mapped_column(String(5), default="pre")
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    catchments: Mapped[list[Catchment]] = relationship(
        secondary=consultation_catchment, order_by=Catchment.slug, lazy="selectin"
    )
    consent_texts: Mapped[list["ConsentText"]] = relationship(
        order_by="ConsentText.number", lazy="selectin"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_sample(self) -> bool:
        """Whether it is made of sample data, which every page must say."""
        return self.sample_notice is not None

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it."""
        return self.state != "draft"

    @property
    def has_public_source(self) -> bool:
        """Whether its texts were public before they came here."""
        return self.attribution is not None

    @property
    def consent(self) -> "ConsentText | None":
        """The consent text in force: the newest."""
        return self.consent_texts[-1] if self.consent_texts else None

    @property
    def missing_texts(self) -> list[str]:
        """The texts that keep it from opening: `title_fr`, `quoting_en` and so on."""
        texts = {name: getattr(self, name) for name in (*REQUIRED, *FURTHER)}
        if self.consent is not None:
            texts["participation"] = self.consent.participation
            texts["quoting"] = self.consent.quoting
        return [
            f"{name}_{language}"
            for name, content in texts.items()
            for language in content.missing_languages
            if name in REQUIRED or len(content.missing_languages) == 1
        ]

    def takes_input(self, at: datetime) -> bool:
        """Return whether people may answer now; the closing day is included."""
        return takes_input_between(
            self.state, self.opens_on, self.closes_on, self.zone, at
        )


class ConsentText(Base):
    """What people agree to; its number is kept with each response."""

    __tablename__ = "consent_text"

    consultation_id: Mapped[int] = mapped_column(
        ForeignKey("consultation.id"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    participation: Mapped[Bilingual] = mapped_column(BilingualText)
    quoting: Mapped[Bilingual] = mapped_column(BilingualText)


@event.listens_for(Consultation, "after_insert")
@event.listens_for(Consultation, "after_update")
def _keep_findable(
    _mapper: Mapper[Consultation], connection: Connection, target: Consultation
) -> None:
    """Let it be found by what it says now; a draft is left out when it is asked for."""
    said = (target.title, target.summary, target.purpose)
    texts = [(code, text) for pair in said if pair for code, text in vars(pair).items()]
    make_findable(connection, "consultation", [Findable(target.id, texts)])
