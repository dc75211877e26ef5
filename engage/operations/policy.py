"""Who may follow background work and stop it."""

from engage.core.actors import Actor, Role
from engage.core.jobs import Job
from engage.people.policy import may_administer, may_manage

__all__ = ["may_administer", "may_follow_job", "may_stop_job"]


def may_follow_job(actor: Actor, job: Job) -> bool:
    """Return whether the actor sees how far a job is that was found in scope."""
    del job
    return may_manage(actor)


def may_stop_job(actor: Actor, job: Job) -> bool:
    """Return whether the actor stops a job: their own, or any for publishers."""
    if actor.has_role(Role.PUBLISHER, Role.ADMIN):
        return True
    return actor.is_signed_in and job.actor_id == actor.user_id
