"""Which responses an actor's figures and files are made of."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, or_, select

from engage.consultations.models import Consultation
from engage.consultations.policy import lies_inside
from engage.core.actors import Actor
from engage.surveys.models import Response, Survey


def responses_of(survey: Survey, actor: Actor) -> list[ColumnElement[bool]]:
    """Return what keeps responses inside a survey and the actor's catchments."""
    return [Response.survey_id == survey.id, *within(actor, [survey.consultation])]


def standing_of(survey: Survey, actor: Actor) -> list[ColumnElement[bool]]:
    """Return the same without the responses that were taken back."""
    return [*responses_of(survey, actor), Response.is_withdrawn.is_(False)]


def within(
    actor: Actor, consultations: Iterable[Consultation]
) -> list[ColumnElement[bool]]:
    """Return what keeps responses inside the actor's catchments (rule 2).

    Those that name no catchment belong to whoever works in all of the consultation's.
    """
    if actor.catchments is None:
        return []
    inside: ColumnElement[bool] = Response.catchment_id.in_(actor.catchments)
    whole = [item.id for item in consultations if lies_inside(actor, item)]
    if whole:
        theirs = select(Survey.id).where(Survey.consultation_id.in_(whole))
        nowhere = and_(Response.catchment_id.is_(None), Response.survey_id.in_(theirs))
        inside = or_(inside, nowhere)
    return [inside]
