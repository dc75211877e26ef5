"""Find a survey, for those who answer it and those who look after it.

Statements are built once: building one costs more than running it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import defer, joinedload, lazyload

from engage.consultations.models import Consultation, takes_input_between
from engage.consultations.queries import is_in_scope
from engage.core.actors import Actor
from engage.core.db import session
from engage.core.errors import NotFound
from engage.core.ready import Ready
from engage.surveys.models import Survey, has_grace

_BY_SLUG = (
    select(Survey)
    .where(Survey.slug == bindparam("slug"))
    .options(
        joinedload(Survey.consultation).options(
            lazyload(Consultation.catchments), lazyload(Consultation.consent_texts)
        ),
        defer(Survey.draft),
    )
)
_STANDING = Ready(
    select(
        Survey.state,
        Survey.moderation,
        Survey.consultation_id,
        Consultation.state,
        Consultation.opens_on,
        Consultation.closes_on,
        Consultation.zone,
        Survey.closed_at,
        Consultation.closed_at,
    )
    .join(Consultation, Consultation.id == Survey.consultation_id)
    .where(Survey.id == bindparam("survey"))
)


def get_survey(actor: Actor, survey: str) -> Survey:
    """Return a survey that everybody may see, or one of the actor's own scope.

    Raises:
        NotFound: There is none, or it is not published for this actor.
    """
    return _seen_by(actor, find_survey(survey))


def get_managed_survey(actor: Actor, survey: str) -> Survey:
    """Return a survey of a consultation in which the actor works.

    Raises:
        NotFound: There is none, or it lies outside the actor's catchments.
    """
    found = find_survey(survey)
    if found is None or not is_in_scope(actor, found.consultation):
        raise NotFound
    return found


def find_survey(slug: str) -> Survey | None:
    """Return a survey with its consultation by slug, or None.

    The catchments and consent texts are read when asked for: the survey page, kept
    ready, needs neither.
    """
    return session().scalar(_BY_SLUG, {"slug": slug})


def list_surveys(consultation_id: int) -> list[Survey]:
    """Return the surveys of a consultation by slug."""
    return list(
        session().scalars(
            select(Survey)
            .where(Survey.consultation_id == consultation_id)
            .order_by(Survey.slug)
        )
    )


def get_survey_by_id(survey_id: int) -> Survey:
    """Return the survey of a response or a version."""
    return session().get_one(Survey, survey_id)


@dataclass(frozen=True)
class Standing:
    """How a survey stands at the moment an answer is taken."""

    state: str
    moderation: str
    consultation_id: int
    consultation_state: str
    opens_on: date
    closes_on: date
    zone: str
    closed_at: datetime | None
    consultation_closed_at: datetime | None

    def takes_answers(self, at: datetime, begun_at: datetime | None = None) -> bool:
        """Return whether people may answer at a moment, or began while they might."""
        is_open = self.state == "open" and takes_input_between(
            self.consultation_state, self.opens_on, self.closes_on, self.zone, at
        )
        return is_open or self._takes_late(at, begun_at)

    def _takes_late(self, at: datetime, begun_at: datetime | None) -> bool:
        is_over = self.state != "draft" and self.consultation_state in {
            "open",
            "closed",
        }
        closed = (self.closed_at, self.consultation_closed_at)
        return is_over and has_grace(begun_at, self.closes_on, self.zone, closed, at)


def find_standing(survey_id: int) -> Standing | None:
    """Return how a survey stands now, or None if it is gone."""
    row = _STANDING.row(survey=survey_id)
    return Standing(*row) if row is not None else None


def _seen_by(actor: Actor, found: Survey | None) -> Survey:
    if found is None:
        raise NotFound
    is_public = found.number > 0 and found.consultation.is_public
    if not is_public and not is_in_scope(actor, found.consultation):
        raise NotFound
    return found
