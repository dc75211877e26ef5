"""Who hosts. What they host is asked of the database (rule 2)."""

from engage.core.actors import Actor, Role


def may_host(actor: Actor, thing: object = None) -> bool:
    """Return whether the actor plans and hosts sessions; all staff do, in scope."""
    del thing
    return actor.has_role(Role.FACILITATOR, Role.PUBLISHER, Role.ADMIN)


def may_join(actor: Actor, thing: object = None) -> bool:
    """Return whether the actor sees a session that was found; everybody does."""
    del actor, thing
    return True
