"""Who may do what with a survey."""

from engage.core.actors import Actor, Role
from engage.surveys.models import Survey


def may_respond(actor: Actor, survey: Survey) -> bool:
    """Return whether the survey's page is open to the actor: no account is needed."""
    del actor
    return survey.number > 0


def may_manage_surveys(actor: Actor, survey: Survey) -> bool:
    """Return whether the actor may see tallies of a survey that was loaded in scope."""
    del survey
    return actor.has_role(Role.FACILITATOR, Role.PUBLISHER, Role.ADMIN)


def may_edit_survey(actor: Actor, survey: Survey) -> bool:
    """Return whether the actor may change what is asked, and publish it."""
    del survey
    return actor.has_role(Role.PUBLISHER, Role.ADMIN, Role.FACILITATOR)


def may_export_raw(actor: Actor) -> bool:
    """Return whether the actor may have every word, moderated or not."""
    return actor.has_role(Role.ADMIN)
