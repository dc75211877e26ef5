"""Copy what a consultation asks into its duplicate; nobody's answers come along."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.consultations.facts import next_address
from engage.consultations.models import Consultation
from engage.core.actors import Actor
from engage.core.audit import record
from engage.surveys.models import Survey


def copy_surveys(
    *, current: Session, source: Consultation, copy: Consultation, by: Actor
) -> None:
    """Copy each survey as a draft, in the transaction of the duplicate.

    Texts in it appear as the new consultation has it.
    """
    asked = select(Survey).where(Survey.consultation_id == source.id)
    taken = set(current.scalars(select(Survey.slug)))
    for survey in current.scalars(asked.order_by(Survey.slug)).all():
        made = Survey(
            slug=next_address(survey.slug, taken),
            consultation_id=copy.id,
            title=survey.title,
            intro=survey.intro,
            moderation=copy.moderation,
            shows_similar=survey.shows_similar,
            draft=survey.draft,
        )
        current.add(made)
        current.flush()
        taken.add(made.slug)
        record(current, "surveys.survey.created", by=by, subject=("survey", made.id))
