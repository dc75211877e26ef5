"""Questions that staff ask about surveys."""

from dataclasses import dataclass

from sqlalchemy import func, select

from engage.consultations.models import Consultation
from engage.consultations.queries import get_managed_consultation, page_of_managed
from engage.core.actors import Actor
from engage.core.db import session
from engage.surveys.models import Response, Survey, SurveyVersion
from engage.surveys.scope import within

PER_PAGE = 20


@dataclass(frozen=True)
class Listed:
    """A consultation with its surveys, and how many responses the actor may count."""

    consultation: Consultation
    surveys: list[tuple[Survey, int]]


def page_of_surveys(
    actor: Actor, number: int, only: str = ""
) -> tuple[list[Listed], int]:
    """Return a page of the consultations in which the actor works, and their number.

    Raises:
        NotFound: There is none with the slug `only`, or it lies elsewhere.
    """
    if only:
        places, total = [get_managed_consultation(actor, only)], 1
    else:
        places, total = page_of_managed(actor, number, PER_PAGE)
    ids = [item.id for item in places]
    counted = (
        select(Response.survey_id, func.count().label("n"))
        .where(Response.is_withdrawn.is_(False), *within(actor, places))
        .group_by(Response.survey_id)
        .subquery()
    )
    rows = session().execute(
        select(Survey, func.coalesce(counted.c.n, 0))
        .outerjoin(counted, counted.c.survey_id == Survey.id)
        .where(Survey.consultation_id.in_(ids))
        .order_by(Survey.slug)
    )
    found: dict[int, list[tuple[Survey, int]]] = {}
    for survey, count in rows:
        found.setdefault(survey.consultation_id, []).append((survey, int(count)))
    return [Listed(item, found.get(item.id, [])) for item in places], total


def published_kinds(survey: Survey) -> dict[str, str]:
    """Return the kind of every question that a version ever asked, by its key.

    Answers of all versions are joined by key: a key keeps its kind for ever.
    """
    versions = session().scalars(
        select(SurveyVersion).where(SurveyVersion.survey_id == survey.id)
    )
    return {
        question["key"]: question["kind"]
        for version in versions
        for section in version.definition["sections"]
        for question in section["questions"]
    }
