"""Who may take part in a thread."""

from engage.core.actors import Actor
from engage.threads.models import Thread


def may_read_thread(actor: Actor, thread: Thread) -> bool:
    """Return whether the actor may read a thread: everybody, once it is public."""
    return thread.consultation.is_public or actor.is_signed_in or actor.is_system
