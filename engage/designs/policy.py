"""Who may see a design and its working copy, and who writes and releases it.

Which catchments a person may load at all is decided by the queries.
"""

from engage.core.actors import Actor, Role


def may_read_drafts(actor: Actor, thing: object = None) -> bool:
    """Return whether the actor sees designs before they are released; staff do."""
    del thing
    return actor.has_role(Role.FACILITATOR, Role.PUBLISHER, Role.ADMIN)


def may_write_designs(actor: Actor, thing: object = None) -> bool:
    """Return whether the actor writes designs, answers themes and releases both."""
    del thing
    return actor.has_role(Role.PUBLISHER, Role.ADMIN)


def may_read_released(actor: Actor, thing: object = None) -> bool:
    """Return whether the actor may read a released design; everybody may."""
    del actor, thing
    return True
