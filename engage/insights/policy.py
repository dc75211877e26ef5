"""Who may see what votes and rankings say together, and have it worked out."""

from engage.core.actors import Actor, Role


def may_see_insights(actor: Actor, thing: object = None) -> bool:
    """Return whether the actor reads and renews what was drawn from votes."""
    del thing
    return actor.has_role(Role.FACILITATOR, Role.PUBLISHER, Role.ADMIN)
