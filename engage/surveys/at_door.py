"""A survey as far as answering goes: what most visits need, and no more."""

from dataclasses import dataclass
from datetime import date, datetime

from engage.consultations.models import Consultation, takes_input_between
from engage.surveys.models import Survey, has_grace


@dataclass(frozen=True)
class OwnerAtDoor:
    """The consultation of a survey, as far as answering goes."""

    id: int
    slug: str
    state: str
    opens_on: date
    closes_on: date
    zone: str
    version: int
    closed_at: datetime | None


@dataclass(frozen=True)
class SurveyAtDoor:
    """A survey, as far as answering goes."""

    id: int
    slug: str
    state: str
    number: int
    digest: str
    version: int
    closed_at: datetime | None
    consultation: OwnerAtDoor

    def takes_answers(self, at: datetime) -> bool:
        """Return whether people may answer at a moment."""
        owner = self.consultation
        return self.state == "open" and takes_input_between(
            owner.state, owner.opens_on, owner.closes_on, owner.zone, at
        )

    def takes_late(self, at: datetime, begun_at: datetime | None) -> bool:
        """Return whether an answer that was begun before the closing is still taken."""
        owner = self.consultation
        is_over = self.state != "draft" and owner.state in {"open", "closed"}
        closed = (self.closed_at, owner.closed_at)
        return is_over and has_grace(begun_at, owner.closes_on, owner.zone, closed, at)


# What answering is about, whole or as far as it is needed.
AnySurvey = Survey | SurveyAtDoor
AnyOwner = Consultation | OwnerAtDoor
