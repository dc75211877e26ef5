"""Which responses an actor's figures and files are made of."""

from sqlalchemy import ColumnElement, or_

from engage.consultations.policy import lies_inside
from engage.core.actors import Actor
from engage.surveys.models import Response, Survey


def responses_of(survey: Survey, actor: Actor) -> list[ColumnElement[bool]]:
    """Return what keeps responses inside a survey and the actor's catchments (rule 2).

    Those that name no catchment belong to whoever works in all of the consultation's.
    """
    held = [Response.survey_id == survey.id]
    if actor.catchments is not None:
        inside: ColumnElement[bool] = Response.catchment_id.in_(actor.catchments)
        if lies_inside(actor, survey.consultation):
            inside = or_(inside, Response.catchment_id.is_(None))
        held.append(inside)
    return held
