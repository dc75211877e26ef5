"""Who may look at a draft report, and who may publish it."""

from engage.core.actors import Actor, Role


def may_preview_report(actor: Actor, thing: object = None) -> bool:
    """Return whether the actor may see a report before the public does."""
    del thing
    return actor.has_role(Role.FACILITATOR, Role.PUBLISHER, Role.ADMIN)


def may_publish_report(actor: Actor, thing: object = None) -> bool:
    """Return whether the actor may publish an edition."""
    del thing
    return actor.has_role(Role.PUBLISHER, Role.ADMIN)
