"""Who may decide. What they may decide on is asked of the database (rule 2)."""

from datetime import datetime, timedelta

from engage.contributions.models import Contribution
from engage.core.actors import Actor, Role
from engage.moderation.models import OUTCOMES, Appeal, ModerationDecision

UNDO_WITHIN = timedelta(minutes=10)


def may_moderate(actor: Actor, thing: object = None) -> bool:
    """Return whether the actor decides on contributions at all."""
    del thing
    return actor.has_role(Role.FACILITATOR, Role.PUBLISHER, Role.ADMIN)


def may_read_statement(actor: Actor, consultation: object) -> bool:
    """Return whether the actor reads how texts are moderated: everybody does."""
    del actor, consultation
    return True


def may_answer_appeal(actor: Actor, appeal: Appeal) -> bool:
    """Return whether the actor answers an appeal: never to a decision of their own.

    Facilitators answer in their catchments, publishers and administrators everywhere:
    where nobody else facilitates, an appeal goes to them.
    """
    is_other = actor.is_system or actor.user_id != appeal.decided_by_id
    return may_moderate(actor) and is_other


def is_undoable_by(actor: Actor, decision: ModerationDecision, at: datetime) -> bool:
    """Return whether the actor may still take back a decision: their own, at once."""
    is_own = actor.is_system or decision.user_id == actor.user_id
    is_fresh = at - decision.decided_at <= UNDO_WITHIN
    return is_own and is_fresh and decision.decision != "undo"


def possible_decisions(contribution: Contribution) -> list[str]:
    """Return what can be decided on a contribution as it stands."""
    return [
        decision
        for decision, outcomes in OUTCOMES.items()
        if contribution.status in outcomes
    ]
