"""The published versions of a survey, and what each of them asks."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from engage.core.db import session
from engage.core.errors import NotFound
from engage.surveys.models import Survey, SurveyVersion
from engage.surveys.questions import Definition, read_definition

DEFINITIONS_KEPT = 64
_definitions: dict[str, Definition] = {}
_VERSION = select(SurveyVersion.id, SurveyVersion.number, SurveyVersion.digest).where(
    SurveyVersion.survey_id == bindparam("survey"),
    SurveyVersion.number == bindparam("number"),
)


@dataclass(frozen=True)
class AskedVersion:
    """Which version somebody answers; what it asks is known by the digest."""

    id: int
    number: int
    digest: str


def get_version(survey: Survey, number: int) -> AskedVersion:
    """Return a published version of a survey.

    Raises:
        NotFound: There is no such version.
    """
    given = {"survey": survey.id, "number": number}
    found = session().connection().execute(_VERSION, given).one_or_none()
    if found is None:
        raise NotFound
    return AskedVersion(*found)


def get_version_by_id(version_id: int) -> SurveyVersion:
    """Return the version a response was given to."""
    return session().get_one(SurveyVersion, version_id)


def list_versions(survey: Survey) -> list[SurveyVersion]:
    """Return all published versions of a survey, the oldest first."""
    return list(
        session().scalars(
            select(SurveyVersion)
            .where(SurveyVersion.survey_id == survey.id)
            .order_by(SurveyVersion.number)
        )
    )


def definition_of(version: AskedVersion | SurveyVersion) -> Definition:
    """Return what a version asks; kept by its digest, since it never changes."""
    kept = _definitions.get(version.digest)
    if kept is None:
        kept = read_definition(get_version_by_id(version.id).definition)
        if len(_definitions) >= DEFINITIONS_KEPT:
            _definitions.clear()
        _definitions[version.digest] = kept
    return kept
