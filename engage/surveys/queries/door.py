"""A survey as it is met at its door: what it takes to answer it, in one light read.

Most visits need no more of it: the empty page is kept ready, and a reply that is taken
shows none of its words. Statements are built once: building one costs more than
running it.
"""

from sqlalchemy import bindparam, select

from engage.consultations.models import Consultation
from engage.core.actors import Actor
from engage.core.errors import NotFound
from engage.core.ready import Ready
from engage.surveys.at_door import AnySurvey, OwnerAtDoor, SurveyAtDoor
from engage.surveys.models import Survey
from engage.surveys.queries.finding import find_survey, get_survey

# Columns of the survey; those of its consultation follow.
OWN = 7
_AT_THE_DOOR = Ready(
    select(
        Survey.id,
        Survey.slug,
        Survey.state,
        Survey.number,
        Survey.digest,
        Survey.version,
        Survey.closed_at,
        Consultation.id,
        Consultation.slug,
        Consultation.state,
        Consultation.opens_on,
        Consultation.closes_on,
        Consultation.zone,
        Consultation.version,
        Consultation.closed_at,
    )
    .join(Consultation, Consultation.id == Survey.consultation_id)
    .where(Survey.slug == bindparam("slug"))
)


def get_survey_at_door(actor: Actor, survey: str) -> SurveyAtDoor:
    """Return a survey with only what it takes to answer it.

    Raises:
        NotFound: There is none, or it is not published for this actor.
    """
    row = _AT_THE_DOOR.row(slug=survey)
    if row is None:
        raise NotFound
    found = SurveyAtDoor(*(*row[:OWN], OwnerAtDoor(*row[OWN:])))
    if found.number == 0 or found.consultation.state == "draft":
        get_survey(actor, survey)
    return found


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
