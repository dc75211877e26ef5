"""A survey as it is met at its door: what it takes to answer it, in one light read.

Most visits need no more of it: the empty page is kept ready, and a reply that is taken
shows none of its words. Statements are built once: building one costs more than
running it.
"""

from sqlalchemy import bindparam, select

from engage.consultations.models import Consultation
from engage.core.actors import Actor
from engage.core.db import session
from engage.core.errors import NotFound
from engage.surveys.at_door import AnySurvey, OwnerAtDoor, SurveyAtDoor
from engage.surveys.models import Survey
from engage.surveys.queries.finding import find_survey, get_survey

_AT_THE_DOOR = (
    select(
        Survey.id,
        Survey.slug,
        Survey.state,
        Survey.number,
        Survey.digest,
        Survey.version,
        Survey.closed_at,
        Consultation.id.label("owner"),
        Consultation.slug.label("owner_slug"),
        Consultation.state.label("owner_state"),
        Consultation.opens_on,
        Consultation.closes_on,
        Consultation.zone,
        Consultation.version.label("owner_version"),
        Consultation.closed_at.label("owner_closed_at"),
    )
    .join(Consultation, Consultation.id == Survey.consultation_id)
    .where(Survey.slug == bindparam("slug"))
)


def get_survey_at_door(actor: Actor, survey: str) -> SurveyAtDoor:
    """Return a survey with only what it takes to answer it.

    Raises:
        NotFound: There is none, or it is not published for this actor.
    """
    found = session().connection().execute(_AT_THE_DOOR, {"slug": survey})
    row = found.one_or_none()
    if row is None:
        raise NotFound
    if row.number == 0 or row.owner_state == "draft":
        get_survey(actor, survey)
    consultation = OwnerAtDoor(
        row.owner,
        row.owner_slug,
        row.owner_state,
        row.opens_on,
        row.closes_on,
        row.zone,
        row.owner_version,
        row.owner_closed_at,
    )
    return SurveyAtDoor(
        row.id,
        row.slug,
        row.state,
        row.number,
        row.digest,
        row.version,
        row.closed_at,
        consultation,
    )


def get_whole(survey: AnySurvey) -> Survey:
    """Return the survey with its words, for a page that shows them.

    Raises:
        NotFound: It is gone.
    """
    if isinstance(survey, Survey):
        return survey
    found = find_survey(survey.slug)
    if found is None:
        raise NotFound
    return found
