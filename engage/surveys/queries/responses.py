"""Responses, and what a reply is judged by besides the questions."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from engage.catchments.models import Catchment
from engage.consultations.models import (
    ConsentText,
    Consultation,
    consultation_catchment,
)
from engage.core.actors import Actor
from engage.core.db import session
from engage.core.errors import NotFound
from engage.core.ready import Ready
from engage.surveys.at_door import AnyOwner, AnySurvey
from engage.surveys.models import (
    Answer,
    Characteristic,
    ImportBatch,
    Response,
    Survey,
    SurveyVersion,
)
from engage.surveys.queries.versions import AskedVersion
from engage.surveys.questions import Value
from engage.surveys.scope import standing_of

# What a reply is judged by, read at once with the version it answers.
_JUDGED_BY = (
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
_AROUND = select(*_JUDGED_BY)
_ASKED = Ready(
    select(
        SurveyVersion.id, SurveyVersion.number, SurveyVersion.digest, *_JUDGED_BY
    ).where(
        SurveyVersion.survey_id == bindparam("survey"),
        SurveyVersion.number == bindparam("number"),
    )
)


def answers_of(response: Response) -> dict[str, Value]:
    """Return the answers of a response that are not free text, by question."""
    answered, said = (
        select(table.question_key, table.value).where(table.response_id == response.id)
        for table in (Answer, Characteristic)
    )
    found = session().execute(answered.union_all(said))
    return {row.question_key: row.value for row in found}


def characteristics_of(response: Response) -> dict[str, Value]:
    """Return what somebody said of themselves, by question."""
    found = session().execute(
        select(Characteristic.question_key, Characteristic.value).where(
            Characteristic.response_id == response.id
        )
    )
    return {row.question_key: row.value for row in found}


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


def count_responses(actor: Actor, survey: Survey) -> int:
    """Return how many responses stand that a survey has in the actor's catchments."""
    counted = select(func.count()).where(*standing_of(survey, actor))
    return int(session().scalar(counted) or 0)


def catchment_ids(consultation: AnyOwner) -> dict[str, int]:
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


def get_around(consultation: AnyOwner, catchment: str) -> Around:
    """Return the consent text in force and the id of one of the catchments."""
    given = {"consultation": consultation.id, "slug": _slug(catchment)}
    number, catchment_id = session().connection().execute(_AROUND, given).one()
    return Around(number or 0, catchment_id)


def get_asked(
    survey: AnySurvey, number: int, catchment: str
) -> tuple[AskedVersion, Around]:
    """Return a published version with what a reply to it is judged by.

    Raises:
        NotFound: There is no such version.
    """
    found = _ASKED.row(
        survey=survey.id,
        number=number,
        consultation=survey.consultation.id,
        slug=_slug(catchment),
    )
    if found is None:
        raise NotFound
    version, consent, catchment_id = found[:3], found[3], found[4]
    return AskedVersion(*version), Around(consent or 0, catchment_id)


def _slug(typed: str) -> str:
    """Return what can be looked for: no database takes every character."""
    return typed[:40] if typed.isprintable() else ""


def consent_of(consultation: Consultation) -> ConsentText:
    """Return the consent text in force.

    Raises:
        NotFound: The consultation has none, so nothing may be collected.
    """
    if consultation.consent is None:
        raise NotFound
    return consultation.consent


def find_batch_of_job(job: str | None) -> ImportBatch | None:
    """Return what a piece of background work brought in, or None."""
    if job is None:
        return None
    return session().scalar(select(ImportBatch).where(ImportBatch.job == job))


def has_import(survey: Survey, file_hash: str) -> bool:
    """Return whether a file with this content was imported into a survey."""
    found = select(ImportBatch.id).where(
        ImportBatch.survey_id == survey.id, ImportBatch.file_hash == file_hash
    )
    return session().scalar(found.limit(1)) is not None
