"""Who may do what with a survey."""

from engage.consultations.policy import may_edit_consultation
from engage.core.actors import Actor, Role
from engage.surveys.at_door import AnySurvey
from engage.surveys.models import ImportBatch, Survey


def may_respond(actor: Actor, survey: AnySurvey) -> bool:
    """Return whether the survey's page is open to the actor: no account is needed."""
    del actor
    return survey.number > 0


def may_manage_surveys(actor: Actor, survey: Survey) -> bool:
    """Return whether the actor may see tallies of a survey that was loaded in scope."""
    del survey
    return actor.has_role(Role.FACILITATOR, Role.PUBLISHER, Role.ADMIN)


def may_edit_survey(actor: Actor, survey: Survey) -> bool:
    """Return whether the actor changes a survey and handles files of its responses.

    Who may change its consultation may: facilitators only where all of it is theirs.
    """
    return may_edit_consultation(actor, survey.consultation)


def may_export_raw(actor: Actor) -> bool:
    """Return whether the actor may have every word of what lies in scope.

    Administrators have all catchments; a facilitator gets those of one's own only,
    since an export never reaches beyond the actor's catchments.
    """
    return actor.has_role(Role.ADMIN, Role.FACILITATOR)


def may_type_in(actor: Actor, batch: ImportBatch) -> bool:
    """Return whether the actor types in the forms of a stack.

    Whoever works where the stack comes from, or in all of its consultation.
    """
    if not may_manage_surveys(actor, batch.survey):
        return False
    return actor.covers(batch.catchment_id) or may_edit_survey(actor, batch.survey)
