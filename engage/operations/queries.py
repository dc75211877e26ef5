"""Questions about background work and the audit log."""

from sqlalchemy import select

from engage.consultations.queries import (
    find_consultation,
    get_consultation_by_id,
    is_in_scope,
)
from engage.core import jobs
from engage.core.actors import Actor
from engage.core.audit import AuditEntry
from engage.core.db import session
from engage.core.errors import NotFound
from engage.core.jobs import Job
from engage.reports.models import Edition


def get_job(actor: Actor, job: str) -> Job:
    """Return a job by its public id, if its consultation is in the actor's scope.

    The job's own payload says whose it is; a job of no consultation is for those who
    see everything (rule 2).

    Raises:
        NotFound: There is none, or it is not for this actor.
    """
    found = jobs.get_job(job)
    named = found.payload.get("consultation")
    if named is None:
        is_theirs = actor.catchments is None
    else:
        is_id = isinstance(named, int)
        owner = get_consultation_by_id(named) if is_id else find_consultation(named)
        is_theirs = owner is not None and is_in_scope(actor, owner)
    if not is_theirs:
        raise NotFound
    return found


def list_audit(before: int | None, most: int) -> list[AuditEntry]:
    """Return entries of the audit log, the newest first, from before one on."""
    selected = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(most)
    if before is not None:
        selected = selected.where(AuditEntry.id < before)
    return list(session().scalars(selected))


def list_edition_folders() -> list[str]:
    """Return the folders of all published editions, within the editions' folder."""
    return sorted(session().scalars(select(Edition.folder)))
