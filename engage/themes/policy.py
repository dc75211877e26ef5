"""Who may shape themes and who may vouch for them.

What a person may load at all is decided by the queries: themes of consultations in
their catchments.
"""

from engage.core.actors import Actor, Role


def may_shape_themes(actor: Actor, thing: object = None) -> bool:
    """Return whether the actor finds, names and arranges themes."""
    del thing
    return actor.has_role(Role.FACILITATOR, Role.PUBLISHER, Role.ADMIN)


def may_sign_off_themes(actor: Actor, thing: object = None) -> bool:
    """Return whether the actor vouches for themes, so that they may be published."""
    del thing
    return actor.has_role(Role.PUBLISHER, Role.ADMIN)
