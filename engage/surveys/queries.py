"""Questions about surveys and responses."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import defer, joinedload, lazyload

from engage.catchments.models import Catchment
from engage.consultations.models import (
    ConsentText,
    Consultation,
    consultation_catchment,
)
from engage.consultations.queries import is_in_scope
from engage.core.actors import Actor
from engage.core.db import session
from engage.core.errors import NotFound
from engage.surveys.models import Answer, ImportBatch, Response, Survey, SurveyVersion
from engage.surveys.questions import Definition, Value, read_definition

DEFINITIONS_KEPT = 64
_definitions: dict[str, Definition] = {}
# Built once: the survey page asks nothing else.
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
_VERSION = (
    select(SurveyVersion)
    .where(
        SurveyVersion.survey_id == bindparam("survey"),
        SurveyVersion.number == bindparam("number"),
    )
    .options(defer(SurveyVersion.definition))
)
_AROUND = select(
    select(func.max(ConsentText.number))
    .where(ConsentText.consultation_id == bindparam("consultation"))
    .scalar_subquery(),
    select(Catchment.id)
    .join(consultation_catchment)
    .where(
        consultation_catchment.c.consultation_id == bindparam("consultation"),
        Catchment.slug == bindparam("slug"),
    )
    .scalar_subquery(),
)


def get_survey(actor: Actor, survey: str) -> Survey:
    """Return a survey that everybody may see, or one of the actor's own scope.

    Raises:
        NotFound: There is none, or it is not published for this actor.
    """
    found = find_survey(survey)
    if found is None:
        raise NotFound
    is_public = found.number > 0 and found.consultation.is_public
    if not is_public and not is_in_scope(actor, found.consultation):
        raise NotFound
    return found


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


def get_version(survey: Survey, number: int) -> SurveyVersion:
    """Return a published version of a survey, its definition not yet read.

    Raises:
        NotFound: There is no such version.
    """
    given = {"survey": survey.id, "number": number}
    found = session().scalar(_VERSION, given)
    if found is None:
        raise NotFound
    return found


def get_version_by_id(version_id: int) -> SurveyVersion:
    """Return the version a response was given to."""
    return session().get_one(SurveyVersion, version_id)


def get_survey_by_id(survey_id: int) -> Survey:
    """Return the survey of a response or a version."""
    return session().get_one(Survey, survey_id)


def answers_of(response: Response) -> dict[str, Value]:
    """Return the answers of a response that are not free text, by question."""
    found = session().execute(
        select(Answer.question_key, Answer.value).where(
            Answer.response_id == response.id
        )
    )
    return {row.question_key: row.value for row in found}


def list_versions(survey: Survey) -> list[SurveyVersion]:
    """Return all published versions of a survey, the oldest first."""
    return list(
        session().scalars(
            select(SurveyVersion)
            .where(SurveyVersion.survey_id == survey.id)
            .order_by(SurveyVersion.number)
        )
    )


def definition_of(version: SurveyVersion) -> Definition:
    """Return what a version asks; kept by its digest, since it never changes."""
    kept = _definitions.get(version.digest)
    if kept is None:
        kept = read_definition(version.definition)
        if len(_definitions) >= DEFINITIONS_KEPT:
            _definitions.clear()
        _definitions[version.digest] = kept
    return kept


def find_response_by_submission(submission_hash: str) -> Response | None:
    """Return the response that was sent under a submission key, or None."""
    return session().scalar(
        select(Response).where(Response.submission_hash == submission_hash)
    )


def find_response_by_receipt(receipt_hash: str) -> Response | None:
    """Return the response a receipt code belongs to, or None."""
    return session().scalar(
        select(Response).where(Response.receipt_hash == receipt_hash)
    )


def count_responses(survey: Survey) -> int:
    """Return how many responses a survey has that were not withdrawn."""
    counted = select(func.count()).where(
        Response.survey_id == survey.id, Response.is_withdrawn.is_(False)
    )
    return int(session().scalar(counted) or 0)


def catchment_ids(consultation: Consultation) -> dict[str, int]:
    """Return the ids of a consultation's catchments by slug."""
    rows = session().execute(
        select(Catchment.slug, Catchment.id)
        .join(consultation_catchment)
        .where(consultation_catchment.c.consultation_id == consultation.id)
    )
    return {row.slug: row.id for row in rows}


@dataclass(frozen=True)
class Around:
    """What a reply is judged by besides the questions.

    `catchment_id` is None where the consultation has no catchment of that name.
    """

    consent_number: int
    catchment_id: int | None


def get_around(consultation: Consultation, catchment: str) -> Around:
    """Return the consent text in force and the id of one of the catchments."""
    given = {"consultation": consultation.id, "slug": catchment[:40]}
    number, catchment_id = session().execute(_AROUND, given).one()
    return Around(number or 0, catchment_id)


def consent_of(consultation: Consultation) -> ConsentText:
    """Return the consent text in force.

    Raises:
        NotFound: The consultation has none, so nothing may be collected.
    """
    if consultation.consent is None:
        raise NotFound
    return consultation.consent


def has_import(survey: Survey, file_hash: str) -> bool:
    """Return whether a file with this content was imported into a survey."""
    found = select(ImportBatch.id).where(
        ImportBatch.survey_id == survey.id, ImportBatch.file_hash == file_hash
    )
    return session().scalar(found.limit(1)) is not None
