"""Who may see news: what is in them is public."""

from engage.core.actors import Actor


def may_see_news(actor: Actor, thing: object) -> bool:
    """Return whether the actor may see news of a thing: everybody may."""
    del actor, thing
    return True
