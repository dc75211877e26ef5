"""Create, edit, publish and close a survey."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.actors import Actor
from engage.core.audit import record
from engage.core.db import transaction
from engage.core.errors import Conflict, Invalid
from engage.core.i18n import Bilingual
from engage.core.i18n import gettext as _
from engage.surveys.models import Survey, SurveyVersion
from engage.surveys.questions import digest_of, faults_of

EMPTY: dict[str, Any] = {"sections": []}


@dataclass(frozen=True)
class SurveyFacts:
    """What a new survey is made of; `definition` as in docs: sections of questions."""

    slug: str
    title: Bilingual
    intro: Bilingual = field(default_factory=Bilingual)
    moderation: str = "pre"
    shows_similar: bool = False
    definition: dict[str, Any] = field(default_factory=lambda: dict(EMPTY))


def create_survey(
    facts: SurveyFacts, *, consultation: Consultation, by: Actor
) -> Survey:
    """Create a draft survey in a consultation.

    Raises:
        Conflict: Its slug is taken.
    """
    with transaction() as current:
        taken = select(Survey.id).where(Survey.slug == facts.slug)
        if current.scalar(taken) is not None:
            raise Conflict(_("There is a survey with this address already."))
        survey = Survey(
            slug=facts.slug,
            consultation_id=consultation.id,
            title=facts.title,
            intro=facts.intro,
            moderation=facts.moderation,
            shows_similar=facts.shows_similar,
            draft=facts.definition,
        )
        current.add(survey)
        current.flush()
        record(current, "surveys.survey.created", by=by, subject=("survey", survey.id))
    return survey


def edit_draft(
    survey: Survey, definition: dict[str, Any], *, version: int, by: Actor
) -> None:
    """Keep a changed draft of what is asked; published versions stay as they are.

    Raises:
        Conflict: Somebody else changed the survey since `version`.
    """
    with transaction() as current:
        fresh = current.get_one(Survey, survey.id)
        if fresh.version != version:
            raise Conflict
        fresh.draft = definition
        record(current, "surveys.draft.edited", by=by, subject=("survey", fresh.id))


def publish_survey(survey: Survey, *, by: Actor) -> SurveyVersion:
    """Publish the draft as the next version and open the survey.

    Responses keep the version they answered. An unchanged draft makes no new version.

    Raises:
        Invalid: The draft has a fault, or a text is missing in one language.
    """
    with transaction() as current:
        fresh = current.get_one(Survey, survey.id)
        _require_complete(fresh)
        digest = digest_of(fresh.draft)
        version = current.scalar(
            select(SurveyVersion).where(
                SurveyVersion.survey_id == fresh.id,
                SurveyVersion.number == fresh.number,
            )
        )
        if version is None or version.digest != digest:
            version = SurveyVersion(
                survey_id=fresh.id,
                number=fresh.number + 1,
                definition=fresh.draft,
                digest=digest,
                published_on=clock.today(),
            )
            current.add(version)
        fresh.number, fresh.digest = version.number, digest
        fresh.state, fresh.closed_at = "open", None
        record(current, "surveys.survey.published", by=by, subject=("survey", fresh.id))
    return version


def close_survey(survey: Survey, *, by: Actor) -> None:
    """Take no more responses; the consultation may go on."""
    with transaction() as current:
        fresh = current.get_one(Survey, survey.id)
        if fresh.state != "open":
            raise Conflict(_("This survey is not open."))
        fresh.state, fresh.closed_at = "closed", clock.now()
        record(current, "surveys.survey.closed", by=by, subject=("survey", fresh.id))


def create_survey_from_definition(
    facts: SurveyFacts, *, consultation: Consultation, by: Actor
) -> Survey:
    """Create a survey and publish it at once.

    Raises:
        Conflict: Its slug is taken.
        Invalid: The definition has a fault.
    """
    survey = create_survey(facts, consultation=consultation, by=by)
    publish_survey(survey, by=by)
    return survey


def _require_complete(survey: Survey) -> None:
    faults = faults_of(survey.draft)
    if faults:
        told = "; ".join(f"{fault.where}: {fault.code}" for fault in faults[:5])
        raise Invalid(
            _("This survey cannot be published yet: %(faults)s", faults=told),
            {fault.where: fault.code for fault in faults},
        )
    if not survey.title.is_complete:
        raise Invalid(_("Write the title in both languages."))
