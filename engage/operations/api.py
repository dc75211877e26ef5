"""Doors of the API to background work and the audit log."""

from typing import Any

from marshmallow import Schema, fields

from engage.core import jobs
from engage.core.jobs import Job
from engage.operations import queries
from engage.operations.policy import may_administer, may_follow_job, may_stop_job
from engage.web.access import guarded
from engage.web.api import ApiBlueprint, ListQuery, cut, page_of, scoped
from engage.web.api.fields import Pattern
from engage.web.api.jobs import JobSchema, shown_job

bp = ApiBlueprint(
    "operations", __name__, description="Background work, and who did what."
)


class AuditQuery(ListQuery):
    """The newest entries first; the cursor is a number here."""

    cursor = fields.String(load_default="", validate=Pattern(r"^[0-9]{0,9}$"))


class AuditSchema(Schema):
    """Who did what to which thing. Of anonymous people only the day is known."""

    id = fields.Integer(required=True)
    at = fields.String(required=True)
    actor_kind = fields.String(required=True)
    actor_id = fields.Integer(required=True, allow_none=True)
    action = fields.String(required=True)
    subject_kind = fields.String(required=True)
    subject_id = fields.String(required=True)
    detail = fields.Dict(keys=fields.String(), required=True)
    hash = fields.String(required=True)


@bp.get("/jobs/<job>")
@scoped("themes", "reports:publish", "admin")
@guarded(may_follow_job, by=queries.get_job)
@bp.gives(JobSchema)
def show(job: Job) -> dict[str, Any]:
    """Show how far a job is."""
    return shown_job(job)


@bp.post("/jobs/<job>/cancel")
@scoped("themes", "reports:publish", "admin")
@guarded(may_stop_job, by=queries.get_job)
@bp.gives(JobSchema, 202)
def cancel(job: Job) -> dict[str, Any]:
    """Stop a job at its next step; one that has not begun ends now."""
    jobs.cancel_job(job)
    return shown_job(jobs.get_job(job.public_id))


@bp.get("/audit")
@scoped("admin")
@guarded(may_administer)
@bp.query(AuditQuery)
@bp.gives(page_of(AuditSchema))
def audit(query: dict[str, Any]) -> dict[str, Any]:
    """List what was done, the newest first."""
    asked = query["listing"]
    before = int(asked.after) if asked.after else None
    found = queries.list_audit(before, asked.limit + 1)
    return cut(found, asked, lambda entry: str(entry.id))
