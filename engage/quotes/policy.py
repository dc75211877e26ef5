"""Who may say that words are quoted."""

from engage.core.actors import Actor, Role


def may_clear_quotes(actor: Actor, thing: object = None) -> bool:
    """Return whether the actor says which words are quoted: those who publish do."""
    del thing
    return actor.has_role(Role.PUBLISHER, Role.ADMIN)
