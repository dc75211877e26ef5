"""Who may come into the staff pages."""

from engage.core.actors import Actor, Role


def may_manage(actor: Actor) -> bool:
    """Return whether the actor works here."""
    return actor.has_role(Role.FACILITATOR, Role.PUBLISHER, Role.ADMIN)


def may_administer(actor: Actor, thing: object = None) -> bool:
    """Return whether the actor looks after people and settings."""
    del thing
    return actor.has_role(Role.ADMIN)
